import { z } from "zod";
import type { StoredChunk } from "../../../core/retrieval/indexStore.ts";

export const chunkColumns = "c.id, f.path, c.start_line, c.end_line, c.symbol";
export const chunkJoin = "chunk c JOIN indexed_file f ON f.id = c.file_id";

export const chunkRow = z.object({
  id: z.int(),
  path: z.string(),
  start_line: z.int(),
  end_line: z.int(),
  symbol: z.string().nullable(),
});

export function storedChunk(row: unknown): StoredChunk {
  const { id, path, start_line, end_line, symbol } = chunkRow.parse(row);
  return { id, path, startLine: start_line, endLine: end_line, symbol: symbol ?? undefined };
}
