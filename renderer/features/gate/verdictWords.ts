import type { AnalyzerRun, Finding, GateOutcome, Severity, Verdict } from "../../../core/contract/gate.ts";

/** A shape and a word: a verdict never rests on its colour. */
export const outcomeMark: Readonly<Record<GateOutcome, { readonly shape: string; readonly word: string }>> = {
  pass: { shape: "✓", word: "pass" },
  warn: { shape: "▲", word: "warning" },
  block: { shape: "■", word: "blocked" },
};

export const severityWord: Readonly<Record<Severity, string>> = {
  info: "note",
  low: "low",
  medium: "medium",
  high: "high",
  critical: "critical",
};

export function cweNames(finding: Pick<Finding, "cwe">): string {
  return finding.cwe.map((number) => `CWE-${number}`).join(", ");
}

/** "pyright 1.1.414 ran in 40 ms" */
export function analyzerWords(run: AnalyzerRun): string {
  const name = `${run.analyzer} ${run.version}`.trim();
  switch (run.status) {
    case "ran":
      return `${name} ran in ${milliseconds(run.milliseconds)}`;
    case "failed":
      return `${name} failed${run.detail === undefined ? "" : `: ${run.detail}`}`;
    case "notApplicable":
      return `${name} does not read this language`;
    case "absent":
      return `${run.analyzer} has not looked${run.detail === undefined ? ": it is not installed" : `: ${run.detail}`}`;
  }
}

/** "gate ✓", "gate ▲ 1", "gate ■ 2": the state of the latest verdict, with how many findings made it so. */
export function gateState(latest: Verdict | undefined): { readonly text: string; readonly label: string } {
  if (!latest) return { text: "gate ✓", label: "Gate: nothing judged yet. Open it" };
  const { shape, word } = outcomeMark[latest.outcome];
  const count = latest.findings.filter(({ outcome }) => outcome === latest.outcome).length;
  const number = latest.outcome === "pass" || count === 0 ? "" : ` ${count}`;
  return { text: `gate ${shape}${number}`, label: `Gate: ${word}. ${latest.reason} Open it` };
}

export function milliseconds(value: number): string {
  return value < 10 ? `${value.toFixed(1)} ms` : `${Math.round(value)} ms`;
}
