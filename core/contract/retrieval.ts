import { z } from "zod";
import { workspacePath } from "./common.ts";
import { request } from "./define.ts";

/** What the index of the workspace is doing. A question is answered in every state, from what is there. */
export const indexState = z.discriminatedUnion("state", [
  z.object({ state: z.literal("off"), reason: z.string() }),
  z.object({ state: z.literal("indexing"), done: z.int(), total: z.int() }),
  /** Words and names are there; files whose chunks have vectors, of all files. */
  z.object({ state: z.literal("embedding"), done: z.int(), total: z.int() }),
  z.object({
    state: z.literal("ready"),
    files: z.int(),
    chunks: z.int(),
    vectors: z.int(),
    /** Why search goes by words and names alone, where it does. */
    note: z.string().optional(),
  }),
  z.object({ state: z.literal("stopped"), reason: z.string() }),
]);
export type IndexState = z.infer<typeof indexState>;

export const retrieveMode = z.enum(["hybrid", "lexical", "semantic"]);
export type RetrieveMode = z.infer<typeof retrieveMode>;

export const retrievedVia = z.enum(["lexical", "semantic", "symbol"]);
export type RetrievedVia = z.infer<typeof retrievedVia>;

export const retrieveOptions = z.object({
  limit: z.int().positive().max(200),
  mode: retrieveMode,
  /** The open file: what it imports is meant sooner than what it does not. */
  near: workspacePath.optional(),
});
export type RetrieveOptions = z.infer<typeof retrieveOptions>;

export const retrievedChunk = z.object({
  path: z.string(),
  /** 1-based, inclusive. */
  startLine: z.int(),
  endLine: z.int(),
  symbol: z.string().optional(),
  /** Higher is better; comparable within one answer alone. */
  score: z.number(),
  /** What found it. */
  via: z.array(retrievedVia).readonly(),
});
export type RetrievedChunk = z.infer<typeof retrievedChunk>;

export const retrievalRequests = {
  "index.status": request(z.object({}), indexState),
  /** The chunks of the workspace's code that fit a question best, best first. */
  "index.retrieve": request(
    z.object({ query: z.string().max(20_000), options: retrieveOptions }),
    z.object({ chunks: z.array(retrievedChunk) }),
  ),
};
export const retrievalEvents = { "index.didChangeState": indexState };
