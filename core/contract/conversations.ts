import { z } from "zod";
import { workspacePath } from "./common.ts";
import { request } from "./define.ts";

export const mostTitleCharacters = 300;
const identifier = z.string().min(1).max(64);
const title = z.string().max(mostTitleCharacters);

export const turnTarget = z.object({
  path: workspacePath,
  /** Zero-based, the end included. */
  startLine: z.int().nonnegative(),
  endLine: z.int().nonnegative(),
});

/** "asked" lasts while the model writes, and stays where Airlock ended meanwhile: the asker knows what it still waits for. */
export const turnState = z.enum(["asked", "answered", "stopped", "failed"]);

/** What a caller says of a turn. `answer` and `decision` are JSON that only the caller understands. */
const turnContent = z.object({
  /** What is asked for: "chat", "generate", "tests", … */
  task: z.string().max(64),
  question: z.string().max(1_000_000),
  target: turnTarget.optional(),
  /** All that is needed to ask it again, JSON that only the caller understands, up to 8 MiB. */
  asked: z.unknown().optional(),
  /** Up to 8 MiB as JSON, in which any 4 MB of code have room. */
  answer: z.unknown().optional(),
  state: turnState,
  /** The commit of the shadow repository that holds the files as they were before. */
  checkpoint: z.string().max(64).optional(),
  /** Choices that are not made to their end; up to 1 MiB as JSON. */
  decision: z.unknown().optional(),
});

export const conversationTurn = turnContent.extend({
  id: z.string(),
  /** Its place in the conversation, from 1. */
  sequence: z.int(),
  /** Milliseconds since 1970, as every time here. */
  at: z.number(),
});
export type ConversationTurn = z.infer<typeof conversationTurn>;

export const newTurn = turnContent.extend({
  state: turnState.default("asked"),
  /** The caller's own name for it, so that adding it twice adds it once; the host makes one where it is left out. */
  id: identifier.optional(),
});
export type NewTurn = z.infer<typeof newTurn>;

/** What is left out stays as it is. */
export const turnChange = turnContent
  .pick({ answer: true, state: true, checkpoint: true, decision: true })
  .partial();
export type TurnChange = z.infer<typeof turnChange>;

export const conversationSummary = z.object({
  id: z.string(),
  /** "" until it has a turn or a name. */
  title: z.string(),
  createdAt: z.number(),
  updatedAt: z.number(),
  pinned: z.boolean(),
  turnCount: z.int(),
  forkedFrom: z.object({ conversationId: z.string(), turnId: z.string() }).optional(),
});
export type ConversationSummary = z.infer<typeof conversationSummary>;

export const conversation = conversationSummary.extend({ turns: z.array(conversationTurn) });
export type Conversation = z.infer<typeof conversation>;

/** The last entry of the page before, by which the next one is found. */
export const conversationCursor = conversationSummary.pick({ id: true, updatedAt: true, pinned: true });
export type ConversationCursor = z.infer<typeof conversationCursor>;

export const conversationHit = z.object({
  conversation: conversationSummary,
  /** Left out where the title was found. */
  turnId: z.string().optional(),
  /** Plain text around the first match, on one line. */
  snippet: z.string(),
  /** Where in `snippet` the matches are, UTF-16 units, end exclusive. */
  spans: z.array(z.tuple([z.int(), z.int()])),
});
export type ConversationHit = z.infer<typeof conversationHit>;

const named = z.object({ id: identifier });
const summarized = z.object({ conversation: conversationSummary });
const withTurn = z.object({ turn: conversationTurn });

export const conversationRequests = {
  /** Pinned ones first, then the latest changed. */
  "conversation.list": request(
    z.object({ after: conversationCursor.optional(), limit: z.int().positive().max(200) }),
    z.object({ conversations: z.array(conversationSummary) }),
  ),
  /** Every word must be found, the last one as the beginning of a word; one hit for each conversation, the best first. */
  "conversation.search": request(
    z.object({ text: z.string().max(1000), limit: z.int().positive().max(200) }),
    z.object({ hits: z.array(conversationHit) }),
  ),
  "conversation.get": request(named, z.object({ conversation })),
  /** Under the caller's own identifier, where it has one: creating it twice creates it once. */
  "conversation.create": request(
    z.object({ id: identifier.optional(), title: title.default("") }),
    summarized,
  ),
  "conversation.rename": request(named.extend({ title }), summarized),
  "conversation.pin": request(named.extend({ pinned: z.boolean() }), summarized),
  "conversation.delete": request(named, z.object({})),
  /** A new conversation with the turns up to `turnId`, that one included, under names of their own. */
  "conversation.fork": request(
    named.extend({ turnId: identifier, title: title.optional() }),
    z.object({ conversation }),
  ),
  "conversation.export": request(named, z.object({ fileName: z.string(), markdown: z.string() })),
  "conversation.addTurn": request(named.extend({ turn: newTurn }), withTurn),
  "conversation.updateTurn": request(named.extend({ turnId: identifier, change: turnChange }), withTurn),
  /** A turn by its name alone, and the conversation that holds it. */
  "conversation.turn": request(
    z.object({ turnId: identifier }),
    z.object({ conversationId: z.string(), turn: conversationTurn }),
  ),
};

export const conversationEvents = {
  /** Of this page's own doing too. */
  "conversation.didChange": z.object({
    conversationId: z.string(),
    kind: z.enum(["created", "changed", "deleted"]),
    /** The turn that was added or changed, where it was one. */
    turnId: z.string().optional(),
  }),
};
