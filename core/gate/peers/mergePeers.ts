import type { Finding, GateOutcome, Severity } from "../../contract/gate.ts";
import { areRelated } from "./cweFamilies.ts";

const severities: readonly Severity[] = ["info", "low", "medium", "high", "critical"];
const outcomes: readonly GateOutcome[] = ["pass", "warn", "block"];

/**
 * Folds what a peer found into a finding of ours (or of an earlier peer) that overlaps it in lines and speaks of a related
 * weakness; the rest stands on its own. The words are ours, since they know the path; the stricter severity and outcome
 * stay, so that folding never lets anything through. The order of what stays is kept.
 * @param peers names of the analyzers that are peers
 */
export function mergePeers(findings: readonly Finding[], peers: ReadonlySet<string>): readonly Finding[] {
  const isPeer = ({ analyzer }: Finding): boolean => peers.has(analyzer);
  const kept = new Map<number, Finding>();
  for (const [index, finding] of findings.entries()) if (!isPeer(finding)) kept.set(index, finding);
  for (const [index, finding] of findings.entries()) {
    if (!isPeer(finding)) continue;
    const host = [...kept].find(
      ([, one]) =>
        one.analyzer !== finding.analyzer &&
        overlapsInLines(one, finding) &&
        areRelated(one.cwe, finding.cwe),
    );
    if (host === undefined) kept.set(index, finding);
    else kept.set(host[0], fold(host[1], finding));
  }
  return [...kept].sort(([left], [right]) => left - right).map(([, finding]) => finding);
}

function fold(into: Finding, peer: Finding): Finding {
  return {
    ...into,
    severity: stricter(severities, into.severity, peer.severity),
    outcome: stricter(outcomes, into.outcome, peer.outcome),
    alsoFoundBy: [...new Set([...(into.alsoFoundBy ?? []), peer.analyzer])],
  };
}

function stricter<V>(order: readonly V[], left: V, right: V): V {
  return order.indexOf(left) >= order.indexOf(right) ? left : right;
}

function overlapsInLines(left: Finding, right: Finding): boolean {
  return left.range.start.line <= right.range.end.line && right.range.start.line <= left.range.end.line;
}
