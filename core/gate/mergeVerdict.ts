import type { AnalyzerRun, Finding, GateOutcome } from "../contract/gate.ts";

const strictness: Readonly<Record<GateOutcome, number>> = { pass: 0, warn: 1, block: 2 };

export interface MergedVerdict {
  readonly outcome: GateOutcome;
  readonly reason: string;
}

/**
 * The most restrictive wins. An analyzer that failed blocks, and so does a text that none has looked at: not knowing
 * is never a pass, and neither is a text that an analyzer of `requires` has not seen. One that is absent from this
 * installation is a warning.
 */
export function mergeVerdict(
  findings: readonly Finding[],
  runs: readonly AnalyzerRun[],
  requires: readonly string[] = [],
): MergedVerdict {
  const failed = runs.find((run) => run.status === "failed");
  if (failed !== undefined)
    return {
      outcome: "block",
      reason: `${failed.analyzer} could not finish${failed.detail === undefined ? "" : ` (${failed.detail})`}, so nothing can be let through.`,
    };
  const missing = requires.find(
    (name) =>
      !runs.some(
        ({ analyzer, status }) => analyzer === name && (status === "ran" || status === "notApplicable"),
      ),
  );
  if (missing !== undefined) {
    const detail = runs.find(({ analyzer }) => analyzer === missing)?.detail;
    return {
      outcome: "block",
      reason: `The policy requires ${missing}, which has not looked at this. ${detail ?? "Run airlock doctor --install-tools."}`,
    };
  }
  if (!runs.some((run) => run.status === "ran"))
    return {
      outcome: "block",
      reason: "No analyzer has looked at this text, so nothing can be let through.",
    };
  const gravest = findings.reduce<Finding | undefined>(
    (worst, finding) =>
      worst === undefined || strictness[finding.outcome] > strictness[worst.outcome] ? finding : worst,
    undefined,
  );
  if (gravest !== undefined && gravest.outcome !== "pass") {
    const others = findings.filter((finding) => finding.outcome === gravest.outcome).length - 1;
    return {
      outcome: gravest.outcome,
      reason: `${gravest.message}${others > 0 ? ` And ${others} more.` : ""}`,
    };
  }
  const absent = runs.find((run) => run.status === "absent");
  if (absent !== undefined)
    return { outcome: "warn", reason: `${absent.analyzer} is not installed, so this was not fully checked.` };
  return { outcome: "pass", reason: "Nothing was found." };
}
