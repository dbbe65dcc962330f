import type { Disposable } from "../../../core/base/disposable.ts";
import { fail, ok, type Result } from "../../../core/base/result.ts";
import type { CheckpointChange } from "../../../core/contract/checkpoints.ts";
import { type Failure, failureOf } from "../../../core/contract/failure.ts";
import type {
  Checkpoint,
  CheckpointEntry,
  CheckpointKind,
  CheckpointStore,
  FileScanner,
  FileState,
  ScannedFiles,
} from "./checkpointStore.ts";
import { compareFiles, isSame } from "./compareFiles.ts";
import { type RestoreDisk, type Restored, restoreFiles } from "./restoreFiles.ts";

export interface CheckpointParts {
  /** The workspace's own files: not ignored, not hidden. */
  readonly list: (signal: AbortSignal) => Promise<Result<readonly string[], Failure>>;
  readonly scanner: FileScanner;
  readonly store: CheckpointStore;
  readonly disk: RestoreDisk;
  /** The checkpoints that turns name. */
  readonly named: () => Result<readonly string[], Failure>;
  readonly log: (line: string) => void;
  readonly now?: () => number;
  readonly bounds?: Partial<CheckpointBounds>;
}

export interface CheckpointBounds {
  /** All that is kept, bytes on disk; above it the oldest go, whoever names them. */
  readonly storeBytes: number;
  /** How long one is spared that no turn names yet. Milliseconds. */
  readonly spared: number;
  /** How long a restoring can be taken back. Milliseconds. */
  readonly undo: number;
}

const megabyte = 1_000_000;
/** What is larger is data, not code. */
export const largestFile = 5 * megabyte;
/** What would be overwritten is kept whatever it is, up to what an editor opens. */
const largestOverwritten = 64 * 1024 * 1024;
const mostFiles = 50_000;
const minute = 60_000;
const usual: CheckpointBounds = {
  storeBytes: 512 * 1024 * 1024,
  spared: 10 * minute,
  undo: 7 * 24 * 60 * minute,
};
/** Several deletions in a row are tidied up after together. */
const pruneDelay = 2000;

interface Last {
  readonly id: string;
  readonly files: ReadonlyMap<string, FileState>;
}

/** The workspace's files as they were when something was asked: kept, compared, brought back. One thing at a time. */
export class CheckpointService implements Disposable {
  readonly #parts: CheckpointParts;
  readonly #bounds: CheckpointBounds;
  /** Handed out, and perhaps not yet named by a turn. */
  readonly #recent = new Map<string, number>();
  readonly #abort = new AbortController();
  #last: Last | undefined;
  #busy: Promise<unknown> = Promise.resolve();
  #timer: NodeJS.Timeout | undefined;
  #pruneAt = 0;

  constructor(parts: CheckpointParts) {
    this.#parts = parts;
    this.#bounds = { ...usual, ...parts.bounds };
  }

  /** Keeps what lies on disk now; the one before where nothing changed. */
  make(signal: AbortSignal): Promise<Result<string, Failure>> {
    return this.#alone(() => this.#make("question", [], signal));
  }

  /** What happened to files since, by path. */
  compare(id: string, signal: AbortSignal): Promise<Result<readonly CheckpointChange[], Failure>> {
    return this.#alone(async () => {
      const compared = await this.#compare(id, signal);
      return compared.ok ? ok(compared.value.changes) : compared;
    });
  }

  /** Gives `paths`, or all that changed, the bytes and modes they had. What was there is kept first. */
  restore(
    id: string,
    paths: readonly string[] | undefined,
    signal: AbortSignal,
  ): Promise<Result<Restored & { readonly undo: string }, Failure>> {
    return this.#alone(async () => {
      const compared = await this.#compare(id, signal);
      if (!compared.ok) return compared;
      const { checkpoint, changes } = compared.value;
      const wanted = paths === undefined ? undefined : new Set(paths);
      const chosen = changes.filter(({ path }) => wanted?.has(path) !== false);
      const lost = chosen.filter(({ change }) => change !== "deleted").map(({ path }) => path);
      const undo = await this.#make("undo", lost, signal);
      if (!undo.ok) return undo;
      const { disk, store, scanner } = this.#parts;
      const kept = this.#last?.files ?? new Map<string, FileState>();
      const restored = await restoreFiles({
        checkpoint,
        changes: chosen,
        kept,
        disk,
        store,
        scanner,
        signal,
      });
      return restored.ok ? ok({ ...restored.value, undo: undo.value }) : restored;
    });
  }

  /** Forgets those whose turns are gone, and the oldest where all together take too much room. */
  prune(): Promise<Result<void, Failure>> {
    return this.#alone(() => this.#prune(this.#abort.signal));
  }

  pruneSoon(delay = pruneDelay): void {
    const at = performance.now() + delay;
    if (this.#timer !== undefined && this.#pruneAt <= at) return;
    clearTimeout(this.#timer);
    this.#pruneAt = at;
    this.#timer = setTimeout(() => {
      this.#timer = undefined;
      void this.prune().then((pruned) => {
        if (!pruned.ok && pruned.error.code !== "toolMissing" && pruned.error.code !== "cancelled")
          this.#parts.log(`checkpoints: ${pruned.error.message}`);
      });
    }, delay);
  }

  dispose(): void {
    clearTimeout(this.#timer);
    this.#abort.abort();
  }

  async #make(
    kind: CheckpointKind,
    also: readonly string[],
    signal: AbortSignal,
  ): Promise<Result<string, Failure>> {
    const { store, scanner } = this.#parts;
    const at = this.#now();
    const scanned = await this.#scan(also, largestOverwritten, signal);
    if (!scanned.ok) return scanned;
    const { files, tooLarge } = scanned.value;
    const last = await this.#known(signal);
    if (!last.ok) return last;
    if (last.value !== undefined && isSame(last.value.files, files)) {
      const { id } = last.value;
      const kept = await store.keep(id, kind, signal);
      if (kept.ok) return ok(this.#handedOut(id));
      if (isOver(kept.error)) return kept;
      this.#last = undefined;
    }
    const checkpoint = { kind, at, files: [...files.values()], tooLarge };
    const read = (path: string) => scanner.read(path, largestOverwritten);
    const stored = new Set([...(this.#last?.files.values() ?? [])].map(({ id }) => id));
    let added = await store.add({ ...checkpoint, read, has: (id) => stored.has(id) }, signal);
    // The store may have lost what it held: then all of it is handed over once more.
    if (!added.ok && added.error.code === "unavailable" && stored.size > 0)
      added = await store.add({ ...checkpoint, read, has: () => false }, signal);
    if (!added.ok) return added;
    this.#last = { id: added.value.id, files: byPath(added.value.files) };
    return ok(this.#handedOut(added.value.id));
  }

  async #compare(
    id: string,
    signal: AbortSignal,
  ): Promise<
    Result<{ readonly checkpoint: Checkpoint; readonly changes: readonly CheckpointChange[] }, Failure>
  > {
    const checkpoint = await this.#parts.store.get(id, signal);
    if (!checkpoint.ok) return checkpoint;
    // Git may ignore today what it did not ignore then.
    const now = await this.#scan([...checkpoint.value.files.keys()], largestFile, signal);
    if (!now.ok) return now;
    return ok({ checkpoint: checkpoint.value, changes: compareFiles(checkpoint.value, now.value) });
  }

  /** What is listed now, and `also` of whatever size up to `limit` where it is there. */
  async #scan(
    also: readonly string[],
    limit: number,
    signal: AbortSignal,
  ): Promise<Result<ScannedFiles, Failure>> {
    const { list, scanner } = this.#parts;
    const listed = await list(signal);
    if (!listed.ok) return listed;
    if (listed.value.length > mostFiles)
      return fail(
        failureOf(
          "tooLarge",
          `This workspace has more than ${mostFiles.toLocaleString("en")} files, so they are not kept with each question.`,
        ),
      );
    const scanned = await scanner.scan(listed.value, largestFile, signal);
    if (!scanned.ok) return scanned;
    const { files, tooLarge } = scanned.value;
    const missing = also.filter((path) => !files.has(path));
    if (missing.length === 0) return scanned;
    const more = await scanner.scan(missing, limit, signal);
    if (!more.ok) return more;
    return ok({
      files: new Map([...files, ...more.value.files]),
      tooLarge: [...new Set([...tooLarge, ...more.value.tooLarge])].filter(
        (path) => !more.value.files.has(path),
      ),
    });
  }

  /** The latest checkpoint, of this process or an earlier one. */
  async #known(signal: AbortSignal): Promise<Result<Last | undefined, Failure>> {
    if (this.#last !== undefined) return ok(this.#last);
    const entries = await this.#parts.store.list(signal);
    if (!entries.ok) return isOver(entries.error) ? entries : ok(undefined);
    const [latest] = entries.value;
    if (latest === undefined) return ok(undefined);
    const checkpoint = await this.#parts.store.get(latest.id, signal);
    // One that cannot be read is no help, and no hindrance.
    if (!checkpoint.ok) return isOver(checkpoint.error) ? checkpoint : ok(undefined);
    this.#last = checkpoint.value;
    return ok(this.#last);
  }

  async #prune(signal: AbortSignal): Promise<Result<void, Failure>> {
    const { store, named } = this.#parts;
    const names = named();
    if (!names.ok) return names;
    const entries = await store.list(signal);
    if (!entries.ok) return entries;
    const wanted = new Set(names.value);
    const now = this.#now();
    const isSpared = ({ id, at }: CheckpointEntry): boolean =>
      now - Math.max(at, this.#recent.get(id) ?? 0) < this.#bounds.spared;
    const isWanted = (entry: CheckpointEntry): boolean =>
      isSpared(entry) || (entry.kind === "undo" ? now - entry.at < this.#bounds.undo : wanted.has(entry.id));
    let kept = entries.value.filter(isWanted);
    let size = await store.size(signal);
    if (kept.length < entries.value.length || (size.ok && size.value.scattered)) {
      const dropped = await this.#drop(
        entries.value.filter((entry) => !kept.includes(entry)),
        signal,
      );
      if (!dropped.ok) return dropped;
      size = await store.size(signal);
    }
    while (size.ok && size.value.bytes > this.#bounds.storeBytes) {
      const old = kept.filter((entry) => !isSpared(entry));
      if (old.length === 0) break;
      const dropped = await this.#drop(old.slice(Math.floor(old.length / 2)), signal);
      if (!dropped.ok) return dropped;
      kept = kept.filter((entry) => !old.slice(Math.floor(old.length / 2)).includes(entry));
      size = await store.size(signal);
    }
    return size.ok ? ok(undefined) : size;
  }

  async #drop(entries: readonly CheckpointEntry[], signal: AbortSignal): Promise<Result<void, Failure>> {
    const dropped = await this.#parts.store.drop(entries, signal);
    // What it held may be gone from the store.
    this.#last = undefined;
    return dropped;
  }

  #handedOut(id: string): string {
    const now = this.#now();
    for (const [other, at] of this.#recent) if (now - at > this.#bounds.spared) this.#recent.delete(other);
    this.#recent.set(id, now);
    return id;
  }

  #alone<T>(work: () => Promise<T>): Promise<T> {
    const done = this.#busy.then(work);
    this.#busy = done.catch(() => {});
    return done;
  }

  #now(): number {
    return (this.#parts.now ?? Date.now)();
  }
}

function byPath(files: readonly FileState[]): ReadonlyMap<string, FileState> {
  return new Map(files.map((file) => [file.path, file]));
}

/** There is no point in trying another way. */
function isOver({ code }: Failure): boolean {
  return code === "toolMissing" || code === "cancelled";
}
