import type { Database } from "better-sqlite3";
import { z } from "zod";
import type { AwaitingFile, NewVector, ScoredChunk } from "../../../core/retrieval/indexStore.ts";
import { quantize, signatureOf, similarity } from "../../../core/retrieval/quantize.ts";
import { SignatureTable } from "../../../core/retrieval/signatureTable.ts";
import { chunkColumns, chunkJoin, storedChunk } from "./storedChunk.ts";

/**
 * How many are taken by their signatures and put in order by their whole vectors. Of 6,016 chunks of code the 200 with the
 * fewest differing bits held 98 % of a question's ten nearest, 60 held 91 % (docs/performance.md).
 */
const rescored = (vectors: number): number => Math.max(1000, Math.min(2000, Math.ceil(vectors / 250)));
/** Vectors without a text are a cache for the next checkout until they are this many times those in use. */
const sweepAbove = 2;

const bytes = z.instanceof(Uint8Array);
const vectorRow = z.object({ scale: z.number(), parts: bytes });
const fileRow = z.object({ id: z.int(), path: z.string(), size: z.number(), modified: z.number() });
const contentRow = z.object({
  start_line: z.int(),
  end_line: z.int(),
  symbol: z.string().nullable(),
  content: z.number(),
});
const modelRow = z.object({ model: z.string(), dimensions: z.int() });
const count = z.int();

/** Vectors on disk, their signatures in memory. */
export class VectorTables {
  #table: SignatureTable | undefined;
  #model: z.infer<typeof modelRow> | undefined;
  #lastId = 0;

  /** What was read out of the database is void. */
  forget(): void {
    this.#table = undefined;
    this.#model = undefined;
    this.#lastId = 0;
  }

  setModel(database: Database, model: string, dimensions: number): void {
    const before = readModel(database);
    if (before?.model === model && before.dimensions === dimensions) return;
    this.forget();
    database
      .transaction(() => {
        for (const table of ["embedding_model", "signature", "vector"]) database.exec(`DELETE FROM ${table}`);
        database.prepare("INSERT INTO embedding_model VALUES (?, ?)").run(model, dimensions);
        database.exec("UPDATE indexed_file SET embedded = 0 WHERE embedded = 1");
      })
      .immediate();
  }

  awaiting(database: Database, limit: number): readonly AwaitingFile[] {
    const contents = database.prepare(
      `SELECT c.start_line, c.end_line, c.symbol, c.content FROM chunk c LEFT JOIN signature s ON s.content = c.content
       WHERE c.file_id = ? AND s.id IS NULL ORDER BY c.start_line`,
    );
    return database
      .prepare(
        "SELECT id, path, size, modified FROM indexed_file WHERE embedded = 0 ORDER BY modified DESC LIMIT ?",
      )
      .all(limit)
      .map((row) => {
        const { id, path, ...stamp } = fileRow.parse(row);
        const chunks = contents.all(id).map((one) => {
          const { start_line, end_line, symbol, content } = contentRow.parse(one);
          return { startLine: start_line, endLine: end_line, symbol: symbol ?? undefined, content };
        });
        return { path, stamp, chunks };
      });
  }

  put(database: Database, vectors: readonly NewVector[], done: readonly string[]): void {
    const putSignature = database.prepare(
      "INSERT INTO signature (content, bits) VALUES (?, ?) ON CONFLICT (content) DO NOTHING",
    );
    const putVector = database.prepare("INSERT INTO vector (id, scale, parts) VALUES (?, ?, ?)");
    const setDone = database.prepare("UPDATE indexed_file SET embedded = 1 WHERE path = ?");
    database
      .transaction(() => {
        for (const { content, vector } of vectors) {
          const put = putSignature.run(content, asBytes(signatureOf(vector)));
          if (put.changes === 0) continue;
          const { scale, parts } = quantize(vector);
          putVector.run(put.lastInsertRowid, scale, asBytes(parts));
        }
        for (const path of done) setDone.run(path);
      })
      .immediate();
  }

  nearest(database: Database, model: string, vector: Float32Array, limit: number): readonly ScoredChunk[] {
    const table = this.#current(database, model, vector.length);
    if (table === undefined || table.size === 0) return [];
    const candidates = table.nearest(signatureOf(vector), rescored(table.size));
    // In their order on disk.
    candidates.sort((one, other) => one - other);
    const ask = database.prepare("SELECT scale, parts FROM vector WHERE id = ?");
    const scored: { id: number; score: number }[] = [];
    for (const id of candidates) {
      const row = ask.get(id);
      if (row === undefined) continue;
      const { scale, parts } = vectorRow.parse(row);
      scored.push({ id, score: similarity(vector, { scale, parts: new Int8Array(parts) }) });
    }
    scored.sort((one, other) => other.score - one.score);
    return chunksOf(database, scored, limit);
  }

  sweep(database: Database): void {
    const kept = countSignatures(database);
    const used = count.parse(
      database
        .prepare(
          "SELECT count(*) FROM signature s WHERE EXISTS (SELECT 1 FROM chunk c WHERE c.content = s.content)",
        )
        .pluck()
        .get(),
    );
    if (kept <= used * sweepAbove) return;
    database
      .transaction(() => {
        database.exec(
          "DELETE FROM signature WHERE NOT EXISTS (SELECT 1 FROM chunk c WHERE c.content = signature.content)",
        );
        database.exec("DELETE FROM vector WHERE id NOT IN (SELECT id FROM signature)");
      })
      .immediate();
    this.forget();
  }

  /** With what was added since, by whichever process. */
  #current(database: Database, model: string, dimensions: number): SignatureTable | undefined {
    const kept = readModel(database);
    if (kept?.model !== model || kept.dimensions !== dimensions) return undefined;
    if (this.#model?.model !== model) this.forget();
    this.#model = kept;
    this.#table ??= new SignatureTable(dimensions, countSignatures(database) * 1.05);
    const signature = new Uint32Array(Math.ceil(dimensions / 32));
    const view = new Uint8Array(signature.buffer);
    for (const row of database
      .prepare("SELECT id, bits FROM signature WHERE id > ? ORDER BY id")
      .raw()
      .iterate(this.#lastId)) {
      const [id, bits] = signatureFields(row);
      this.#lastId = id;
      if (bits.length !== view.length) continue;
      view.set(bits);
      this.#table.add(id, signature);
    }
    return this.#table;
  }
}

function chunksOf(
  database: Database,
  scored: readonly { readonly id: number; readonly score: number }[],
  limit: number,
): ScoredChunk[] {
  const ask = database.prepare(
    `SELECT ${chunkColumns} FROM ${chunkJoin}
     WHERE c.content = (SELECT content FROM signature WHERE id = ?) ORDER BY f.path, c.start_line LIMIT ?`,
  );
  const found: ScoredChunk[] = [];
  for (const { id, score } of scored) {
    if (found.length >= limit) break;
    for (const row of ask.all(id, limit - found.length)) found.push({ ...storedChunk(row), score });
  }
  return found;
}

/** A million of them are read at start, too many for a schema each. */
function signatureFields(row: unknown): readonly [number, Uint8Array] {
  if (Array.isArray(row)) {
    const [id, bits]: readonly unknown[] = row;
    if (typeof id === "number" && bits instanceof Uint8Array) return [id, bits];
  }
  throw new Error("A signature in the index is none.");
}

function countSignatures(database: Database): number {
  return count.parse(database.prepare("SELECT count(*) FROM signature").pluck().get());
}

function readModel(database: Database): z.infer<typeof modelRow> | undefined {
  const row = database.prepare("SELECT model, dimensions FROM embedding_model").get();
  return row === undefined ? undefined : modelRow.parse(row);
}

function asBytes(numbers: Uint32Array<ArrayBuffer> | Int8Array): Buffer {
  return Buffer.from(numbers.buffer, numbers.byteOffset, numbers.byteLength);
}
