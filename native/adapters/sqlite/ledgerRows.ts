import { z } from "zod";
import { answered, type EscalationRecord, escalated } from "../../../core/contract/escalation.ts";
import {
  type LedgerEntry,
  type LedgerStats,
  ledgerEntry,
  ledgerRow,
  ledgerStats,
  suggestionEnd,
} from "../../../core/contract/ledger.ts";
import type { LedgerTextRow } from "../../../core/metrics/ledgerStore.ts";
import type { SuggestionState } from "../../../core/metrics/suggestionLife.ts";

/** What SQLite hands back is as foreign as any file: every row is read by one of these. */
export const headRow = z.object({ row_count: z.int(), head_hash: z.instanceof(Buffer), shown: z.int() });
export const textColumn = z.object({ text: z.string() });
export const eventRow = z.object({
  sequence: z.int(),
  suggestion_id: z.string(),
  kind: ledgerRow.shape.kind,
  at: z.number(),
  payload: z.string(),
  previous_hash: z.instanceof(Buffer),
  hash: z.instanceof(Buffer),
  text: z.string().nullable(),
});

const stateRow = z.object({
  ended: suggestionEnd.nullable(),
  accepted_characters: z.int(),
  kept_30s: z.number().nullable(),
  kept_5min: z.number().nullable(),
  tests: ledgerEntry.shape.tests.unwrap().nullable(),
});
const suggestionRow = stateRow.extend({
  suggestion_id: z.string(),
  sequence: z.int(),
  at: z.number(),
  task: z.string(),
  path: z.string(),
  language: z.string(),
  model: z.string(),
  gate: z.string(),
  confidence: z.string(),
  latency_ms: z.number(),
  text: z.string().nullable(),
});
const summaryRow = z.object({
  row_count: z.int(),
  since: z.number().nullable(),
  shown: z.int(),
  blocked: z.int(),
  accepted: z.int(),
  partly: z.int(),
  rejected: z.int(),
  superseded: z.int(),
  ignored: z.int(),
  shown_characters: z.int(),
  accepted_characters: z.int(),
});
const payloadObject = z.record(z.string(), z.unknown());

export function suggestionStateOf(row: unknown): SuggestionState {
  const read = stateRow.parse(row);
  return {
    end: read.ended ?? undefined,
    acceptedCharacters: read.accepted_characters,
    keptAfter30s: read.kept_30s ?? undefined,
    keptAfter5min: read.kept_5min ?? undefined,
    tests: read.tests ?? undefined,
  };
}

const noTextRow = eventRow.omit({ text: true });

/** Rows of both kinds, the latest first, put together. */
export function escalationsOf(rows: readonly unknown[]): readonly EscalationRecord[] {
  const answers = new Map<string, NonNullable<EscalationRecord["answer"]>>();
  const records: EscalationRecord[] = [];
  for (const row of rows) {
    const { kind, suggestion_id: escalationId, at, sequence, payload } = noTextRow.parse(row);
    const value: unknown = JSON.parse(payload);
    if (kind === "answered") answers.set(escalationId, { ...answered.parse(value), at });
    else {
      const answer = answers.get(escalationId);
      records.push({
        ...escalated.parse(value),
        escalationId,
        sequence,
        at,
        ...(answer === undefined ? {} : { answer }),
      });
    }
  }
  return records;
}

export function entryOf(row: unknown): LedgerEntry {
  const read = suggestionRow.parse(row);
  const { end, acceptedCharacters, keptAfter30s, keptAfter5min, tests } = suggestionStateOf(row);
  return ledgerEntry.parse({
    suggestionId: read.suggestion_id,
    sequence: read.sequence,
    at: read.at,
    task: read.task,
    path: read.path,
    language: read.language,
    model: read.model,
    text: read.text ?? "",
    gate: read.gate,
    confidence: read.confidence,
    latencyMs: read.latency_ms,
    end,
    acceptedCharacters,
    keptAfter30s,
    keptAfter5min,
    tests,
  });
}

export function eventOf(row: unknown): LedgerTextRow {
  const read = eventRow.parse(row);
  return {
    sequence: read.sequence,
    suggestionId: read.suggestion_id,
    kind: read.kind,
    at: read.at,
    payload: payloadObject.parse(JSON.parse(read.payload)),
    previousHash: read.previous_hash.toString("hex"),
    hash: read.hash.toString("hex"),
    text: read.text ?? undefined,
  };
}

export function statsOf(
  row: unknown,
  measured: { readonly latencyP50: unknown; readonly latencyP95: unknown; readonly bytes: number },
): LedgerStats {
  const read = summaryRow.parse(row);
  return ledgerStats.parse({
    shown: read.shown,
    blocked: read.blocked,
    ended: {
      accepted: read.accepted,
      partly: read.partly,
      rejected: read.rejected,
      superseded: read.superseded,
      ignored: read.ignored,
    },
    shownCharacters: read.shown_characters,
    acceptedCharacters: read.accepted_characters,
    rows: read.row_count,
    since: read.since ?? undefined,
    ...measured,
  });
}
