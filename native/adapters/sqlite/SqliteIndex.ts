import type { Database } from "better-sqlite3";
import { z } from "zod";
import type { Disposable } from "../../../core/base/disposable.ts";
import type { Result } from "../../../core/base/result.ts";
import type { Failure } from "../../../core/contract/failure.ts";
import type {
  AwaitingFile,
  DefinitionPlace,
  FileStamp,
  IndexCounts,
  IndexedFile,
  IndexStore,
  NewVector,
  ScoredChunk,
  StoredChunk,
  SymbolGraph,
  VectorStore,
} from "../../../core/retrieval/indexStore.ts";
import { IndexDatabase } from "./indexDatabase.ts";
import { LexicalSearch } from "./lexicalSearch.ts";
import * as symbols from "./symbolQueries.ts";
import { VectorTables } from "./vectorTables.ts";

const stampRow = z.object({ path: z.string(), size: z.number(), modified: z.number() });
const count = z.int();

/** The index of one workspace: words, names, imports and vectors in one file. */
export class SqliteIndex implements IndexStore, SymbolGraph, VectorStore, Disposable {
  readonly #database: IndexDatabase;
  readonly #lexical: LexicalSearch;
  readonly #vectors = new VectorTables();
  #generation = 0;

  constructor(file: string, mostRanked?: number) {
    this.#database = new IndexDatabase(file);
    this.#lexical = new LexicalSearch(mostRanked);
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

  known(paths: readonly string[]): Result<ReadonlySet<string>, Failure> {
    return this.#use((database) => {
      const ask = database.prepare("SELECT 1 FROM indexed_file WHERE path = ?");
      return new Set(paths.filter((path) => ask.get(path) !== undefined));
    });
  }

  update(files: readonly IndexedFile[], removed: readonly string[]): Result<void, Failure> {
    return this.#use((database) => database.transaction(() => write(database, files, removed)).immediate());
  }

  counts(): Result<IndexCounts, Failure> {
    return this.#use((database) => {
      const ask = (sql: string): number => count.parse(database.prepare(sql).pluck().get());
      return {
        files: ask("SELECT count(*) FROM indexed_file"),
        chunks: ask("SELECT count(*) FROM chunk"),
        vectors: ask("SELECT count(*) FROM signature"),
        awaiting: ask("SELECT count(*) FROM indexed_file WHERE embedded = 0"),
      };
    });
  }

  rank(tokens: readonly string[], limit: number): Result<readonly ScoredChunk[], Failure> {
    return this.#use((database) => this.#lexical.rank(database, tokens, limit));
  }

  definitionsOf(name: string, limit: number): Result<readonly DefinitionPlace[], Failure> {
    return this.#use((database) => symbols.definitionsOf(database, name, limit));
  }

  mentionsOf(name: string, limit: number): Result<readonly StoredChunk[], Failure> {
    return this.#use((database) => symbols.mentionsOf(database, name, limit));
  }

  chunkAt(path: string, line: number): Result<StoredChunk | undefined, Failure> {
    return this.#use((database) => symbols.chunkAt(database, path, line));
  }

  firstChunks(paths: readonly string[]): Result<readonly StoredChunk[], Failure> {
    return this.#use((database) => symbols.firstChunks(database, paths));
  }

  importersOf(path: string, limit: number): Result<readonly string[], Failure> {
    return this.#use((database) => symbols.importersOf(database, path, limit));
  }

  importsOf(path: string, limit: number): Result<readonly string[], Failure> {
    return this.#use((database) => symbols.importsOf(database, path, limit));
  }

  setModel(model: string, dimensions: number): Result<void, Failure> {
    return this.#use((database) => this.#vectors.setModel(database, model, dimensions));
  }

  awaitingVectors(limit: number): Result<readonly AwaitingFile[], Failure> {
    return this.#use((database) => this.#vectors.awaiting(database, limit));
  }

  putVectors(vectors: readonly NewVector[], done: readonly string[]): Result<void, Failure> {
    return this.#use((database) => this.#vectors.put(database, vectors, done));
  }

  hasVectors(): Result<boolean, Failure> {
    return this.#use((database) => database.prepare("SELECT 1 FROM signature LIMIT 1").get() !== undefined);
  }

  withoutVector(chunks: readonly number[]): Result<ReadonlySet<number>, Failure> {
    return this.#use((database) => {
      const ask = database.prepare(
        "SELECT 1 FROM chunk c JOIN signature s ON s.content = c.content WHERE c.id = ?",
      );
      return new Set(chunks.filter((id) => ask.get(id) === undefined));
    });
  }

  nearest(model: string, vector: Float32Array, limit: number): Result<readonly ScoredChunk[], Failure> {
    return this.#use((database) => this.#vectors.nearest(database, model, vector, limit));
  }

  sweepVectors(): Result<void, Failure> {
    return this.#use((database) => this.#vectors.sweep(database));
  }

  dispose(): void {
    this.#database.dispose();
  }

  #use<T>(work: (database: Database) => T): Result<T, Failure> {
    if (this.#generation !== this.#database.generation) {
      this.#generation = this.#database.generation;
      this.#vectors.forget();
    }
    return this.#database.use(work);
  }
}

function write(database: Database, files: readonly IndexedFile[], removed: readonly string[]): void {
  const idOf = database.prepare("SELECT id FROM indexed_file WHERE path = ?").pluck();
  const drops = [
    "DELETE FROM chunk_words WHERE rowid IN (SELECT id FROM chunk WHERE file_id = ?)",
    "DELETE FROM chunk WHERE file_id = ?",
    "DELETE FROM definition WHERE file_id = ?",
    "DELETE FROM imported WHERE file_id = ?",
    "DELETE FROM indexed_file WHERE id = ?",
  ].map((sql) => database.prepare(sql));
  const putFile = database.prepare(
    "INSERT INTO indexed_file (path, size, modified, module, embedded) VALUES (?, ?, ?, ?, ?)",
  );
  const putChunk = database.prepare(
    "INSERT INTO chunk (file_id, start_line, end_line, symbol, content) VALUES (?, ?, ?, ?, ?)",
  );
  const putWords = database.prepare(
    "INSERT INTO chunk_words (rowid, body, symbol, path) VALUES (?, ?, ?, ?)",
  );
  const putDefinition = database.prepare("INSERT INTO definition VALUES (?, ?, ?, ?, ?, ?)");
  const putImport = database.prepare("INSERT INTO imported (file_id, target) VALUES (?, ?)");
  const forget = (path: string): void => {
    const id = idOf.get(path);
    if (id !== undefined) for (const drop of drops) drop.run(id);
  };
  for (const path of removed) forget(path);
  for (const file of files) {
    forget(file.path);
    const { path, stamp } = file;
    const embedded = file.chunks.length === 0 ? 1 : 0;
    const module = symbols.backwards(file.module);
    const fileId = putFile.run(path, stamp.size, stamp.modified, module, embedded).lastInsertRowid;
    for (const { startLine, endLine, symbol, content, body, symbolWords } of file.chunks) {
      const { lastInsertRowid } = putChunk.run(fileId, startLine, endLine, symbol ?? null, content);
      putWords.run(lastInsertRowid, body, symbolWords, file.pathWords);
    }
    for (const { name, qualified, kind, startLine, endLine } of file.definitions)
      putDefinition.run(name, qualified, kind, fileId, startLine, endLine);
    for (const target of file.imports) putImport.run(fileId, target);
  }
}
