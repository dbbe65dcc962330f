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
import { errorsIn } from "../../../core/gate/dataflow/syntaxNode.ts";
import type { FlowProgram, Span } from "../../../core/gate/dataflow/tree.ts";
import type { Step } from "../../../core/gate/dataflow/value.ts";
import { grammarOf, syntaxTree } from "./syntaxTree.ts";

export interface Parsed {
  readonly program: FlowProgram;
  /** What the parser could not make sense of. */
  readonly broken: readonly Span[];
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
      python: readRulebook(join(rulesFolder, "python.yml")),
      javascript: readRulebook(join(rulesFolder, "javascript.yml")),
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
    if (parsed.broken.length === 0) return found;
    const alone = brokenPieces(subject, parsed.broken).flatMap(({ text, start }) => {
      const piece = parseProgram(subject.language, subject.path, text);
      return piece === undefined ? [] : this.#find(piece.program, text, subject.path, start);
    });
    return [...new Map([...alone, ...found].map((one) => [`${one.ruleId} ${one.start}`, one])).values()];
  }

  #find(program: FlowProgram, source: string, path: string, offset: number): RawFinding[] {
    const rulebook = this.#rulebooks[program.language];
    return analyzeFlow({ program, source, path }, rulebook, this.#modules).map((one) =>
      rawFinding(one, offset),
    );
  }
}

let latest: { readonly grammar: string; readonly source: string; readonly parsed: Parsed } | undefined;

/** The flow tree of a text, or undefined for another language. Throws where there is no parser on this platform. */
export function parseProgram(language: string, path: string, source: string): Parsed | undefined {
  const grammar = grammarOf(language, path);
  if (grammar === undefined) return undefined;
  // Several analyzers read the same text one after the other.
  if (latest?.source === source && latest.grammar === grammar) return latest.parsed;
  const root = syntaxTree(grammar, source);
  const program = grammar === "python" ? lowerPython(root, source) : lowerJavascript(root, source);
  const parsed = { program, broken: errorsIn(root) };
  latest = { grammar, source, parsed };
  return parsed;
}

const mostLinesAlone = 300;

/**
 * Broken code can hide a statement in the tree: the inserted text, and each line of it that the parser gave up on, is
 * read by itself too.
 */
function brokenPieces(subject: AnalyzerSubject, broken: readonly Span[]): { text: string; start: number }[] {
  const { source, start, end } = subject;
  const pieces = start === 0 && end === source.length ? [] : [{ text: source.slice(start, end), start }];
  let from = source.lastIndexOf("\n", Math.max(0, start - 1)) + 1;
  while (from < end && pieces.length < mostLinesAlone) {
    const next = source.indexOf("\n", from);
    const to = next === -1 ? source.length : next;
    if (broken.some((error) => error.start < to && error.end > from)) {
      const line = source.slice(from, to);
      const indentation = line.length - line.trimStart().length;
      if (line.trim() !== "") pieces.push({ text: line.slice(indentation), start: from + indentation });
    }
    from = to + 1;
  }
  return pieces;
}

function readRulebook(file: string): Rulebook {
  return new Rulebook(
    flowRuleFile.parse(parseYaml(readFileSync(file, "utf8"), { maxAliasCount: 1000, merge: true })),
  );
}

function rawFinding({ rule, taint, edits, start, end }: FlowFinding, offset: number): RawFinding {
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
    fix: {
      description: rule.fix,
      ...(edits.length === 0
        ? {}
        : { edits: edits.map((edit) => ({ ...edit, start: offset + edit.start, end: offset + edit.end })) }),
    },
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
