import { ok, type Result } from "../../../core/base/result.ts";
import type { Failure } from "../../../core/contract/failure.ts";
import type { IndexSource, SymbolGraph } from "../../../core/retrieval/indexStore.ts";

export interface Reference {
  readonly path: string;
  /** 1-based. */
  readonly line: number;
  readonly text: string;
}

const mostChunks = 400;
const longestText = 300;

/**
 * Lines in which a name stands. The index keeps words by chunk, which says where to look; the files themselves say on which
 * line, and whether the capitals are the same.
 */
export async function referencesTo(
  { source, store }: { readonly source: IndexSource; readonly store: SymbolGraph },
  name: string,
  limit: number,
): Promise<Result<readonly Reference[], Failure>> {
  const chunks = store.mentionsOf(name, mostChunks);
  if (!chunks.ok) return chunks;
  const found: Reference[] = [];
  for (const path of new Set(chunks.value.map((chunk) => chunk.path))) {
    if (found.length >= limit) break;
    const places = chunks.value.filter((chunk) => chunk.path === path);
    const read = await source.read(path, undefined);
    if (read.kind !== "text") continue;
    const lines = read.text.split("\n");
    for (const { startLine, endLine } of places)
      for (let line = startLine; line <= endLine; line++) {
        const text = lines[line - 1] ?? "";
        if (hasWord(text, name)) found.push({ path, line, text: text.trim().slice(0, longestText) });
      }
  }
  return ok(found.slice(0, limit));
}

function hasWord(line: string, name: string): boolean {
  for (let at = line.indexOf(name); at !== -1; at = line.indexOf(name, at + 1)) {
    const before = line[at - 1] ?? " ";
    const behind = line[at + name.length] ?? " ";
    if (!isPartOfName(before) && !isPartOfName(behind)) return true;
  }
  return false;
}

function isPartOfName(character: string): boolean {
  return /[\p{L}\p{N}_$]/u.test(character);
}
