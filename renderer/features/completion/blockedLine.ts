import type { Finding, Verdict } from "../../../core/contract/gate.ts";

export interface BlockedLine {
  /** The first line of what was blocked, shortened: to be drawn struck. */
  readonly struck: string;
  /** "■ Blocked: `name` reaches a shell (CWE-78). See path" */
  readonly reason: string;
  /** Plain sentences for the hover and for a screen reader, one a paragraph. */
  readonly paragraphs: readonly string[];
}

const longestStruck = 48;
const longestReason = 110;

/** The line that stands where ghost text would have been. */
export function blockedLine(text: string, verdict: Verdict): BlockedLine {
  const finding = gravest(verdict.findings);
  const why = sentence(finding?.message ?? verdict.reason);
  const cwe = finding?.cwe[0];
  const name = cwe === undefined ? "" : ` (CWE-${cwe})`;
  return {
    struck: shortened(firstLine(text), longestStruck),
    reason: `■ Blocked: ${shortened(why, longestReason)}${name}. See path`,
    paragraphs: [
      `Blocked: ${why}${name}.`,
      ...(finding?.explanation === undefined ? [] : [finding.explanation]),
      ...(finding?.fix === undefined ? [] : [`Instead: ${finding.fix.description}`]),
    ],
  };
}

/** The blocking finding that is worst; undefined when the block comes from an analyzer that failed. */
function gravest(findings: readonly Finding[]): Finding | undefined {
  const order = ["info", "low", "medium", "high", "critical"];
  return findings
    .filter((finding) => finding.outcome === "block")
    .reduce<Finding | undefined>(
      (worst, finding) =>
        worst === undefined || order.indexOf(finding.severity) > order.indexOf(worst.severity)
          ? finding
          : worst,
      undefined,
    );
}

/** Without its full stop, and without a number that is said again behind it. */
function sentence(text: string): string {
  return text
    .trim()
    .replace(/\s+/g, " ")
    .replace(/\s*\(CWE-\d+\)/g, "")
    .replace(/\.$/, "");
}

function firstLine(text: string): string {
  return (
    text
      .split("\n")
      .find((line) => line.trim() !== "")
      ?.trim() ?? ""
  );
}

function shortened(text: string, most: number): string {
  const characters = [...text];
  return characters.length <= most ? text : `${characters.slice(0, most - 1).join("")}…`;
}
