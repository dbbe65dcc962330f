// Who judges the labelled cases: the gate's own rules, and the peers that are installed.
import { existsSync } from "node:fs";
import { join, resolve } from "node:path";
import type { Analyzer, AnalyzerSubject } from "../core/gate/analyzer.ts";
import type { BatchAnalyzer } from "../core/gate/peers/preparedPeer.ts";
import { banditAnalyzer } from "../native/adapters/peers/bandit.ts";
import { PrivateTools } from "../native/adapters/peers/privateTools.ts";
import { semgrepAnalyzer } from "../native/adapters/peers/semgrep.ts";
import { instantAnalyzers } from "../native/composeGate.ts";
import { type Environment, environmentFor } from "../native/services/environment.ts";
import type { GateCase } from "./gateCases.ts";
import type { Judged } from "./gateScore.ts";

export interface Contender {
  readonly name: string;
  /** Why it does not take part, in one sentence. */
  readonly absence: string | undefined;
  judges(language: GateCase["language"]): boolean;
  /** In the cases' order. What it could not read it has found nothing in. */
  judge(cases: readonly GateCase[]): Promise<readonly Judged[]>;
}

const installation = resolve(import.meta.dirname, "..");

/** @param environment of an empty workspace: the cases' imports lead nowhere */
export function contenders(environment: Environment): readonly Contender[] {
  const tools = new PrivateTools(toolsFolder());
  const resources = join(installation, "resources");
  return [
    ours(instantAnalyzers(environment)),
    peer("Bandit", banditAnalyzer(tools, resources)),
    peer("Semgrep", semgrepAnalyzer(tools, resources)),
  ];
}

/** The person's own environment of tools, or the one that the tests have made. */
function toolsFolder(): string {
  const own = join(environmentFor(".", process.env).home, "tools", "python");
  return existsSync(own) ? own : join(installation, ".cache", "test-tools", "peers");
}

/** Under a name that does not tell: a case's own path holds its label. */
function subjectOf({ file, language, text }: GateCase): AnalyzerSubject {
  const path = `case${file.slice(file.lastIndexOf("."))}`;
  return { language, path, source: text, start: 0, end: text.length };
}

function ours(analyzers: readonly Analyzer[]): Contender {
  return {
    name: "Airlock",
    absence: undefined,
    judges: () => true,
    judge: async (cases) => {
      const judged: Judged[] = [];
      const { signal } = new AbortController();
      for (const gateCase of cases) {
        const subject = subjectOf(gateCase);
        const found = await Promise.all(
          analyzers.filter((one) => one.appliesTo(subject)).map((one) => one.analyze(subject, signal)),
        );
        judged.push({ gateCase, cwe: found.flat().flatMap(({ cwe }) => cwe) });
      }
      return judged;
    },
  };
}

function peer(name: string, analyzer: BatchAnalyzer): Contender {
  const extensions = { python: "py", javascript: "js", typescript: "ts" } as const;
  return {
    name,
    absence: analyzer.absence?.(),
    judges: (language) =>
      analyzer.appliesTo({ language, path: `x.${extensions[language]}`, source: "", start: 0, end: 0 }),
    judge: async (cases) => {
      const answers = await analyzer.analyzeAll(cases.map(subjectOf), new AbortController().signal);
      return cases.map((gateCase, index): Judged => {
        const answer = answers[index] ?? { kind: "failed", reason: "no answer" };
        return answer.kind === "read"
          ? { gateCase, cwe: answer.findings.flatMap(({ cwe }) => cwe) }
          : { gateCase, cwe: [], failure: answer.reason };
      });
    },
  };
}
