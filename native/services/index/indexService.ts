import { setImmediate } from "node:timers/promises";
import { fail, ok, type Result } from "../../../core/base/result.ts";
import type { Failure } from "../../../core/contract/failure.ts";
import type { RetrievedChunk, RetrieveOptions } from "../../../core/contract/retrieval.ts";
import type { EmbedderSupply } from "../../../core/retrieval/embedder.ts";
import type { FileCutter } from "../../../core/retrieval/fileCutter.ts";
import { type SourceFile, skippedFile } from "../../../core/retrieval/indexedFile.ts";
import type {
  DefinitionPlace,
  FileStamp,
  IndexCounts,
  IndexedFile,
  IndexSource,
  IndexStore,
  SymbolGraph,
  VectorStore,
} from "../../../core/retrieval/indexStore.ts";
import { type EmbedProgress, embedChunks } from "./embedChunks.ts";
import { type Reference, referencesTo } from "./referencesTo.ts";
import { retrieveChunks } from "./retrieveChunks.ts";
import { keptSoFar, retryBusy } from "./retryBusy.ts";

export interface IndexProgress {
  readonly done: number;
  readonly total: number;
}

export interface IndexSummary {
  readonly files: number;
  readonly indexed: number;
  readonly unchanged: number;
  readonly removed: number;
}

export interface IndexParts {
  readonly source: IndexSource;
  readonly store: IndexStore & SymbolGraph & VectorStore;
  readonly cutter: FileCutter;
  readonly embedders: EmbedderSupply;
}

/** Files and folders around one, by what they import. */
export interface Neighbours {
  readonly imports: readonly string[];
  readonly importers: readonly string[];
}

/** Read and cut together, while the batch before is written. */
const filesAtOnce = 64;
const stampsAtOnce = 2000;
/** Rows are written in turns of about this long, so that a question is answered between two. */
const turnMs = 15;
const mostNeighbours = 200;

/** The index of the workspace: built in slices, taken up again where it stopped. */
export class IndexService {
  readonly #parts: IndexParts;
  #running: Promise<Result<IndexSummary, Failure>> | undefined;
  #embedding: Promise<Result<void, Failure>> | undefined;
  #filesInTurn = 8;

  constructor(parts: IndexParts) {
    this.#parts = parts;
  }

  /**
   * Brings the index up to date: new and changed files are read, removed ones dropped, the rest left alone. What was
   * written stays when it is cancelled. A second call joins the one that runs.
   */
  index(
    onProgress: (progress: IndexProgress) => void,
    signal: AbortSignal,
  ): Promise<Result<IndexSummary, Failure>> {
    this.#running ??= this.#build(onProgress, signal).finally(() => {
      this.#running = undefined;
    });
    return this.#running;
  }

  /**
   * Reads these files again, whatever their stamps say. Answers false when one of them was not in the index: whether it
   * belongs there only `index` knows, which asks git.
   */
  async update(paths: readonly string[], signal: AbortSignal): Promise<Result<boolean, Failure>> {
    const known = this.#parts.store.known(paths);
    if (!known.ok) return known;
    if (known.value.size < paths.length) return ok(false);
    for (let start = 0; start < paths.length; start += filesAtOnce) {
      const batch = await this.#cutBatch(paths.slice(start, start + filesAtOnce), new Map());
      const written = await this.#writeBatch(batch, signal);
      if (!written.ok) return written;
    }
    return ok(true);
  }

  /** Makes the vectors that are missing; see `embedChunks`. A second call joins the one that runs. */
  embed(onProgress: (progress: EmbedProgress) => void, signal: AbortSignal): Promise<Result<void, Failure>> {
    this.#embedding ??= embedChunks(this.#parts, onProgress, signal).finally(() => {
      this.#embedding = undefined;
    });
    return this.#embedding;
  }

  /**
   * The chunks that fit the question best, best first. "hybrid" does without what is not there: vectors, or a model to
   * make one of the question. "semantic" fails with "modelMissing" then.
   */
  retrieve(
    query: string,
    options: RetrieveOptions,
    signal: AbortSignal,
  ): Promise<Result<readonly RetrievedChunk[], Failure>> {
    return retrieveChunks(this.#parts, query, options, signal);
  }

  counts(): Result<IndexCounts, Failure> {
    return this.#parts.store.counts();
  }

  /** Where a name is defined. */
  definitionsOf(name: string, limit = 50): Result<readonly DefinitionPlace[], Failure> {
    return this.#parts.store.definitionsOf(name, limit);
  }

  /** Lines in which a name stands, in the files as they are now. */
  referencesTo(name: string, limit = 200): Promise<Result<readonly Reference[], Failure>> {
    return referencesTo(this.#parts, name, limit);
  }

  importersOf(path: string): Result<readonly string[], Failure> {
    return this.#parts.store.importersOf(path, mostNeighbours);
  }

  neighbours(path: string): Result<Neighbours, Failure> {
    const imports = this.#parts.store.importsOf(path, mostNeighbours);
    if (!imports.ok) return imports;
    const importers = this.importersOf(path);
    return importers.ok ? ok({ imports: imports.value, importers: importers.value }) : importers;
  }

  async #build(
    onProgress: (progress: IndexProgress) => void,
    signal: AbortSignal,
  ): Promise<Result<IndexSummary, Failure>> {
    const listed = await this.#parts.source.list(signal);
    if (!listed.ok) return listed;
    const stamps = await this.#stamps();
    if (!stamps.ok) return stamps;
    const paths = listed.value;
    const present = new Set(paths);
    const removed = [...stamps.value.keys()].filter((path) => !present.has(path));
    for (let start = 0; start < removed.length; start += filesAtOnce) {
      const gone = removed.slice(start, start + filesAtOnce);
      const dropped = await retryBusy(() => this.#parts.store.update([], gone), signal);
      if (!dropped.ok) return dropped;
    }
    let indexed = 0;
    // As many batches are read and cut ahead as there are threads for it, and one more.
    const ahead: Promise<Batch>[] = [];
    const cutFrom = (start: number): void => {
      if (start < paths.length)
        ahead.push(this.#cutBatch(paths.slice(start, start + filesAtOnce), stamps.value));
    };
    for (let index = 0; index <= this.#parts.cutter.batches; index++) cutFrom(index * filesAtOnce);
    for (let start = 0; start < paths.length; start += filesAtOnce) {
      const batch = (await ahead.shift()) ?? { changed: [], gone: [] };
      if (signal.aborted) return fail(keptSoFar());
      cutFrom(start + (this.#parts.cutter.batches + 1) * filesAtOnce);
      const written = await this.#writeBatch({ ...batch, gone: [] }, signal);
      if (!written.ok) return written;
      indexed += batch.changed.length;
      onProgress({ done: Math.min(start + filesAtOnce, paths.length), total: paths.length });
    }
    return ok({ files: paths.length, indexed, unchanged: paths.length - indexed, removed: removed.length });
  }

  async #stamps(): Promise<Result<ReadonlyMap<string, FileStamp>, Failure>> {
    const stamps = new Map<string, FileStamp>();
    let last = "";
    for (;;) {
      const page = this.#parts.store.stampsAfter(last, stampsAtOnce);
      if (!page.ok) return page;
      for (const [path, stamp] of page.value) {
        stamps.set(path, stamp);
        last = path;
      }
      if (page.value.length < stampsAtOnce) return ok(stamps);
      await setImmediate();
    }
  }

  async #cutBatch(paths: readonly string[], stamps: ReadonlyMap<string, FileStamp>): Promise<Batch> {
    const { source, cutter } = this.#parts;
    const reads = await Promise.all(
      paths.map(async (path) => ({ path, read: await source.read(path, stamps.get(path)) })),
    );
    const texts: SourceFile[] = [];
    const skipped: IndexedFile[] = [];
    const gone: string[] = [];
    for (const { path, read } of reads) {
      if (read.kind === "text") texts.push({ path, text: read.text, stamp: read.stamp });
      if (read.kind === "skipped") skipped.push(skippedFile(path, read.stamp));
      if (read.kind === "gone") gone.push(path);
    }
    return { changed: [...(texts.length === 0 ? [] : await cutter.cut(texts)), ...skipped], gone };
  }

  /** Writes as many files as fit into one turn, then lets others have theirs. */
  async #writeBatch({ changed, gone }: Batch, signal: AbortSignal): Promise<Result<void, Failure>> {
    if (gone.length > 0) {
      const dropped = await retryBusy(() => this.#parts.store.update([], gone), signal);
      if (!dropped.ok) return dropped;
    }
    for (let start = 0; start < changed.length; ) {
      const size = this.#filesInTurn;
      const turn = changed.slice(start, start + size);
      const began = performance.now();
      const written = await retryBusy(() => this.#parts.store.update(turn, []), signal);
      if (!written.ok) return written;
      const took = performance.now() - began;
      if (turn.length === size) this.#filesInTurn = fittingSize(size, took);
      start += turn.length;
      await setImmediate();
    }
    return ok(undefined);
  }
}

interface Batch {
  readonly changed: readonly IndexedFile[];
  readonly gone: readonly string[];
}

/** Files differ in size: it follows what the last turn took, at most doubling. */
function fittingSize(size: number, took: number): number {
  return Math.max(1, Math.min(filesAtOnce, size * 2, Math.round((size * turnMs) / Math.max(1, took))));
}
