import { watch as watchFolder } from "node:fs";
import { basename, dirname, relative, sep } from "node:path";
import { type AsyncSubscription, type Event as ParcelEvent, subscribe } from "@parcel/watcher";
import { type Disposable, toDisposable } from "../../../core/base/disposable.ts";
import { Emitter } from "../../../core/base/event.ts";

export interface WatchedChange {
  /** Relative to the workspace, with "/". */
  readonly path: string;
  readonly kind: "created" | "changed" | "deleted";
}

/** Quiet for this long ends a batch; a stream of changes that never pauses is cut after the longest. */
const quietMilliseconds = 80;
const longestMilliseconds = 500;

/** Folders that programs fill by the thousand and that nobody edits, and git's objects. */
const ignored = [
  "**/node_modules/**",
  "**/.venv/**",
  "**/__pycache__/**",
  "**/.git/objects/**",
  "**/.git/lfs/**",
];
/** What of .git says that the status may differ. Its lock files and the rest come and go all the time. */
const repositoryState = /(?:^|\/)\.git\/(?:HEAD|index|MERGE_HEAD|packed-refs|refs\/.*)$/;
const insideGit = /(?:^|\/)\.git(?:\/|$)/;
const ownTemps = /(?:^|\/)\.airlock-\d+-[0-9a-f]+\.tmp$/;

/** Tells of changes below the workspace in batches, and of changes of git's own state by themselves. */
export class WorkspaceWatch implements Disposable {
  readonly #root: string;
  readonly #changes = new Emitter<readonly WatchedChange[]>();
  readonly #repository = new Emitter<void>();
  #pending = new Map<string, WatchedChange["kind"]>();
  #firstPending = 0;
  #timer: NodeJS.Timeout | undefined;
  #subscription: AsyncSubscription | undefined;
  #disposed = false;

  readonly onDidChange = this.#changes.event;

  private constructor(root: string) {
    this.#root = root;
  }

  onDidChangeRepository(listener: () => void): Disposable {
    return this.#repository.event(listener);
  }

  /**
   * Starts watching; `root` is free of links. Where the system cannot (too many folders, a network disk) the answer is
   * a watch that stays silent, and one logged sentence says why.
   */
  static async start(root: string, log: (line: string) => void): Promise<WorkspaceWatch> {
    const watch = new WorkspaceWatch(root);
    const give = (error: unknown): void =>
      log(
        `watch: changes by other programs are not noticed here (${error instanceof Error ? error.message : String(error)}). Use Refresh in the explorer.`,
      );
    try {
      watch.#subscription = await subscribe(
        root,
        (error, events) => {
          if (error === null) watch.#take(events);
          else give(error);
        },
        { ignore: ignored },
      );
    } catch (error) {
      give(error);
    }
    return watch;
  }

  #take(events: readonly ParcelEvent[]): void {
    if (this.#disposed) return;
    let repositoryChanged = false;
    for (const { path: absolute, type } of events) {
      const path = relative(this.#root, absolute).split(sep).join("/");
      if (repositoryState.test(path)) repositoryChanged = !path.endsWith(".lock") || repositoryChanged;
      if (path !== "" && !insideGit.test(path) && !ownTemps.test(path)) this.#remember(path, type);
    }
    if (repositoryChanged) this.#repository.fire();
    if (this.#pending.size > 0) this.#flushSoon();
  }

  /** Saving by rename is a deletion and a creation to the system, and a change to a person. */
  #remember(path: string, type: ParcelEvent["type"]): void {
    if (this.#pending.size === 0) this.#firstPending = Date.now();
    const before = this.#pending.get(path);
    if (type === "delete" && before === "created") this.#pending.delete(path);
    else if (type === "delete") this.#pending.set(path, "deleted");
    else if (type === "create") this.#pending.set(path, before === "deleted" ? "changed" : "created");
    else if (before !== "created") this.#pending.set(path, "changed");
  }

  #flushSoon(): void {
    clearTimeout(this.#timer);
    const left = this.#firstPending + longestMilliseconds - Date.now();
    this.#timer = setTimeout(() => this.#flush(), Math.max(0, Math.min(quietMilliseconds, left)));
  }

  #flush(): void {
    const batch = [...this.#pending].map(([path, kind]) => ({ path, kind }));
    this.#pending = new Map();
    if (batch.length > 0) this.#changes.fire(batch);
  }

  dispose(): void {
    this.#disposed = true;
    clearTimeout(this.#timer);
    this.#changes.dispose();
    this.#repository.dispose();
    void this.#subscription?.unsubscribe().catch(() => {});
  }
}

/**
 * Tells when one file outside the workspace is written, replaced or removed. Its folder is watched, because a file that
 * is saved by rename is another file each time. Silent where the folder cannot be watched.
 */
export function watchFile(path: string, onChange: () => void): Disposable {
  try {
    const watcher = watchFolder(dirname(path), { persistent: false }, (_event, name) => {
      if (name === null || name === basename(path)) onChange();
    });
    watcher.on("error", () => {});
    return toDisposable(() => watcher.close());
  } catch {
    return toDisposable(() => {});
  }
}
