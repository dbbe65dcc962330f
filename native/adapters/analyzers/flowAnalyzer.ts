import { readFileSync } from "node:fs";
import { join } from "node:path";
import { load as loadYaml } from "js-yaml";
import type { Severity } from "../../../core/contract/gate.ts";
import type { Analyzer, AnalyzerSubject, RawFinding } from "../../../core/gate/analyzer.ts";
import { analyzeFlow } from "../../../core/gate/dataflow/analyzeFlow.ts";
import { flowRuleFile } from "../../../core/gate/dataflow/flowRules.ts";
import type { FlowFinding, WorkspaceModules } from "../../../core/gate/dataflow/machine.ts";
import { rankOf } from "../../../core/gate/dataflow/machine.ts";
import { Rulebook } from "../../../core/gate/dataflow/rulebook.ts";
import type { FlowProgram, Span } from "../../../core/gate/dataflow/tree.ts";
import type { Step } from "../../../core/gate/dataflow/value.ts";
import type { FlowPrograms } from "./flowPrograms.ts";

export interface FlowAnalyzerOptions {
  /** resources/rules of the installation */
  readonly rulesFolder: string;
  readonly programs: FlowPrograms;
  /** Other files, to follow a call into; left out, the text stands alone. */
  readonly modules?: WorkspaceModules;
}

/** Our own data flow: what an outsider chooses, followed to where it does harm. Python, JavaScript and TypeScript. */
export class FlowAnalyzer implements Analyzer {
  readonly name = "data flow";
  readonly version = "1";
  readonly #rulesFolder: string;
  /** Read when the first text of a language comes. */
  readonly #rulebooks = new Map<FlowProgram["language"], Rulebook>();
  readonly #programs: FlowPrograms;
  readonly #modules: WorkspaceModules;

  constructor({ rulesFolder, programs, modules }: FlowAnalyzerOptions) {
    this.#rulesFolder = rulesFolder;
    this.#programs = programs;
    this.#modules = modules ?? { resolve: () => undefined };
  }

  appliesTo({ language, path }: AnalyzerSubject): boolean {
    return this.#programs.reads(language, path);
  }

  async analyze(subject: AnalyzerSubject): Promise<readonly RawFinding[]> {
    await this.#programs.load(subject.language);
    const parsed = this.#programs.parse(subject.language, subject.path, subject.source);
    if (parsed === undefined) return [];
    const found = this.#find(parsed.program, subject.source, subject.path, 0);
    if (parsed.broken.length === 0) return found;
    const alone = brokenPieces(subject, parsed.broken).flatMap(({ text, start }) => {
      const piece = this.#programs.parseOnce(subject.language, subject.path, text);
      return piece === undefined ? [] : this.#find(piece.program, text, subject.path, start);
    });
    return [...new Map([...alone, ...found].map((one) => [`${one.ruleId} ${one.start}`, one])).values()];
  }

  #find(program: FlowProgram, source: string, path: string, offset: number): RawFinding[] {
    return analyzeFlow({ program, source, path }, this.#rulebook(program.language), this.#modules).map(
      (one) => rawFinding(one, offset),
    );
  }

  #rulebook(language: FlowProgram["language"]): Rulebook {
    const known = this.#rulebooks.get(language) ?? readRulebook(join(this.#rulesFolder, `${language}.yml`));
    this.#rulebooks.set(language, known);
    return known;
  }
}

const mostLinesAlone = 300;
/** A line that calls, assigns, names or reads nothing does no harm by itself. */
const canHarm = /[(=:.`[]/;

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
      if (canHarm.test(line)) pieces.push({ text: line.slice(indentation), start: from + indentation });
    }
    from = to + 1;
  }
  return pieces;
}

function readRulebook(file: string): Rulebook {
  return new Rulebook(
    // Six times as fast as the parser that the policy is read with, which can say where a person went wrong.
    flowRuleFile.parse(loadYaml(readFileSync(file, "utf8"))),
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
