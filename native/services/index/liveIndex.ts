import type { CancelSignal } from "../../../core/base/cancelSignal.ts";
import { type Disposable, DisposableStore } from "../../../core/base/disposable.ts";
import type { Event } from "../../../core/base/event.ts";
import { fail, ok, type Result } from "../../../core/base/result.ts";
import { type Failure, failureOf } from "../../../core/contract/failure.ts";
import type { IndexState, RetrievedChunk, RetrieveOptions } from "../../../core/contract/retrieval.ts";
import type { Settings } from "../../../core/contract/settings.ts";
import type { DefinitionPlace } from "../../../core/retrieval/indexStore.ts";
import type { EventBus } from "../../rpc/eventBus.ts";
import type { RequestHandlers } from "../../rpc/handlers.ts";
import type { CodeIndex } from "./codeIndex.ts";
import type { Reference } from "./referencesTo.ts";

/** The process that keeps the index; native/adapters/indexProcess is one. */
export interface IndexHost extends Disposable {
  readonly onDidChangeState: Event<IndexState>;
  readonly onDidStop: Event<Failure>;
  retrieve(
    query: string,
    options: RetrieveOptions,
    signal: CancelSignal,
  ): Promise<Result<readonly RetrievedChunk[], Failure>>;
  definitionsOf(name: string): Promise<Result<readonly DefinitionPlace[], Failure>>;
  referencesTo(name: string): Promise<Result<readonly Reference[], Failure>>;
  filesChanged(paths: readonly string[]): void;
  treeChanged(): void;
  wantVectors(wanted: boolean): void;
  hold(held: boolean): void;
}

export interface LiveIndexParts {
  readonly bus: EventBus;
  readonly settings: () => Pick<Settings, "retrieval.index">;
  readonly startProcess: (vectors: boolean) => Promise<Result<IndexHost, Failure>>;
  readonly log: (line: string) => void;
  /** How long after the first page the index is begun, so that the start belongs to the page. Milliseconds. */
  readonly startDelay?: number;
}

const defaultStartDelay = 3000;
/** A large tree takes minutes: a question is answered from what is there after this long. Milliseconds. */
const longestWait = 5000;
const restartDelay = 5000;
/** A process that falls again and again is left alone until Airlock starts anew. */
const mostFalls = 3;

/** The index of the opened workspace, kept current by a process of its own; started once a page is there, or somebody asks. */
export class LiveIndex implements CodeIndex, Disposable {
  readonly #parts: LiveIndexParts;
  readonly #children = new DisposableStore();
  #state: IndexState = { state: "off", reason: "The index is not begun yet." };
  #process: Promise<Result<IndexHost, Failure>> | undefined;
  #running: IndexHost | undefined;
  #branch: string | undefined;
  #timer: NodeJS.Timeout | undefined;
  #wanted = false;
  #falls = 0;
  #disposed = false;

  constructor(parts: LiveIndexParts) {
    this.#parts = parts;
    const { bus } = parts;
    this.#children.add(
      bus.on("files.didChange", ({ changes }) =>
        this.#running?.filesChanged(changes.map(({ path }) => path)),
      ),
    );
    this.#children.add(bus.on("git.didChange", ({ branch }) => this.#onBranch(branch)));
    this.#children.add(bus.on("model.didChangeState", ({ state }) => this.#running?.hold(state === "busy")));
    this.#children.add(bus.on("settings.didChange", () => this.#followSetting()));
  }

  get state(): IndexState {
    return this.#state;
  }

  /** A page is there: the index is begun soon. */
  start(): void {
    this.#wanted = true;
    if (this.#process !== undefined || this.#timer !== undefined || this.#disposed) return;
    this.#startIn(this.#parts.startDelay ?? defaultStartDelay);
  }

  async retrieve(
    query: string,
    options: RetrieveOptions,
    signal: AbortSignal,
  ): Promise<Result<readonly RetrievedChunk[], Failure>> {
    this.#wanted = true;
    const running = await this.#open();
    return running.ok ? await running.value.retrieve(query, options, signal) : running;
  }

  async definitionsOf(name: string): Promise<Result<readonly DefinitionPlace[], Failure>> {
    const running = await this.#open();
    return running.ok ? await running.value.definitionsOf(name) : running;
  }

  async referencesTo(name: string): Promise<Result<readonly Reference[], Failure>> {
    const running = await this.#open();
    return running.ok ? await running.value.referencesTo(name) : running;
  }

  async upToDate(): Promise<void> {
    this.#wanted = true;
    const running = await this.#open();
    if (!running.ok || this.#hasWords()) return;
    await new Promise<void>((resolve) => {
      const finish = (): void => {
        clearTimeout(timer);
        heard.dispose();
        resolve();
      };
      const timer = setTimeout(finish, longestWait);
      const heard = this.#parts.bus.on("index.didChangeState", () => {
        if (this.#hasWords()) finish();
      });
    });
  }

  #hasWords(): boolean {
    return ["ready", "embedding", "stopped"].includes(this.#state.state);
  }

  dispose(): void {
    this.#disposed = true;
    clearTimeout(this.#timer);
    this.#children.dispose();
    this.#running?.dispose();
  }

  #startIn(milliseconds: number): void {
    this.#timer = setTimeout(() => {
      this.#timer = undefined;
      void this.#open();
    }, milliseconds);
  }

  #open(): Promise<Result<IndexHost, Failure>> {
    const mode = this.#parts.settings()["retrieval.index"];
    if (mode === "off") {
      const reason = "The index is switched off in the settings (retrieval.index).";
      this.#show({ state: "off", reason });
      return Promise.resolve(fail(failureOf("unavailable", reason)));
    }
    this.#process ??= this.#start(mode === "full");
    return this.#process;
  }

  async #start(vectors: boolean): Promise<Result<IndexHost, Failure>> {
    const started = await this.#parts.startProcess(vectors);
    if (!started.ok) {
      this.#fell(started.error);
      return started;
    }
    if (this.#disposed) {
      started.value.dispose();
      return fail(failureOf("cancelled", "Airlock is closing."));
    }
    const running = started.value;
    this.#running = running;
    running.onDidChangeState((state) => {
      if (this.#running === running) this.#show(state);
    });
    running.onDidStop((why) => {
      if (this.#running === running) this.#fell(why);
    });
    return started;
  }

  #fell(why: Failure): void {
    this.#running = undefined;
    this.#process = undefined;
    this.#falls++;
    this.#parts.log(`index: ${why.message}`);
    this.#show({ state: "stopped", reason: why.message });
    if (this.#falls < mostFalls && !this.#disposed) this.#startIn(restartDelay);
  }

  #onBranch(branch: string | undefined): void {
    if (this.#branch !== undefined && branch !== this.#branch) this.#running?.treeChanged();
    this.#branch = branch;
  }

  #followSetting(): void {
    if (!this.#wanted) return;
    const mode = this.#parts.settings()["retrieval.index"];
    if (mode !== "off" && this.#running === undefined) void this.#open();
    else if (mode !== "off") this.#running?.wantVectors(mode === "full");
    else {
      this.#running?.dispose();
      this.#running = undefined;
      this.#process = undefined;
      void this.#open();
    }
  }

  #show(state: IndexState): void {
    this.#state = state;
    if (!this.#disposed) this.#parts.bus.fire("index.didChangeState", state);
  }
}

export function retrievalHandlers(
  index: LiveIndex,
): Pick<RequestHandlers, "index.status" | "index.retrieve"> {
  return {
    "index.status": () => ok(index.state),
    "index.retrieve": async ({ query, options }, { signal }) => {
      const found = await index.retrieve(query, options, signal);
      return found.ok ? ok({ chunks: [...found.value] }) : found;
    },
  };
}
