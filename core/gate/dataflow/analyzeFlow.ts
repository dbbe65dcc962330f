import { callExpression, callFunction, invokeFunction } from "./calls.ts";
import { runEntryPoints } from "./entryPoints.ts";
import { evaluate } from "./expressions.ts";
import { type FlowFinding, type Interpreter, Machine, type WorkspaceModules } from "./machine.ts";
import type { Rulebook } from "./rulebook.ts";
import { runFunctionBody, runModule } from "./statements.ts";
import type { FlowProgram } from "./tree.ts";

export interface FlowSubject {
  readonly program: FlowProgram;
  readonly source: string;
  readonly path: string;
}

/** A file of a few hundred lines takes some ten thousand steps. */
const budget = 400_000;

/** Everything that the rules find in one file. Deterministic; bounded by a number of steps, not by time. */
export function analyzeFlow(
  { program, source, path }: FlowSubject,
  rulebook: Rulebook,
  modules: WorkspaceModules,
): readonly FlowFinding[] {
  const machine = new Machine({
    rulebook,
    source,
    path,
    language: program.language,
    modules,
    budget,
    interpreter: interpreterOf,
  });
  runModule(machine, program.body);
  return [...machine.findings.values()].sort((left, right) => left.start - right.start);
}

function interpreterOf(machine: Machine): Interpreter {
  return {
    evaluate: (expression) => evaluate(machine, expression),
    call: (call) => callExpression(machine, call),
    invoke: (callee, args, at) => invokeFunction(machine, callee, args, at),
    callFunction: (callee, args, at, answers) => callFunction(machine, callee, args, at, answers),
    runFunctionBody: (definition, answers) => runFunctionBody(machine, definition, answers),
    runModule: (body) => runModule(machine, body),
    runEntryPoints: (frame) => runEntryPoints(machine, frame),
  };
}
