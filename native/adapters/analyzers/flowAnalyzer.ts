import { readFileSync } from "node:fs";
import { join } from "node:path";
import { parse as parseYaml } from "yaml";
import type { Severity } from "../../../core/contract/gate.ts";
import type { Analyzer, AnalyzerSubject, RawFinding } from "../../../core/gate/analyzer.ts";
import { analyzeFlow } from "../../../core/gate/dataflow/analyzeFlow.ts";
import { flowRuleFile } from "../../../core/gate/dataflow/flowRules.ts";
import { lowerJavascript } from "../../../core/gate/dataflow/lowerJavascript.ts";
import { lowerPython } from "../../../core/gate/dataflow/lowerPython.ts";
import type { FlowFinding, WorkspaceModules } from "../../../core/gate/dataflow/machine.ts";
import { rankOf } from "../../../core/gate/dataflow/machine.ts";
import { Rulebook } from "../../../core/gate/dataflow/rulebook.ts";
import { holdsError } from "../../../core/gate/dataflow/syntaxNode.ts";
import type { FlowProgram } from "../../../core/gate/dataflow/tree.ts";
import type { Step } from "../../../core/gate/dataflow/value.ts";
import { grammarOf, syntaxTree } from "./syntaxTree.ts";

export interface Parsed {
  readonly program: FlowProgram;
  readonly isBroken: boolean;
}

/** Our own data flow: what an outsider chooses, followed to where it does harm. Python, JavaScript and TypeScript. */
export class FlowAnalyzer implements Analyzer {
  readonly name = "data flow";
  readonly version = "1";
  readonly #rulebooks: Readonly<Record<FlowProgram["language"], Rulebook>>;
  readonly #modules: WorkspaceModules;

  /** @param rulesFolder resources/rules of the installation */
  constructor(rulesFolder: string, modules: WorkspaceModules) {
    this.#rulebooks = {
      python: readRulebook(join(rulesFolder, "python-flow.yml")),
      javascript: readRulebook(join(rulesFolder, "javascript-flow.yml")),
    };
    this.#modules = modules;
  }

  appliesTo({ language, path }: AnalyzerSubject): boolean {
    return grammarOf(language, path) !== undefined;
  }

  async analyze(subject: AnalyzerSubject): Promise<readonly RawFinding[]> {
    const parsed = parseProgram(subject.language, subject.path, subject.source);
    if (parsed === undefined) return [];
    const found = this.#find(parsed.program, subject.source, subject.path, 0);
    if (!parsed.isBroken || (subject.start === 0 && subject.end === subject.source.length)) return found;
    // Broken code around the text can hide it in the tree: it is read by itself too.
    const text = subject.source.slice(subject.start, subject.end);
    const alone = parseProgram(subject.language, subject.path, text);
    const more = alone ? this.#find(alone.program, text, subject.path, subject.start) : [];
    return [...new Map([...more, ...found].map((one) => [`${one.ruleId} ${one.start}`, one])).values()];
  }

  #find(program: FlowProgram, source: string, path: string, offset: number): RawFinding[] {
    const rulebook = this.#rulebooks[program.language];
    return analyzeFlow({ program, source, path }, rulebook, this.#modules).map((one) =>
      rawFinding(one, offset),
    );
  }
}

/** The flow tree of a text, or undefined for another language. Throws where there is no parser on this platform. */
export function parseProgram(language: string, path: string, source: string): Parsed | undefined {
  const grammar = grammarOf(language, path);
  if (grammar === undefined) return undefined;
  const root = syntaxTree(grammar, source);
  const program = grammar === "python" ? lowerPython(root, source) : lowerJavascript(root, source);
  return { program, isBroken: holdsError(root) };
}

function readRulebook(file: string): Rulebook {
  return new Rulebook(
    flowRuleFile.parse(parseYaml(readFileSync(file, "utf8"), { maxAliasCount: 1000, merge: true })),
  );
}

function rawFinding({ rule, taint, start, end }: FlowFinding, offset: number): RawFinding {
  const steps = taint === undefined ? [] : stepsOf(taint.step);
  const rank = rankOf(rule, taint);
  const severity: Severity =
    (rank === 1 ? rule.parameter : rank === 2 ? rule.local : undefined) ?? rule.severity;
  return {
    ruleId: rule.id,
    cwe: rule.cwe,
    severity,
    message: taint === undefined ? rule.message : `${rule.message} It comes from ${taint.what}.`,
    explanation: rule.explanation,
    fix: { description: rule.fix },
    start: offset + start,
    end: offset + end,
    ...(steps.length === 0
      ? {}
      : {
          flow: steps.map((step) => ({
            start: offset + step.start,
            end: offset + step.end,
            message: step.message,
          })),
        }),
  };
}

/** From where the value enters to where it does harm. */
function stepsOf(last: Step): Step[] {
  const steps: Step[] = [];
  for (let step: Step | undefined = last; step && steps.length < 40; step = step.previous)
    steps.unshift(step);
  return steps;
}
