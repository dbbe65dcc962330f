import type { Finding, GateOutcome } from "../contract/gate.ts";
import type {
  LedgerRow,
  ShownSuggestion,
  SuggestionEnd,
  TestedRun,
  Understanding,
} from "../contract/ledger.ts";

export type AcceptPart = "all" | "word" | "line";

/** What a caller wants to be written; whether it is, `suggestionLife` decides. */
export type LedgerEvent =
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

/** A row before it gets its place in the chain. `text` is kept beside the row, so that it can be dropped later. */
export interface LedgerDraft {
  readonly suggestionId: string;
  readonly kind: LedgerRow["kind"];
  readonly payload: Readonly<Record<string, unknown>>;
  readonly text: string | undefined;
}
