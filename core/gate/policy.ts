import type { GateOutcome, Severity } from "../contract/gate.ts";

export interface RuleOutcome {
  /** A rule's identifier; `*` at its end stands for anything. */
  readonly rule?: string | undefined;
  readonly cwe?: number | undefined;
  readonly outcome: GateOutcome;
  readonly from: "machine" | "workspace";
}

export interface GatePolicy {
  readonly outcomes: Readonly<Record<Severity, GateOutcome>>;
  readonly rules: readonly RuleOutcome[];
  readonly workspacesMayLoosen: boolean;
  /** Analyzers without which nothing is let through. */
  readonly requires: readonly string[];
  /** Who may let a blocked text through, with a reason. */
  readonly overrides: { readonly allowed: boolean; readonly by?: readonly string[] };
  readonly licences: { readonly allowed?: readonly string[]; readonly forbidden?: readonly string[] };
  /** Longest that one analyzer may take; one that takes longer has failed, and failure blocks. */
  readonly analyzerTimeoutMs: number;
  /** Longest that a type checker may take: it may have to start first. */
  readonly thoroughTimeoutMs: number;
  /** Longest that a peer may take: it is a program of its own that starts in seconds. */
  readonly peerTimeoutMs: number;
  /** Longest text that is judged, in UTF-16 units; longer is blocked unread. */
  readonly longestText: number;
  /** Set where a policy file could not be read: nothing is let through until it can. */
  readonly problem?: string;
}

export const defaultGatePolicy: GatePolicy = {
  outcomes: { info: "pass", low: "pass", medium: "warn", high: "block", critical: "block" },
  rules: [],
  workspacesMayLoosen: false,
  requires: [],
  overrides: { allowed: true },
  licences: {},
  analyzerTimeoutMs: 5000,
  thoroughTimeoutMs: 20_000,
  peerTimeoutMs: 60_000,
  longestText: 1_000_000,
};

interface Judged {
  readonly ruleId: string;
  readonly cwe: readonly number[];
  readonly severity: Severity;
}

const strictness: Readonly<Record<GateOutcome, number>> = { pass: 0, warn: 1, block: 2 };

/** What follows from a finding: the machine's word on it, else the workspace's as far as that may go, else its severity's. */
export function outcomeOf(policy: GatePolicy, finding: Judged): GateOutcome {
  const own = policy.outcomes[finding.severity];
  const named = (from: RuleOutcome["from"]): GateOutcome | undefined =>
    policy.rules
      .filter((rule) => rule.from === from && matches(rule, finding))
      .map(({ outcome }) => outcome)
      .reduce<GateOutcome | undefined>(
        (worst, one) => (worst === undefined || strictness[one] > strictness[worst] ? one : worst),
        undefined,
      );
  const byMachine = named("machine");
  if (byMachine !== undefined) return byMachine;
  const byWorkspace = named("workspace");
  if (byWorkspace === undefined) return own;
  const loosens = own === "block" && strictness[byWorkspace] < strictness[own];
  return loosens && !policy.workspacesMayLoosen ? own : byWorkspace;
}

function matches({ rule, cwe }: RuleOutcome, finding: Judged): boolean {
  if (rule === undefined && cwe === undefined) return false;
  const byRule =
    rule === undefined ||
    (rule.endsWith("*") ? finding.ruleId.startsWith(rule.slice(0, -1)) : finding.ruleId === rule);
  return byRule && (cwe === undefined || finding.cwe.includes(cwe));
}
