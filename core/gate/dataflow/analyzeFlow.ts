import { callExpression } from "./calls.ts";
import { countNames } from "./countNames.ts";
import { newInstance, runEntryPoints } from "./entryPoints.ts";
import { evaluate, evaluateObject } from "./expressions.ts";
import { callFunction, invokeFunction } from "./functionCalls.ts";
import {
  BudgetSpent,
  type FlowFinding,
  type Interpreter,
  Machine,
  type WorkspaceModules,
} from "./machine.ts";
import type { Rulebook } from "./rulebook.ts";
import { run, runFunctionBody, runModule } from "./statements.ts";
import type { FlowProgram } from "./tree.ts";

export interface FlowSubject {
  readonly program: FlowProgram;
  readonly source: string;
  readonly path: string;
}

/** A handler with its helpers takes some hundred steps, a thousand lines some thousand; each is some twenty microseconds. */
const budget = 20_000;
/** Without entering calls the work grows with the text. */
const plainBudget = 300_000;

/**
 * Everything that the rules find in one file. Deterministic; bounded by a number of steps, not by time. Code with more
 * ways than can be followed is read once more without entering its calls; throws BudgetSpent where even that is too much.
 */
export function analyzeFlow(
  { program, source, path }: FlowSubject,
  rulebook: Rulebook,
  modules: WorkspaceModules,
): readonly FlowFinding[] {
  try {
    return find({ program, source, path }, rulebook, modules, { budget, follows: true });
  } catch (error) {
    if (!(error instanceof BudgetSpent)) throw error;
    return find({ program, source, path }, rulebook, modules, { budget: plainBudget, follows: false });
  }
}

function find(
  { program, source, path }: FlowSubject,
  rulebook: Rulebook,
  modules: WorkspaceModules,
  bounds: { readonly budget: number; readonly follows: boolean },
): readonly FlowFinding[] {
  const machine = new Machine({
    rulebook,
    source,
    path,
    language: program.language,
    modules,
    ...bounds,
    mentioned: countNames(program.body),
    interpreter: interpreterOf,
  });
  runModule(machine, program.body);
  return [...machine.findings.values()].sort((left, right) => left.start - right.start);
}

function interpreterOf(machine: Machine): Interpreter {
  return {
    evaluate: (expression) => evaluate(machine, expression),
    evaluateObject: (expression) => evaluateObject(machine, expression),
    call: (call) => callExpression(machine, call),
    invoke: (callee, args, at) => invokeFunction(machine, callee, args, at),
    callFunction: (callee, args, at, answers) => callFunction(machine, callee, args, at, answers),
    instantiate: (id, object) => newInstance(machine, id, object),
    runFunctionBody: (definition, answers) => runFunctionBody(machine, definition, answers),
    run: (statements) => run(machine, statements),
    runModule: (body) => runModule(machine, body),
    runEntryPoints: (frame) => runEntryPoints(machine, frame),
  };
}
