import { z } from "zod";
import { workspacePath } from "./common.ts";
import { request } from "./define.ts";

export const searchQuery = z.object({
  pattern: z.string().max(10_000),
  isRegex: z.boolean(),
  matchCase: z.boolean(),
  wholeWord: z.boolean(),
  /** Comma-separated globs, as VS Code's "files to include" and "files to exclude". */
  include: z.string().max(2000),
  exclude: z.string().max(2000),
});
export type SearchQuery = z.infer<typeof searchQuery>;

export const searchLine = z.object({
  /** Zero-based. */
  line: z.int(),
  /** The line, cut to 500 UTF-16 units around its first match. */
  preview: z.string(),
  /** Where in `preview` the matches are, UTF-16 units, end exclusive. */
  spans: z.array(z.tuple([z.int(), z.int()])),
  /** The first match's column in the file's line. */
  column: z.int(),
});
export const searchFile = z.object({ path: z.string(), lines: z.array(searchLine) });
export type SearchFile = z.infer<typeof searchFile>;

export const searchRequests = {
  /** Streams `search.didFind` under `searchId` and answers when done. Cancel the request to stop it. */
  "search.text": request(
    z.object({ searchId: z.string(), query: searchQuery, limit: z.int().positive().max(20_000) }),
    z.object({ files: z.int(), matches: z.int(), limitHit: z.boolean(), milliseconds: z.number() }),
  ),
  /** Replaces in the named files on disk, each atomically; a file that changed since `etag`-less search is matched anew. */
  "search.replace": request(
    z.object({ query: searchQuery, replacement: z.string(), paths: z.array(workspacePath).max(20_000) }),
    z.object({
      files: z.int(),
      replacements: z.int(),
      failures: z.array(z.object({ path: z.string(), message: z.string() })),
    }),
  ),
};
export const searchEvents = {
  "search.didFind": z.object({ searchId: z.string(), files: z.array(searchFile) }),
};
