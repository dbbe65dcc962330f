import { mkdirSync, rmSync } from "node:fs";
import { dirname } from "node:path";
import Database from "better-sqlite3";
import { z } from "zod";
import { fail, ok, type Result } from "../../../core/base/result.ts";
import { type Failure, failureOf } from "../../../core/contract/failure.ts";
import type {
  FileStamp,
  IndexedFile,
  IndexStore,
  RetrievedChunk,
} from "../../../core/retrieval/indexStore.ts";
import { indexMigrations } from "./indexMigrations.ts";
import { migrate, schemaVersion } from "./migration.ts";
import { isDamage, sqliteCode } from "./sqliteFailure.ts";

const stampRow = z.object({ path: z.string(), size: z.number(), modified: z.number() });
const hitRow = z.object({
  path: z.string(),
  start_line: z.int(),
  end_line: z.int(),
  symbol: z.string().nullable(),
  rank: z.number(),
});
/** Short: the index is written in slices by whichever window is quicker, and the other must not freeze meanwhile. */
const busyTimeoutMs = 20;

/** A match in a definition's name says more than one in a path, and that more than one in a body. */
const weights = "1.0, 6.0, 3.0";
/** Chunks that one question may have ranked: some 50 ms. */
const mostRankedByDefault = 75_000;
const mostCounts = 10_000;
const rankedHits = `SELECT rowid, bm25(chunk_words, ${weights}) AS rank FROM chunk_words
  WHERE chunk_words MATCH ? ORDER BY rank LIMIT ?`;
/** Of words that stand everywhere none tells one chunk from another. */
const firstHits = "SELECT rowid, 0.0 AS rank FROM chunk_words WHERE chunk_words MATCH ? LIMIT ?";
const phrase = (token: string): string => `"${token.replaceAll('"', '""')}"`;

/** The lexical index of one workspace: FTS5, ranked by BM25 over body, symbol and path. */
export class SqliteIndex implements IndexStore {
  readonly #file: string;
  #database: Database.Database;
  readonly #counts = new Map<string, number>();
  #countedAt = 0;
  readonly #mostRanked: number;

  /** Opens or makes the file; a damaged or newer one is dropped and begun anew. Without a disk it lives in memory. */
  constructor(file: string, mostRanked = mostRankedByDefault) {
    this.#file = file;
    this.#mostRanked = mostRanked;
    this.#database = openIndex(file);
  }

  stampsAfter(path: string, limit: number): Result<readonly (readonly [string, FileStamp])[], Failure> {
    return this.#use((database) =>
      database
        .prepare("SELECT path, size, modified FROM indexed_file WHERE path > ? ORDER BY path LIMIT ?")
        .all(path, limit)
        .map((row) => {
          const { path: found, size, modified } = stampRow.parse(row);
          return [found, { size, modified }] as const;
        }),
    );
  }

  update(files: readonly IndexedFile[], removed: readonly string[]): Result<void, Failure> {
    return this.#use((database) => database.transaction(() => write(database, files, removed)).immediate());
  }

  retrieve(tokens: readonly string[], limit: number): Result<readonly RetrievedChunk[], Failure> {
    if (tokens.length === 0) return ok([]);
    return this.#use((database) => {
      const { rare, common } = this.#byFrequency(database, tokens);
      const ranked = ask(database, rankedHits, rare.map(phrase).join(" OR "), limit);
      if (ranked.length > 0 || common.length === 0) return ranked;
      return askInTurn(database, common.map(phrase), limit);
    });
  }

  /**
   * BM25 reads every chunk that holds any of the words, and reads the whole list of each word once more to weigh it. The
   * rarest words are ranked as far as that is cheap; the common ones, "the" and "return", cost the most and tell the least.
   */
  #byFrequency(
    database: Database.Database,
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
  #forgetOldCounts(database: Database.Database): void {
    const size = z.int().nullable().parse(database.prepare("SELECT max(id) FROM chunk").pluck().get()) ?? 0;
    if (Math.abs(size - this.#countedAt) <= this.#countedAt / 10 && this.#counts.size < mostCounts) return;
    this.#counts.clear();
    this.#countedAt = size;
  }

  /** In how many chunks a word stands; one more than `mostRanked` stands for all above. Remembered for a while. */
  #chunksWith(database: Database.Database, token: string): number {
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

  dispose(): void {
    if (this.#database.open) this.#database.close();
  }

  #use<T>(work: (database: Database.Database) => T): Result<T, Failure> {
    try {
      return ok(work(this.#database));
    } catch (error) {
      const code = sqliteCode(error);
      if (code === undefined) throw error;
      if (code.startsWith("SQLITE_BUSY"))
        return fail(
          failureOf("unavailable", "Another Airlock is writing this index. Try again.", { busy: true }),
        );
      if (isDamage(error)) this.#startAnew();
      return fail(failureOf("unavailable", `The index could not be used (${code}). Build it again.`));
    }
  }

  #startAnew(): void {
    this.dispose();
    drop(this.#file);
    this.#database = openIndex(this.#file);
  }
}

function ask(
  database: Database.Database,
  hits: string,
  query: string,
  limit: number,
): readonly RetrievedChunk[] {
  if (query === "") return [];
  return database
    .prepare(
      `SELECT f.path, c.start_line, c.end_line, c.symbol, hit.rank FROM (${hits}) hit
       JOIN chunk c ON c.id = hit.rowid JOIN indexed_file f ON f.id = c.file_id
       ORDER BY hit.rank, f.path, c.start_line`,
    )
    .all(query, limit)
    .map((row) => {
      const { path, start_line, end_line, symbol, rank } = hitRow.parse(row);
      return { path, startLine: start_line, endLine: end_line, symbol: symbol ?? undefined, score: -rank };
    });
}

/** Words that stand everywhere, rarest first: where that is a name, then where all stand together, until there are enough. */
function askInTurn(
  database: Database.Database,
  words: readonly string[],
  limit: number,
): readonly RetrievedChunk[] {
  const found = new Map<string, RetrievedChunk>();
  for (const query of [`symbol : ${words[0]}`, words.join(" AND "), words.join(" OR ")])
    if (found.size < limit)
      for (const hit of ask(database, firstHits, query, limit))
        found.set(`${hit.path}:${hit.startLine}`, found.get(`${hit.path}:${hit.startLine}`) ?? hit);
  return [...found.values()].slice(0, limit);
}

function openIndex(file: string): Database.Database {
  try {
    mkdirSync(dirname(file), { recursive: true });
    return openOnDisk(file);
  } catch (error) {
    if (isDamage(error)) {
      drop(file);
      return openOnDisk(file);
    }
    const memory = new Database(":memory:");
    migrate(memory, indexMigrations);
    return memory;
  }
}

function openOnDisk(file: string): Database.Database {
  const database = new Database(file, { timeout: busyTimeoutMs });
  try {
    if (schemaVersion(database) > indexMigrations.length)
      throw new Database.SqliteError("the index was written by a newer Airlock", "SQLITE_NOTADB");
    database.pragma("journal_mode = WAL");
    // What a power cut takes is indexed again.
    database.pragma("synchronous = OFF");
    migrate(database, indexMigrations);
    return database;
  } catch (error) {
    database.close();
    throw error;
  }
}

function drop(file: string): void {
  for (const suffix of ["", "-wal", "-shm"]) rmSync(file + suffix, { force: true });
}

function write(database: Database.Database, files: readonly IndexedFile[], removed: readonly string[]): void {
  const idOf = database.prepare("SELECT id FROM indexed_file WHERE path = ?").pluck();
  const dropWords = database.prepare(
    "DELETE FROM chunk_words WHERE rowid IN (SELECT id FROM chunk WHERE file_id = ?)",
  );
  const dropChunks = database.prepare("DELETE FROM chunk WHERE file_id = ?");
  const dropFile = database.prepare("DELETE FROM indexed_file WHERE id = ?");
  const putFile = database.prepare("INSERT INTO indexed_file (path, size, modified) VALUES (?, ?, ?)");
  const putChunk = database.prepare(
    "INSERT INTO chunk (file_id, start_line, end_line, symbol) VALUES (?, ?, ?, ?)",
  );
  const putWords = database.prepare(
    "INSERT INTO chunk_words (rowid, body, symbol, path) VALUES (?, ?, ?, ?)",
  );
  const forget = (path: string): void => {
    const id = idOf.get(path);
    if (id === undefined) return;
    dropWords.run(id);
    dropChunks.run(id);
    dropFile.run(id);
  };
  for (const path of removed) forget(path);
  for (const file of files) {
    forget(file.path);
    const { lastInsertRowid: fileId } = putFile.run(file.path, file.stamp.size, file.stamp.modified);
    for (const chunk of file.chunks) {
      const { lastInsertRowid } = putChunk.run(fileId, chunk.startLine, chunk.endLine, chunk.symbol ?? null);
      putWords.run(lastInsertRowid, chunk.body, chunk.symbolWords, file.pathWords);
    }
  }
}
