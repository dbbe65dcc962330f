import { createHash } from "node:crypto";
import type { Database, Statement } from "better-sqlite3";
import type { CancelSignal } from "../../../core/base/cancelSignal.ts";
import { ok, type Result } from "../../../core/base/result.ts";
import type { EscalationRecord } from "../../../core/contract/escalation.ts";
import type { Failure } from "../../../core/contract/failure.ts";
import type {
  LedgerEntry,
  LedgerStats,
  LedgerVerification,
  TestedRun,
} from "../../../core/contract/ledger.ts";
import { chainEncoding } from "../../../core/metrics/ledgerChain.ts";
import type {
  EscalationEvent,
  LedgerDraft,
  LedgerEvent,
  SuggestionEvent,
} from "../../../core/metrics/ledgerEvent.ts";
import type { Appended, LedgerQuery, LedgerStore, LedgerTextRow } from "../../../core/metrics/ledgerStore.ts";
import { type SuggestionState, suggestionLife } from "../../../core/metrics/suggestionLife.ts";
import {
  entryOf,
  escalationsOf,
  eventOf,
  headRow,
  statsOf,
  suggestionStateOf,
  textColumn,
} from "./ledgerRows.ts";
import { type LedgerTally, tallyOf } from "./ledgerTally.ts";
import { guarded } from "./sqliteFailure.ts";
import { verifyLedger } from "./verifyLedger.ts";

const latencySamples = 10_000;

/** The ledger in airlock.db. Several processes may append at once: each reads the chain's head inside its transaction. */
export class SqliteLedger implements LedgerStore {
  readonly #database: Database;
  readonly #statements: Statements;
  /** Fixed while the ledger is closed to writing: a newer schema, or a file that may not be written. */
  readonly #readOnly: boolean;

  constructor(database: Database, readOnly: boolean) {
    this.#database = database;
    this.#readOnly = readOnly;
    this.#statements = prepareStatements(database);
  }

  append(events: readonly LedgerEvent[], at: number): Result<readonly Appended[], Failure> {
    return guarded("ledger", () => this.#database.transaction(() => this.#appendAll(events, at)).immediate());
  }

  #appendAll(events: readonly LedgerEvent[], at: number): readonly Appended[] {
    const head = headRow.parse(this.#statements.head.get());
    let sequence = head.row_count;
    let previousHash = head.head_hash;
    const tally = tallyOf();
    const outcomes = events.map((event): Appended => {
      if (event.kind === "escalated" || event.kind === "answered") {
        sequence++;
        previousHash = this.#insert(escalationDraft(event), sequence, at, previousHash);
        return { recorded: true, sequence };
      }
      const suggestionId = event.kind === "shown" ? event.shown.suggestionId : event.suggestionId;
      const state = this.#state(suggestionId);
      const step = suggestionLife(state, event, () => this.#acceptedText(suggestionId));
      if (!step.ok) return { recorded: false, why: step.error };
      sequence++;
      previousHash = this.#insert(step.value.draft, sequence, at, previousHash);
      this.#keepUp(event, step.value.next, sequence, at, head.shown + tally.shown);
      tally.add(event, step.value);
      return { recorded: true, sequence };
    });
    if (sequence > head.row_count) this.#sumUp(tally, sequence, previousHash, at);
    return outcomes;
  }

  #state(suggestionId: string): SuggestionState | undefined {
    const row = this.#statements.state.get(suggestionId);
    return row === undefined ? undefined : suggestionStateOf(row);
  }

  #acceptedText(suggestionId: string): string {
    return this.#statements.acceptedTexts
      .all(suggestionId)
      .map((row) => textColumn.parse(row).text)
      .join("");
  }

  #insert(draft: LedgerDraft, sequence: number, at: number, previousHash: Buffer): Buffer {
    const payload = JSON.stringify(
      draft.text === undefined
        ? draft.payload
        : { ...draft.payload, textSha256: sha256(draft.text).toString("hex") },
    );
    const { kind } = draft;
    // As SQLite will give it back: a lone surrogate does not survive UTF-8, and the hash is over what is stored.
    const suggestionId = Buffer.from(draft.suggestionId).toString();
    const hash = sha256(
      chainEncoding({
        sequence,
        suggestionId,
        kind,
        at,
        payload,
        previousHash: previousHash.toString("hex"),
      }),
    );
    this.#statements.insertEvent.run(sequence, suggestionId, kind, at, payload, previousHash, hash);
    if (draft.text !== undefined) this.#statements.insertText.run(sequence, at, draft.text);
    return hash;
  }

  #keepUp(
    event: SuggestionEvent,
    next: SuggestionState,
    sequence: number,
    at: number,
    shownBefore: number,
  ): void {
    if (event.kind === "shown") {
      const { shown } = event;
      this.#statements.insertSuggestion.run(
        shown.suggestionId,
        sequence,
        at,
        shown.task,
        shown.path,
        shown.language,
        shown.metrics.model.name,
        shown.gate,
        shown.confidence,
        shown.metrics.totalMs,
      );
      this.#statements.putLatency.run(shownBefore % latencySamples, shown.metrics.totalMs);
      return;
    }
    this.#statements.updateSuggestion.run(
      next.end ?? null,
      next.acceptedCharacters,
      next.keptAfter30s ?? null,
      next.keptAfter5min ?? null,
      next.tests ?? null,
      event.suggestionId,
    );
  }

  #sumUp(tally: LedgerTally, sequence: number, head: Buffer, at: number): void {
    this.#statements.sumUp.run(
      sequence,
      head,
      at,
      tally.shown,
      tally.blocked,
      tally.ended.accepted,
      tally.ended.partly,
      tally.ended.rejected,
      tally.ended.superseded,
      tally.ended.ignored,
      tally.shownCharacters,
      tally.acceptedCharacters,
    );
  }

  list(query: LedgerQuery): Result<readonly LedgerEntry[], Failure> {
    const before = query.before ?? Number.MAX_SAFE_INTEGER;
    return guarded("ledger", () =>
      (query.end === undefined
        ? this.#statements.list.all(before, query.limit)
        : this.#statements.listEnded.all(query.end, before, query.limit)
      ).map(entryOf),
    );
  }

  stats(): Result<LedgerStats, Failure> {
    return guarded("ledger", () => {
      const samples = Number(this.#statements.latencyCount.pluck().get());
      const percentile = (share: number): unknown =>
        samples === 0
          ? undefined
          : this.#statements.latencyAt.pluck().get(Math.min(samples - 1, Math.ceil(share * samples) - 1));
      return statsOf(this.#statements.summary.get(), {
        latencyP50: percentile(0.5),
        latencyP95: percentile(0.95),
        bytes:
          Number(this.#database.pragma("page_count", { simple: true })) *
          Number(this.#database.pragma("page_size", { simple: true })),
      });
    });
  }

  rowCount(): Result<number, Failure> {
    return guarded("ledger", () => headRow.parse(this.#statements.head.get()).row_count);
  }

  async verify(signal: CancelSignal): Promise<Result<LedgerVerification, Failure>> {
    return verifyLedger(this.#database, signal);
  }

  rowsAfter(sequence: number, limit: number): Result<readonly LedgerTextRow[], Failure> {
    return guarded("ledger", () => this.#statements.rowsAfter.all(sequence, limit).map(eventOf));
  }

  escalations(limit: number, since = 0): Result<readonly EscalationRecord[], Failure> {
    return guarded("ledger", () => escalationsOf(this.#statements.escalations.all(since, limit)));
  }

  openBefore(at: number, limit: number): Result<readonly string[], Failure> {
    return guarded("ledger", () => this.#statements.openBefore.pluck().all(at, limit).map(String));
  }

  acceptedIn(
    paths: readonly string[],
    since: number,
    status: TestedRun["status"],
  ): Result<readonly string[], Failure> {
    return guarded("ledger", () =>
      this.#statements.acceptedIn.pluck().all(since, status, JSON.stringify(paths)).map(String),
    );
  }

  dropTexts(at: number, limit: number): Result<number, Failure> {
    return guarded("ledger", () => this.#statements.dropTexts.run(at, limit).changes);
  }

  shrink(): Result<void, Failure> {
    if (this.#readOnly) return ok(undefined);
    return guarded("ledger", () => {
      // Each step frees one page: exec drives it to the end, pragma() would free the first alone.
      this.#database.exec("PRAGMA incremental_vacuum");
      this.#database.pragma("wal_checkpoint(TRUNCATE)");
    });
  }
}

function sha256(text: string): Buffer {
  return createHash("sha256").update(text).digest();
}

function escalationDraft(event: EscalationEvent): LedgerDraft {
  const { kind, escalationId, text } = event;
  const payload = kind === "escalated" ? event.request : event.answer;
  return { suggestionId: escalationId, kind, payload, text };
}

type Statements = ReturnType<typeof prepareStatements>;

function prepareStatements(database: Database) {
  const prepare = (sql: string): Statement => database.prepare(sql);
  const entryColumns = `s.suggestion_id, s.sequence, s.at, s.task, s.path, s.language, s.model, s.gate, s.confidence,
    s.latency_ms, s.ended, s.accepted_characters, s.kept_30s, s.kept_5min, s.tests, t.text`;
  return {
    head: prepare("SELECT row_count, head_hash, shown FROM ledger_summary WHERE id = 1"),
    summary: prepare("SELECT * FROM ledger_summary WHERE id = 1"),
    state: prepare(
      "SELECT ended, accepted_characters, kept_30s, kept_5min, tests FROM ledger_suggestion WHERE suggestion_id = ?",
    ),
    acceptedTexts: prepare(
      `SELECT t.text FROM ledger_event e JOIN ledger_text t USING (sequence)
       WHERE e.suggestion_id = ? AND e.kind IN ('accepted-part', 'ended') ORDER BY e.sequence`,
    ),
    insertEvent: prepare("INSERT INTO ledger_event VALUES (?, ?, ?, ?, ?, ?, ?)"),
    insertText: prepare("INSERT INTO ledger_text VALUES (?, ?, ?)"),
    insertSuggestion: prepare(
      `INSERT INTO ledger_suggestion
         (suggestion_id, sequence, at, task, path, language, model, gate, confidence, latency_ms)
       VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
    ),
    updateSuggestion: prepare(
      `UPDATE ledger_suggestion SET ended = ?, accepted_characters = ?, kept_30s = ?, kept_5min = ?, tests = ?
       WHERE suggestion_id = ?`,
    ),
    putLatency: prepare("INSERT OR REPLACE INTO ledger_latency VALUES (?, ?)"),
    sumUp: prepare(
      `UPDATE ledger_summary SET row_count = ?, head_hash = ?, since = coalesce(since, ?), shown = shown + ?,
         blocked = blocked + ?, accepted = accepted + ?, partly = partly + ?, rejected = rejected + ?,
         superseded = superseded + ?, ignored = ignored + ?, shown_characters = shown_characters + ?,
         accepted_characters = accepted_characters + ? WHERE id = 1`,
    ),
    list: prepare(
      `SELECT ${entryColumns} FROM ledger_suggestion s LEFT JOIN ledger_text t USING (sequence)
       WHERE s.sequence < ? ORDER BY s.sequence DESC LIMIT ?`,
    ),
    listEnded: prepare(
      `SELECT ${entryColumns} FROM ledger_suggestion s LEFT JOIN ledger_text t USING (sequence)
       WHERE s.ended = ? AND s.sequence < ? ORDER BY s.sequence DESC LIMIT ?`,
    ),
    latencyCount: prepare("SELECT count(*) FROM ledger_latency"),
    latencyAt: prepare("SELECT milliseconds FROM ledger_latency ORDER BY milliseconds LIMIT 1 OFFSET ?"),
    rowsAfter: prepare(
      `SELECT e.*, t.text FROM ledger_event e LEFT JOIN ledger_text t USING (sequence)
       WHERE e.sequence > ? ORDER BY e.sequence LIMIT ?`,
    ),
    escalations: prepare(
      `SELECT * FROM ledger_event WHERE kind IN ('escalated', 'answered') AND at >= ?
       ORDER BY sequence DESC LIMIT ?`,
    ),
    openBefore: prepare(
      "SELECT suggestion_id FROM ledger_suggestion WHERE ended IS NULL AND at < ? ORDER BY sequence LIMIT ?",
    ),
    acceptedIn: prepare(
      `SELECT suggestion_id FROM (SELECT * FROM ledger_suggestion ORDER BY sequence DESC LIMIT 5000)
       WHERE at >= ? AND tests IS NOT ? AND accepted_characters > 0 AND path IN (SELECT value FROM json_each(?))`,
    ),
    dropTexts: prepare(
      "DELETE FROM ledger_text WHERE sequence IN (SELECT sequence FROM ledger_text WHERE at < ? ORDER BY at LIMIT ?)",
    ),
  };
}
