import type { SuggestionEnd } from "../../../core/contract/ledger.ts";
import type { SuggestionEvent } from "../../../core/metrics/ledgerEvent.ts";
import type { LifeStep } from "../../../core/metrics/suggestionLife.ts";

/** What one transaction adds to the summary row, so that it is written once per batch. */
export interface LedgerTally {
  shown: number;
  blocked: number;
  shownCharacters: number;
  acceptedCharacters: number;
  readonly ended: Record<SuggestionEnd, number>;
  add(event: SuggestionEvent, step: LifeStep): void;
}

export function tallyOf(): LedgerTally {
  return {
    shown: 0,
    blocked: 0,
    shownCharacters: 0,
    acceptedCharacters: 0,
    ended: { accepted: 0, partly: 0, rejected: 0, superseded: 0, ignored: 0 },
    add(event, step) {
      if (event.kind === "shown") {
        this.shown++;
        if (event.shown.gate === "block") this.blocked++;
        this.shownCharacters += event.shown.text.length;
      }
      if (event.kind === "accepted") this.acceptedCharacters += event.text.length;
      if (step.draft.kind === "ended" && step.next.end !== undefined) this.ended[step.next.end]++;
    },
  };
}
