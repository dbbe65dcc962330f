import { join } from "node:path";
import pythonLanguage from "@ast-grep/lang-python";
import { Lang, type NapiConfig, parse, registerDynamicLanguage, type SgNode } from "@ast-grep/napi";
import type { Analyzer, AnalyzerSubject, RawFinding } from "../../../core/gate/analyzer.ts";
import { type GateRule, type RuleFile, readRules } from "./astGrepRules.ts";

let pythonProblem: Error | undefined | "not tried" = "not tried";

/**
 * ast-grep wants this exactly once in a process. Where there is no parser for this platform the host still starts, and
 * Python is blocked with that reason.
 */
function registerPython(): void {
  if (pythonProblem !== "not tried") return;
  try {
    registerDynamicLanguage({ python: pythonLanguage });
    pythonProblem = undefined;
  } catch (error) {
    pythonProblem = error instanceof Error ? error : new Error(String(error));
  }
}

interface Grammar {
  readonly language: string;
  readonly rules: RuleFile;
}

/** Our rules over syntax trees: Python, JavaScript and TypeScript. Reads only its own rules, never the workspace's. */
export class AstGrepAnalyzer implements Analyzer {
  readonly name = "rules";
  readonly version = "1";
  readonly #python: RuleFile;
  readonly #javascript: RuleFile;

  /** @param rulesFolder resources/rules of the installation */
  constructor(rulesFolder: string) {
    registerPython();
    this.#python = readRules(join(rulesFolder, "python.yml"));
    this.#javascript = readRules(join(rulesFolder, "javascript.yml"));
  }

  appliesTo(subject: AnalyzerSubject): boolean {
    return this.#grammarFor(subject) !== undefined;
  }

  async analyze(subject: AnalyzerSubject): Promise<readonly RawFinding[]> {
    const grammar = this.#grammarFor(subject);
    if (grammar === undefined) return [];
    if (grammar.language === "python" && pythonProblem instanceof Error) throw pythonProblem;
    const { source, start, end } = subject;
    const rules = grammar.rules.rules.filter((rule) =>
      rule.keywords.some((keyword) => source.includes(keyword)),
    );
    if (rules.length === 0) return [];
    const root = parse(grammar.language, source).root();
    const found = rules.flatMap((rule) => findingsOf(rule, grammar.rules, root, 0));
    if (root.find({ rule: { kind: "ERROR" } }) === null) return found;
    const whole = { text: source.slice(start, end), start };
    const alone = [whole, ...linesOf(source, start, end)].flatMap((line) => {
      const tried = rules.filter((rule) => rule.keywords.some((keyword) => line.text.includes(keyword)));
      if (tried.length === 0) return [];
      const tree = parse(grammar.language, line.text).root();
      return tried.flatMap((rule) => findingsOf(rule, grammar.rules, tree, line.start));
    });
    return [...new Map([...alone, ...found].map((one) => [`${one.ruleId} ${one.start}`, one])).values()];
  }

  #grammarFor({ language, path }: AnalyzerSubject): Grammar | undefined {
    switch (language) {
      case "python":
        return { language: "python", rules: this.#python };
      case "typescript":
      case "typescriptreact":
        return {
          language: language === "typescriptreact" || path.endsWith("x") ? Lang.Tsx : Lang.TypeScript,
          rules: this.#javascript,
        };
      case "javascript":
      case "javascriptreact":
        // The grammar of TSX reads JavaScript with and without JSX; one set of node kinds serves all.
        return { language: Lang.Tsx, rules: this.#javascript };
      default:
        return undefined;
    }
  }
}

/**
 * Broken code around a statement can hide it in the tree; the inserted text, and each of its lines, is then read by
 * itself too.
 */
const mostLinesAlone = 500;

function linesOf(
  source: string,
  start: number,
  end: number,
): { readonly text: string; readonly start: number }[] {
  const lines: { text: string; start: number }[] = [];
  let from = source.lastIndexOf("\n", Math.max(0, start - 1)) + 1;
  while (from < end && lines.length < mostLinesAlone) {
    const next = source.indexOf("\n", from);
    const to = next === -1 ? source.length : next;
    const text = source.slice(from, to);
    const indentation = text.length - text.trimStart().length;
    lines.push({ text: text.slice(indentation), start: from + indentation });
    from = to + 1;
  }
  return lines;
}

function findingsOf(rule: GateRule, file: RuleFile, root: SgNode, offset: number): RawFinding[] {
  const config: NapiConfig = {
    rule: rule.rule,
    utils: file.utils,
    ...(rule.constraints === undefined ? {} : { constraints: rule.constraints }),
  };
  return root.findAll(config).map((node): RawFinding => {
    const last = rule.focus === undefined ? node : (node.getMatch(rule.focus) ?? node);
    return {
      ruleId: rule.id,
      cwe: rule.cwe,
      severity: rule.severity,
      message: rule.message,
      explanation: rule.explanation,
      fix: { description: rule.fix },
      start: offset + node.range().start.index,
      end: offset + last.range().end.index,
    };
  });
}
