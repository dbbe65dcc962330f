import { setImmediate, setTimeout } from "node:timers/promises";
import { fail, ok, type Result } from "../../../core/base/result.ts";
import { type Failure, failureOf } from "../../../core/contract/failure.ts";
import { indexedFile } from "../../../core/retrieval/indexedFile.ts";
import type {
  FileStamp,
  IndexedFile,
  IndexSource,
  IndexStore,
  RetrievedChunk,
} from "../../../core/retrieval/indexStore.ts";
import { tokenize } from "../../../core/retrieval/tokenize.ts";

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

/** Read together, while the batch before is written. */
const filesAtOnce = 64;
const stampsAtOnce = 2000;
/** Work on words is done in turns of about this long, so that a keystroke is answered between two. */
const turnMs = 15;
const longestQuery = 32;
const busyRetryMs = 200;
const busyRetries = 50;

/** The lexical index of the workspace: built in slices, taken up again where it stopped. */
export class IndexService {
  readonly #source: IndexSource;
  readonly #store: IndexStore;
  #running: Promise<Result<IndexSummary, Failure>> | undefined;

  constructor(source: IndexSource, store: IndexStore) {
    this.#source = source;
    this.#store = store;
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

  /** The chunks that fit the question best, best first. Nothing but the index is read. */
  retrieve(query: string, limit: number): Result<readonly RetrievedChunk[], Failure> {
    return this.#store.retrieve([...new Set(tokenize(query))].slice(0, longestQuery), limit);
  }

  async #build(
    onProgress: (progress: IndexProgress) => void,
    signal: AbortSignal,
  ): Promise<Result<IndexSummary, Failure>> {
    const listed = await this.#source.list(signal);
    if (!listed.ok) return listed;
    const stamps = await this.#stamps();
    if (!stamps.ok) return stamps;
    const paths = listed.value;
    const present = new Set(paths);
    const removed = [...stamps.value.keys()].filter((path) => !present.has(path));
    for (let start = 0; start < removed.length; start += filesAtOnce) {
      const dropped = await this.#write([], removed.slice(start, start + filesAtOnce), signal);
      if (!dropped.ok) return dropped;
    }
    let indexed = 0;
    let next = this.#readBatch(paths, 0, stamps.value);
    for (let start = 0; start < paths.length; start += filesAtOnce) {
      const batch = await next;
      if (signal.aborted) return fail(failureOf("cancelled", "Cancelled. What was indexed so far is kept."));
      next = this.#readBatch(paths, start + filesAtOnce, stamps.value);
      const written = await this.#writeBatch(batch, signal);
      if (!written.ok) return written;
      indexed += written.value;
      onProgress({ done: Math.min(start + filesAtOnce, paths.length), total: paths.length });
    }
    return ok({ files: paths.length, indexed, unchanged: paths.length - indexed, removed: removed.length });
  }

  async #stamps(): Promise<Result<ReadonlyMap<string, FileStamp>, Failure>> {
    const stamps = new Map<string, FileStamp>();
    let last = "";
    for (;;) {
      const page = this.#store.stampsAfter(last, stampsAtOnce);
      if (!page.ok) return page;
      for (const [path, stamp] of page.value) {
        stamps.set(path, stamp);
        last = path;
      }
      if (page.value.length < stampsAtOnce) return ok(stamps);
      await setImmediate();
    }
  }

  #readBatch(
    paths: readonly string[],
    start: number,
    stamps: ReadonlyMap<string, FileStamp>,
  ): Promise<readonly BatchItem[]> {
    const batch = paths.slice(start, start + filesAtOnce);
    return Promise.all(
      batch.map(async (path) => ({ path, read: await this.#source.read(path, stamps.get(path)) })),
    );
  }

  /** Writes as many files as fit into one turn, then lets others have theirs. */
  async #writeBatch(batch: readonly BatchItem[], signal: AbortSignal): Promise<Result<number, Failure>> {
    let ready: IndexedFile[] = [];
    let indexed = 0;
    let turnStart = performance.now();
    for (const [index, { path, read }] of batch.entries()) {
      if (read.kind === "text") ready.push(indexedFile(path, read.text, read.stamp));
      if (read.kind === "skipped") ready.push({ path, stamp: read.stamp, pathWords: "", chunks: [] });
      const last = index === batch.length - 1;
      if (ready.length === 0 || (!last && performance.now() - turnStart < turnMs)) continue;
      const written = await this.#write(ready, [], signal);
      if (!written.ok) return written;
      indexed += ready.length;
      ready = [];
      await setImmediate();
      turnStart = performance.now();
    }
    return ok(indexed);
  }

  /** Another window may be writing the same index: waits for it without holding anything up. */
  async #write(
    files: readonly IndexedFile[],
    removed: readonly string[],
    signal: AbortSignal,
  ): Promise<Result<void, Failure>> {
    for (let attempt = 0; ; attempt++) {
      const written = this.#store.update(files, removed);
      if (written.ok || !isBusy(written.error) || attempt === busyRetries) return written;
      if (signal.aborted) return fail(failureOf("cancelled", "Cancelled. What was indexed so far is kept."));
      await setTimeout(busyRetryMs);
    }
  }
}

interface BatchItem {
  readonly path: string;
  readonly read: Awaited<ReturnType<IndexSource["read"]>>;
}

function isBusy(failure: Failure): boolean {
  const { data } = failure;
  return typeof data === "object" && data !== null && "busy" in data && data.busy === true;
}
