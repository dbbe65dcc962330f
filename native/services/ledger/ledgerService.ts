import type { Disposable } from "../../../core/base/disposable.ts";
import { fail, ok, type Result } from "../../../core/base/result.ts";
import type { EscalationRecord } from "../../../core/contract/escalation.ts";
import { type Failure, failureOf } from "../../../core/contract/failure.ts";
import type {
  LedgerEntry,
  LedgerStats,
  LedgerVerification,
  ShownSuggestion,
  SuggestionEnd,
  TestedRun,
} from "../../../core/contract/ledger.ts";
import type { EscalationEvent, LedgerEvent } from "../../../core/metrics/ledgerEvent.ts";
import type { LedgerQuery, LedgerStore } from "../../../core/metrics/ledgerStore.ts";

export interface LedgerServiceOptions {
  readonly log: (line: string) => void;
  /** Called after rows were written, with how many there are now. */
  readonly onDidChange: (rows: number) => void;
  /** Whether it lies on the disk; left out, nothing may leave this machine. */
  readonly isDurable?: boolean;
  /** Milliseconds since 1970. */
  readonly now?: () => number;
}

/** What is reported without waiting for an answer is written together, this much later at most. */
const batchDelayMs = 50;
const dayMs = 24 * 60 * 60 * 1000;
const retentionBatch = 2000;
/** While the disk is full nothing can be written: the latest are kept, so that memory stays bounded. */
const mostWaiting = 10_000;

/** Remembers every suggestion and what became of it. Accepts are on disk when they answer; the rest soon after. */
export class LedgerService implements Disposable {
  readonly #store: LedgerStore;
  readonly #options: LedgerServiceOptions;
  readonly #openByClient = new Map<number, Set<string>>();
  #waiting: LedgerEvent[] = [];
  #timer: NodeJS.Timeout | undefined;
  #lastProblem: string | undefined;
  #disposed = false;
  readonly #started: number;

  constructor(store: LedgerStore, options: LedgerServiceOptions) {
    this.#store = store;
    this.#options = options;
    this.#started = this.#now();
  }

  shown(shown: ShownSuggestion, clientId: number): void {
    const open = this.#openByClient.get(clientId) ?? new Set();
    open.add(shown.suggestionId);
    this.#openByClient.set(clientId, open);
    this.#later({ kind: "shown", shown });
  }

  ended(suggestionId: string, end: SuggestionEnd): void {
    this.#forget(suggestionId);
    this.#later({ kind: "ended", suggestionId, end });
  }

  observed(suggestionId: string, afterSeconds: 30 | 300, text: string): void {
    this.#later({ kind: "observed", suggestionId, afterSeconds, text });
  }

  /** What was accepted in these files since the host started was part of this run. */
  tested(paths: readonly string[], run: TestedRun): void {
    this.flush();
    const accepted = this.#store.acceptedIn(paths, this.#started, run.status);
    if (!accepted.ok) {
      this.#options.log(`ledger: ${accepted.error.message}`);
      return;
    }
    for (const suggestionId of accepted.value) this.#later({ kind: "tested", suggestionId, run });
  }

  /** What a page left undecided when it went away was ignored. */
  clientGone(clientId: number): void {
    for (const suggestionId of this.#openByClient.get(clientId) ?? [])
      this.#later({ kind: "ended", suggestionId, end: "ignored" });
    this.#openByClient.delete(clientId);
  }

  /** Writes an accept, and all that waited before it, durably. Fails with "conflict" when this suggestion is over. */
  accept(event: Extract<LedgerEvent, { kind: "accepted" }>): Result<void, Failure> {
    const appended = this.#write([...this.#waiting, event]);
    if (!appended.ok) return appended;
    const own = appended.value.at(-1);
    if (own?.recorded !== true)
      return {
        ok: false,
        error: failureOf("conflict", own?.why ?? "The ledger took no row for this accept."),
      };
    if (event.completes) this.#forget(event.suggestionId);
    return ok(undefined);
  }

  /** Writes durably what is about to leave, or what came of it. Nothing may leave when this fails. */
  escalation(event: EscalationEvent): Result<void, Failure> {
    if (this.#options.isDurable !== true)
      return fail(
        failureOf(
          "ledgerUnavailable",
          "The ledger cannot be written to the disk, so nothing may leave this machine.",
        ),
      );
    const appended = this.#write([...this.#waiting, event]);
    return appended.ok ? ok(undefined) : appended;
  }

  /** The latest first. */
  escalations(limit: number, since?: number): Result<readonly EscalationRecord[], Failure> {
    return this.#store.escalations(limit, since);
  }

  list(query: LedgerQuery): Result<readonly LedgerEntry[], Failure> {
    this.flush();
    return this.#store.list(query);
  }

  stats(): Result<LedgerStats, Failure> {
    this.flush();
    return this.#store.stats();
  }

  async verify(signal: AbortSignal): Promise<Result<LedgerVerification, Failure>> {
    this.flush();
    return this.#store.verify(signal);
  }

  /** Every row with its text, oldest first, one JSON object a line. Answers the number of rows. */
  async exportRaw(
    write: (line: string) => Promise<void> | void,
    signal: AbortSignal,
  ): Promise<Result<number, Failure>> {
    this.flush();
    let last = 0;
    for (;;) {
      if (signal.aborted) return { ok: false, error: failureOf("cancelled", "Cancelled.") };
      const rows = this.#store.rowsAfter(last, 500);
      if (!rows.ok) return rows;
      if (rows.value.length === 0) return ok(last);
      for (const row of rows.value) {
        await write(`${JSON.stringify(row)}\n`);
        last = row.sequence;
      }
    }
  }

  /**
   * Drops texts older than `retentionDays`, ends what was left open for a day as ignored (its page is long gone), and
   * gives the room back. Works in slices, so that the host stays awake. Answers the number of texts dropped.
   */
  async tidy(retentionDays: number): Promise<Result<number, Failure>> {
    const now = this.#now();
    const open = this.#store.openBefore(now - dayMs, mostWaiting / 2);
    if (!open.ok) return open;
    const mine = new Set([...this.#openByClient.values()].flatMap((ids) => [...ids]));
    for (const suggestionId of open.value)
      if (!mine.has(suggestionId)) this.#later({ kind: "ended", suggestionId, end: "ignored" });
    this.flush();
    let dropped = 0;
    for (;;) {
      if (this.#disposed) return ok(dropped);
      const some = this.#store.dropTexts(now - retentionDays * dayMs, retentionBatch);
      if (!some.ok) return some;
      dropped += some.value;
      if (some.value < retentionBatch) break;
      await new Promise((resolve) => setImmediate(resolve));
    }
    if (dropped > 0) {
      const shrunk = this.#store.shrink();
      if (!shrunk.ok) return shrunk;
    }
    return ok(dropped);
  }

  /** Writes what waits. A failure is logged and the events stay for the next try. */
  flush(): void {
    if (this.#waiting.length === 0) return;
    const written = this.#write(this.#waiting);
    const problem = written.ok ? undefined : written.error.message;
    // Said once, not with each suggestion for as long as it lasts.
    if (problem !== undefined && problem !== this.#lastProblem) this.#options.log(`ledger: ${problem}`);
    this.#lastProblem = problem;
  }

  dispose(): void {
    this.flush();
    this.#disposed = true;
    clearTimeout(this.#timer);
  }

  #later(event: LedgerEvent): void {
    if (this.#disposed) return;
    this.#waiting.push(event);
    if (this.#waiting.length > mostWaiting) this.#waiting.shift();
    this.#timer ??= setTimeout(() => this.flush(), batchDelayMs);
  }

  #write(events: readonly LedgerEvent[]): ReturnType<LedgerStore["append"]> {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    const written = this.#store.append(events, this.#now());
    if (!written.ok) return written;
    this.#waiting = [];
    for (const [index, outcome] of written.value.entries()) {
      if (!outcome.recorded) this.#options.log(`ledger: ${events[index]?.kind} refused: ${outcome.why}`);
    }
    const rows = this.#store.rowCount();
    if (rows.ok) this.#options.onDidChange(rows.value);
    return written;
  }

  #forget(suggestionId: string): void {
    for (const open of this.#openByClient.values()) open.delete(suggestionId);
  }

  #now(): number {
    return this.#options.now?.() ?? Date.now();
  }
}
