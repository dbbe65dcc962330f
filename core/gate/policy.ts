import type { GateOutcome, Severity } from "../contract/gate.ts";

export interface GatePolicy {
  readonly outcomes: Readonly<Record<Severity, GateOutcome>>;
  /** Longest that one analyzer may take; one that takes longer has failed, and failure blocks. */
  readonly analyzerTimeoutMs: number;
  /** Longest text that is judged, in UTF-16 units; longer is blocked unread. */
  readonly longestText: number;
}

/** Not a setting: what a workspace could loosen, a cloned workspace would loosen. */
export const defaultGatePolicy: GatePolicy = {
  outcomes: { info: "pass", low: "pass", medium: "warn", high: "block", critical: "block" },
  analyzerTimeoutMs: 5000,
  longestText: 1_000_000,
};
