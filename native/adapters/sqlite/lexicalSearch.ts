import type { Database } from "better-sqlite3";
import { z } from "zod";
import type { ScoredChunk } from "../../../core/retrieval/indexStore.ts";
import { chunkColumns, chunkRow } from "./storedChunk.ts";

const hitRow = chunkRow.extend({ rank: z.number() });

/** A match in a definition's name says more than one in a path, and that more than one in a body. */
const weights = "1.0, 6.0, 3.0";
/** Chunks that one question may have ranked: some 50 ms. */
const mostRankedByDefault = 75_000;
const mostCounts = 10_000;
const rankedHits = `SELECT rowid, bm25(chunk_words, ${weights}) AS rank FROM chunk_words
  WHERE chunk_words MATCH ? ORDER BY rank LIMIT ?`;
/** Of words that stand everywhere none tells one chunk from another. */
const firstHits = "SELECT rowid, 0.0 AS rank FROM chunk_words WHERE chunk_words MATCH ? LIMIT ?";
export const phrase = (token: string): string => `"${token.replaceAll('"', '""')}"`;

/** FTS5, ranked by BM25 over body, symbol and path. */
export class LexicalSearch {
  readonly #counts = new Map<string, number>();
  #countedAt = 0;
  readonly #mostRanked: number;

  constructor(mostRanked = mostRankedByDefault) {
    this.#mostRanked = mostRanked;
  }

  rank(database: Database, tokens: readonly string[], limit: number): readonly ScoredChunk[] {
    if (tokens.length === 0) return [];
    const { rare, common } = this.#byFrequency(database, tokens);
    const ranked = ask(database, rankedHits, rare.map(phrase).join(" OR "), limit);
    if (ranked.length > 0 || common.length === 0) return ranked;
    return askInTurn(database, common.map(phrase), limit);
  }

  /**
   * BM25 reads every chunk that holds any of the words, and reads the whole list of each word once more to weigh it. The
   * rarest words are ranked as far as that is cheap; the common ones, "the" and "return", cost the most and tell the least.
   */
  #byFrequency(
    database: Database,
    tokens: readonly string[],
  ): { readonly rare: readonly string[]; readonly common: readonly string[] } {
    this.#forgetOldCounts(database);
    const counted = tokens
      .map((token) => ({ token, chunks: this.#chunksWith(database, token) }))
      .sort((one, other) => one.chunks - other.chunks);
    let read = 0;
    const rare = counted.findIndex(({ chunks }) => {
      read += chunks;
      return read > this.#mostRanked;
    });
    const words = counted.map(({ token }) => token);
    return rare === -1
      ? { rare: words, common: [] }
      : { rare: words.slice(0, rare), common: words.slice(rare) };
  }

  /** Once the index has grown by a tenth, or many words were asked for. */
  #forgetOldCounts(database: Database): void {
    const size = z.int().nullable().parse(database.prepare("SELECT max(id) FROM chunk").pluck().get()) ?? 0;
    if (Math.abs(size - this.#countedAt) <= this.#countedAt / 10 && this.#counts.size < mostCounts) return;
    this.#counts.clear();
    this.#countedAt = size;
  }

  /** In how many chunks a word stands; one more than `mostRanked` stands for all above. Remembered for a while. */
  #chunksWith(database: Database, token: string): number {
    const known = this.#counts.get(token);
    if (known !== undefined) return known;
    const count = database
      .prepare("SELECT count(*) FROM (SELECT rowid FROM chunk_words WHERE chunk_words MATCH ? LIMIT ?)")
      .pluck()
      .get(phrase(token), this.#mostRanked + 1);
    const chunks = z.int().parse(count);
    this.#counts.set(token, chunks);
    return chunks;
  }
}

function ask(database: Database, hits: string, query: string, limit: number): readonly ScoredChunk[] {
  if (query === "") return [];
  return database
    .prepare(
      `SELECT ${chunkColumns}, hit.rank FROM (${hits}) hit
       JOIN chunk c ON c.id = hit.rowid JOIN indexed_file f ON f.id = c.file_id
       ORDER BY hit.rank, f.path, c.start_line`,
    )
    .all(query, limit)
    .map((row) => {
      const { id, path, start_line, end_line, symbol, rank } = hitRow.parse(row);
      return {
        id,
        path,
        startLine: start_line,
        endLine: end_line,
        symbol: symbol ?? undefined,
        score: -rank,
      };
    });
}

/** Words that stand everywhere, rarest first: where that is a name, then where all stand together, until there are enough. */
function askInTurn(database: Database, words: readonly string[], limit: number): readonly ScoredChunk[] {
  const found = new Map<number, ScoredChunk>();
  for (const query of [`symbol : ${words[0]}`, words.join(" AND "), words.join(" OR ")])
    if (found.size < limit)
      for (const hit of ask(database, firstHits, query, limit)) found.set(hit.id, found.get(hit.id) ?? hit);
  return [...found.values()].slice(0, limit);
}
