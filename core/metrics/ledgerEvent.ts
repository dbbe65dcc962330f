import type { Answered, Escalated } from "../contract/escalation.ts";
import type { Finding, GateOutcome } from "../contract/gate.ts";
import type {
  LedgerRow,
  ShownSuggestion,
  SuggestionEnd,
  TestedRun,
  Understanding,
} from "../contract/ledger.ts";

export type AcceptPart = "all" | "word" | "line";

/** What became of a suggestion; whether it is written, `suggestionLife` decides. */
export type SuggestionEvent =
  | { readonly kind: "shown"; readonly shown: ShownSuggestion }
  | {
      readonly kind: "accepted";
      readonly suggestionId: string;
      readonly part: AcceptPart;
      /** True when nothing of the suggestion is left to accept. */
      readonly completes: boolean;
      readonly text: string;
      readonly subjectHash: string;
      readonly gate: GateOutcome;
      readonly findings: readonly Pick<Finding, "ruleId" | "cwe" | "outcome">[];
      /** Set where the text was blocked and a person let it through. */
      readonly override?: {
        readonly reason: string;
        readonly by: string;
        readonly findings: readonly string[];
      };
      readonly understood?: Understanding;
    }
  | { readonly kind: "ended"; readonly suggestionId: string; readonly end: SuggestionEnd }
  | {
      readonly kind: "observed";
      readonly suggestionId: string;
      readonly afterSeconds: 30 | 300;
      readonly text: string;
    }
  | { readonly kind: "tested"; readonly suggestionId: string; readonly run: TestedRun };

/** What left this machine, written before it leaves, and what came back. */
export type EscalationEvent =
  | {
      readonly kind: "escalated";
      readonly escalationId: string;
      readonly request: Escalated;
      /** The body that is sent, to the byte. */
      readonly text: string;
    }
  | {
      readonly kind: "answered";
      readonly escalationId: string;
      readonly answer: Answered;
      readonly text: string;
    };

/** What a caller wants to be written. */
export type LedgerEvent = SuggestionEvent | EscalationEvent;

/** A row before it gets its place in the chain. `text` is kept beside the row, so that it can be dropped later. */
export interface LedgerDraft {
  /** The suggestion's or the escalation's identifier. */
  readonly suggestionId: string;
  readonly kind: LedgerRow["kind"];
  readonly payload: Readonly<Record<string, unknown>>;
  readonly text: string | undefined;
}
