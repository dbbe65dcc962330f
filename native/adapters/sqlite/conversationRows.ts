import { z } from "zod";
import {
  type ConversationSummary,
  type ConversationTurn,
  conversationSummary,
  conversationTurn,
} from "../../../core/contract/conversations.ts";

export const keyRow = z.object({ key: z.int() });
export const homeRow = z.object({ conversation_id: z.string() });
export const checkpointRow = z.object({ checkpoint: z.string() });

/** Columns of a conversation `c`, as `summaryOf` reads them. */
export const summaryColumns = `c.key, c.id, c.title, c.created_at, c.updated_at, c.pinned, c.forked_conversation,
  c.forked_turn, (SELECT count(*) FROM turn t WHERE t.conversation_key = c.key) AS turn_count`;

const summaryRow = z.object({
  id: z.string(),
  title: z.string(),
  created_at: z.number(),
  updated_at: z.number(),
  pinned: z.int(),
  forked_conversation: z.string().nullable(),
  forked_turn: z.string().nullable(),
  turn_count: z.int(),
});

const turnRow = z.object({
  id: z.string(),
  sequence: z.int(),
  at: z.number(),
  task: z.string(),
  question: z.string(),
  target: z.string().nullable(),
  asked: z.string().nullable(),
  state: z.string(),
  checkpoint: z.string().nullable(),
  decision: z.string().nullable(),
  answer: z.string().nullable(),
});

export function summaryOf(row: unknown): ConversationSummary {
  const read = summaryRow.parse(row);
  const { forked_conversation: conversationId, forked_turn: turnId } = read;
  return conversationSummary.parse({
    id: read.id,
    title: read.title,
    createdAt: read.created_at,
    updatedAt: read.updated_at,
    pinned: read.pinned === 1,
    turnCount: read.turn_count,
    ...(conversationId === null || turnId === null ? {} : { forkedFrom: { conversationId, turnId } }),
  });
}

export function turnOf(row: unknown): ConversationTurn {
  const read = turnRow.parse(row);
  return conversationTurn.parse({
    id: read.id,
    sequence: read.sequence,
    at: read.at,
    task: read.task,
    question: read.question,
    state: read.state,
    ...jsonField("target", read.target),
    ...jsonField("asked", read.asked),
    ...jsonField("answer", read.answer),
    ...jsonField("decision", read.decision),
    ...(read.checkpoint === null ? {} : { checkpoint: read.checkpoint }),
  });
}

/** As it is stored: JSON, or null for what is left out. */
export function jsonColumn(value: unknown): string | null {
  return value === undefined ? null : (JSON.stringify(value) ?? null);
}

function jsonField(name: string, written: string | null): Record<string, unknown> {
  return written === null ? {} : { [name]: JSON.parse(written) };
}
