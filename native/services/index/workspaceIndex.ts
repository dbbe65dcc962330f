import type { Disposable } from "../../../core/base/disposable.ts";
import { Emitter } from "../../../core/base/event.ts";
import type { IndexState } from "../../../core/contract/retrieval.ts";
import type { IndexService } from "./indexService.ts";

/** Changes come in bursts; this long after the last of one they are read. Milliseconds. */
const settleMs = 300;
/** More changed files are a checkout: the whole tree is compared. */
const mostSingly = 200;
/** Whoever writes files that git ignores must not keep the index listing: it rests this many times as long as that took. */
const restFactor = 10;
const leastRestMs = 2000;
/** The model is left alone until it has been idle for this long. Milliseconds. */
const quietMs = 2000;
const announceMs = 250;
const ignoreFile = /(?:^|\/)\.(?:git|airlock)ignore$/;

/** Keeps the index of the opened workspace current: words first, then vectors while nobody else needs the processor. */
export class WorkspaceIndex implements Disposable {
  readonly #service: IndexService;
  readonly #didChangeState = new Emitter<IndexState>();
  readonly onDidChangeState = this.#didChangeState.event;
  readonly #ended = new AbortController();
  readonly #changed = new Set<string>();
  #state: IndexState = { state: "indexing", done: 0, total: 0 };
  #announced = 0;
  #rescan = false;
  #rescanAfter = 0;
  #wantsVectors = true;
  #lacksVectors = true;
  #note: string | undefined;
  #held = false;
  #embedding = new AbortController();
  #working = false;
  #timer: NodeJS.Timeout | undefined;
  #quiet: NodeJS.Timeout | undefined;

  constructor(service: IndexService) {
    this.#service = service;
  }

  get state(): IndexState {
    return this.#state;
  }

  start(): void {
    this.#rescan = true;
    void this.#work();
  }

  filesChanged(paths: readonly string[]): void {
    if (paths.length > mostSingly || paths.some((path) => ignoreFile.test(path))) this.#rescan = true;
    else for (const path of paths) this.#changed.add(path);
    if (this.#changed.size > mostSingly) this.#rescan = true;
    // What was just written is looked for sooner than what has lain there.
    this.#embedding.abort();
    this.#soon(settleMs);
  }

  /** Another branch was checked out. */
  treeChanged(): void {
    this.#rescan = true;
    this.#embedding.abort();
    this.#soon(settleMs);
  }

  wantVectors(wanted: boolean): void {
    this.#wantsVectors = wanted;
    this.#lacksVectors = wanted;
    this.#embedding.abort();
    this.#soon(settleMs);
  }

  /** While held, no vectors are made: somebody waits for another model. */
  hold(held: boolean): void {
    clearTimeout(this.#quiet);
    if (held) {
      this.#held = true;
      this.#embedding.abort();
    } else
      this.#quiet = setTimeout(() => {
        this.#held = false;
        void this.#work();
      }, quietMs);
  }

  dispose(): void {
    this.#ended.abort();
    this.#embedding.abort();
    clearTimeout(this.#timer);
    clearTimeout(this.#quiet);
    this.#didChangeState.dispose();
  }

  #soon(milliseconds: number): void {
    if (this.#ended.signal.aborted) return;
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => void this.#work(), milliseconds);
  }

  /** One thing after the other until nothing is left to do; a second call while it works is heard by the first. */
  async #work(): Promise<void> {
    if (this.#working || this.#ended.signal.aborted) return;
    this.#working = true;
    let more = true;
    while (more && !this.#ended.signal.aborted) more = await this.#step();
    this.#working = false;
  }

  /** Answers whether there may be more to do. */
  async #step(): Promise<boolean> {
    if (this.#rescan) return await this.#listAll();
    if (this.#changed.size > 0) return await this.#readChanged();
    if (this.#wantsVectors && this.#lacksVectors && !this.#held) return await this.#embed();
    this.#settle();
    return false;
  }

  async #listAll(): Promise<boolean> {
    const wait = this.#rescanAfter - performance.now();
    if (wait > 0) {
      this.#soon(wait);
      return false;
    }
    this.#rescan = false;
    this.#changed.clear();
    const began = performance.now();
    const built = await this.#service.index(
      ({ done, total }) => this.#show({ state: "indexing", done, total }, done === total),
      this.#ended.signal,
    );
    const now = performance.now();
    this.#rescanAfter = now + Math.max(leastRestMs, (now - began) * restFactor);
    if (!built.ok) {
      this.#show({ state: "stopped", reason: built.error.message });
      return false;
    }
    this.#lacksVectors = true;
    return true;
  }

  async #readChanged(): Promise<boolean> {
    const paths = [...this.#changed];
    this.#changed.clear();
    const updated = await this.#service.update(paths, this.#ended.signal);
    if (!updated.ok || !updated.value) this.#rescan = true;
    this.#lacksVectors = true;
    return true;
  }

  async #embed(): Promise<boolean> {
    this.#embedding = new AbortController();
    const embedded = await this.#service.embed(
      ({ done, total }) => this.#show({ state: "embedding", done, total }, done === total),
      this.#embedding.signal,
    );
    if (!embedded.ok && embedded.error.code === "cancelled") return true;
    this.#lacksVectors = false;
    this.#note = embedded.ok ? undefined : embedded.error.message;
    return true;
  }

  #settle(): void {
    const counts = this.#service.counts();
    if (!counts.ok) {
      this.#show({ state: "stopped", reason: counts.error.message });
      return;
    }
    const { files, chunks, vectors } = counts.value;
    this.#show({
      state: "ready",
      files,
      chunks,
      vectors,
      ...(this.#note === undefined ? {} : { note: this.#note }),
    });
  }

  /** Progress is announced a few times a second, any other change at once. */
  #show(state: IndexState, always = false): void {
    const before = this.#state;
    this.#state = state;
    const now = performance.now();
    if (!always && state.state === before.state && now - this.#announced < announceMs) return;
    this.#announced = now;
    this.#didChangeState.fire(state);
  }
}
