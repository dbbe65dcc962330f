import type { CancelSignal } from "../base/cancelSignal.ts";
import type { Result } from "../base/result.ts";
import type { EscalationRecord } from "../contract/escalation.ts";
import type { Failure } from "../contract/failure.ts";
import type {
  LedgerEntry,
  LedgerRow,
  LedgerStats,
  LedgerVerification,
  SuggestionEnd,
  TestedRun,
} from "../contract/ledger.ts";
import type { LedgerEvent } from "./ledgerEvent.ts";

/** What became of one event: its row's number, or the sentence that refuses it. */
export type Appended =
  | { readonly recorded: true; readonly sequence: number }
  | { readonly recorded: false; readonly why: string };

export interface LedgerQuery {
  readonly before?: number | undefined;
  readonly limit: number;
  readonly end?: SuggestionEnd | undefined;
}

export interface LedgerTextRow extends LedgerRow {
  /** undefined: the row never had one, or retention dropped it. */
  readonly text: string | undefined;
}

/** Where the ledger is kept. Every method may fail with ledgerUnavailable, diskFull or readOnly. */
export interface LedgerStore {
  /** All in one transaction, on disk when it returns; one answer per event, in order. */
  append(events: readonly LedgerEvent[], at: number): Result<readonly Appended[], Failure>;
  list(query: LedgerQuery): Result<readonly LedgerEntry[], Failure>;
  stats(): Result<LedgerStats, Failure>;
  rowCount(): Result<number, Failure>;
  verify(signal: CancelSignal): Promise<Result<LedgerVerification, Failure>>;
  /** Rows after `sequence`, oldest first. */
  rowsAfter(sequence: number, limit: number): Result<readonly LedgerTextRow[], Failure>;
  /**
   * Suggestions shown since `since` in one of these files, of which something was accepted and whose tests did not end with
   * `status` before. Looks at the latest 5,000.
   */
  acceptedIn(
    paths: readonly string[],
    since: number,
    status: TestedRun["status"],
  ): Result<readonly string[], Failure>;
  /** What left this machine since then, with its answers; the latest first. `limit` counts rows: two for each. */
  escalations(limit: number, since?: number): Result<readonly EscalationRecord[], Failure>;
  /** Suggestions shown before `at` that never ended. */
  openBefore(at: number, limit: number): Result<readonly string[], Failure>;
  /** Drops up to `limit` texts older than `at`; answers how many. The rows stay, and the chain still verifies. */
  dropTexts(at: number, limit: number): Result<number, Failure>;
  /** Gives freed pages back to the file system. */
  shrink(): Result<void, Failure>;
}
