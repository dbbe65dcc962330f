import { type Disposable, toDisposable } from "../../../core/base/disposable.ts";
import { fail, ok, type Result } from "../../../core/base/result.ts";
import type { ModelPort } from "../../../core/completion/modelPort.ts";
import { type Failure, failureOf } from "../../../core/contract/failure.ts";
import type { ModelInfo, ModelState } from "../../../core/contract/model.ts";
import type { EventBus } from "../../rpc/eventBus.ts";
import type { ModelRegistry } from "./modelRegistry.ts";

export interface StartedModel {
  readonly info: ModelInfo;
  readonly port: ModelPort;
}

export interface ModelServiceParts {
  readonly registry: ModelRegistry;
  readonly bus: EventBus;
  /** Starts a process for a file whose header and hash were checked. */
  readonly startProcess: (file: string, threads: number) => Promise<Result<ModelPort, Failure>>;
  readonly threads: () => number;
  /** "" is the bundled one. */
  readonly selected: () => string;
  readonly rememberSelected: (id: string) => Promise<unknown>;
  /** Bytes that a new process could take right now. */
  readonly availableMemory: () => number;
  readonly log: (line: string) => void;
}

/** Keeps one model loaded, says how it is, and brings it back when it falls. */
export class ModelService implements Disposable {
  readonly registry: ModelRegistry;
  readonly #parts: ModelServiceParts;
  #state: ModelState = { state: "none", reason: "No model is loaded yet." };
  #loading: Promise<Result<StartedModel, Failure>> | undefined;
  #started: StartedModel | undefined;
  /** Why there is no model, until the next attempt that someone asks for. */
  #failure: Failure | undefined;
  #working: string[] = [];
  /** The number of the last request for a model; they count in the order they were asked, not found on disk. */
  #lastRequest = 0;
  /** The request being served, so that an overtaken one knows to throw its process away. */
  #served = 0;
  #disposed = false;

  /** Choices being carried out: the setting says something older meanwhile. */
  #choosing = 0;
  readonly #settingsWatch: Disposable;

  constructor(parts: ModelServiceParts) {
    this.#parts = parts;
    this.registry = parts.registry;
    this.#settingsWatch = parts.bus.on("settings.didChange", () => this.#followSetting());
  }

  get state(): ModelState {
    return this.#state;
  }

  /** Loads the selected model in the background; `current` waits for it. */
  start(): void {
    void this.current();
  }

  /** The loaded model; waits while it loads. One that stopped stays stopped until `restart`: a crash must be seen. */
  async current(): Promise<Result<StartedModel, Failure>> {
    for (;;) {
      if (this.#started !== undefined) return ok(this.#started);
      if (this.#failure !== undefined) return fail(this.#failure);
      if (this.#disposed) return fail(failureOf("unavailable", "Airlock is closing."));
      const loaded = await (this.#loading ?? this.#load(this.#parts.selected(), false));
      // Whoever waits wants the model of now: when another was chosen meanwhile, that one.
      if (loaded.ok || loaded.error.code !== "cancelled") return loaded;
    }
  }

  /** What the model is doing, for the status bar, until disposed. */
  working(doing: string): Disposable {
    this.#working = [...this.#working, doing];
    this.#showWork();
    return toDisposable(() => {
      const index = this.#working.lastIndexOf(doing);
      this.#working = this.#working.filter((_, at) => at !== index);
      this.#showWork();
    });
  }

  async select(id: string, ignoreMemoryEstimate: boolean): Promise<Result<ModelState, Failure>> {
    const request = ++this.#lastRequest;
    const found = await this.registry.find(id);
    if (!found.ok) return found;
    if (found.value.capabilities.embedding) return fail(cannotWrite(found.value));
    if (request < this.#served) return fail(overtaken());
    this.#choosing++;
    try {
      const loaded = await this.#load(id, ignoreMemoryEstimate, request);
      if (!loaded.ok) return loaded;
      await this.#parts.rememberSelected(found.value.bundled ? "" : found.value.id);
      return ok(this.#state);
    } finally {
      this.#choosing--;
    }
  }

  async restart(): Promise<Result<ModelState, Failure>> {
    const id = this.#state.state === "none" ? this.#parts.selected() : this.#state.model.id;
    const loaded = await this.#load(id, false);
    return loaded.ok ? ok(this.#state) : loaded;
  }

  async remove(id: string): Promise<Result<void, Failure>> {
    const removed = await this.registry.remove(id);
    if (!removed.ok || this.#state.state === "none" || this.#state.model.id !== id) return removed;
    this.#choosing++;
    try {
      await this.#parts.rememberSelected("");
      await this.#load("", false);
    } finally {
      this.#choosing--;
    }
    return removed;
  }

  dispose(): void {
    this.#disposed = true;
    this.#settingsWatch.dispose();
    this.#unload();
  }

  /** Somebody edited the settings by hand. Before the first load there is nothing to follow. */
  #followSetting(): void {
    if (this.#choosing > 0 || this.#state.state === "none") return;
    const wanted = this.#parts.selected();
    const { model } = this.#state;
    if (wanted === model.id || (wanted === "" && model.bundled)) return;
    void this.#load(wanted, false);
  }

  #load(
    id: string,
    ignoreMemoryEstimate: boolean,
    request = ++this.#lastRequest,
  ): Promise<Result<StartedModel, Failure>> {
    this.#unload();
    this.#failure = undefined;
    this.#served = request;
    const loading = this.#loadOnce(id, ignoreMemoryEstimate, request);
    this.#loading = loading;
    void loading.finally(() => {
      if (this.#loading === loading) this.#loading = undefined;
    });
    return loading;
  }

  async #loadOnce(
    id: string,
    ignoreMemoryEstimate: boolean,
    request: number,
  ): Promise<Result<StartedModel, Failure>> {
    const found = await this.registry.find(id);
    if (!found.ok) {
      if (request === this.#served) {
        this.#failure = found.error;
        this.#show({ state: "none", reason: found.error.message });
      }
      return found;
    }
    const model = found.value;
    if (request === this.#served) this.#show({ state: "loading", model });
    const port = await this.#startChecked(model, ignoreMemoryEstimate);
    if (request !== this.#served || this.#disposed) {
      if (port.ok) port.value.dispose();
      return fail(overtaken());
    }
    if (!port.ok) {
      this.#failure = port.error;
      this.#parts.log(`model: ${model.name}: ${port.error.message}`);
      this.#show({ state: "stopped", model, reason: port.error.message, canRestart: canRestart(port.error) });
      return port;
    }
    const started: StartedModel = { info: model, port: port.value };
    this.#started = started;
    port.value.onDidStop((why) => this.#stopped(started, why));
    this.#show({ state: "idle", model });
    return ok(started);
  }

  async #startChecked(model: ModelInfo, ignoreMemoryEstimate: boolean): Promise<Result<ModelPort, Failure>> {
    if (model.capabilities.embedding) return fail(cannotWrite(model));
    const available = this.#parts.availableMemory();
    if (!ignoreMemoryEstimate && model.memoryEstimate > available) return fail(tooLarge(model, available));
    const approved = await this.registry.approve(model);
    if (!approved.ok) return approved;
    const port = await this.#parts.startProcess(model.file, this.#parts.threads());
    if (!port.ok || (await this.registry.isUnchanged(model, approved.value))) return port;
    port.value.dispose();
    return fail(
      failureOf(
        "modelHashMismatch",
        `The file of ${model.name} changed while it was being loaded. It was unloaded.`,
      ),
    );
  }

  #stopped(started: StartedModel, why: Failure): void {
    if (this.#started !== started) return;
    this.#started = undefined;
    this.#failure = why;
    this.#parts.log(`model: ${started.info.name}: ${why.message}`);
    this.#show({ state: "stopped", model: started.info, reason: why.message, canRestart: canRestart(why) });
  }

  #unload(): void {
    const started = this.#started;
    this.#started = undefined;
    started?.port.dispose();
  }

  #showWork(): void {
    if (this.#started === undefined || this.#disposed) return;
    const doing = this.#working.at(-1);
    const model = this.#started.info;
    this.#show(doing === undefined ? { state: "idle", model } : { state: "busy", model, doing });
  }

  #show(state: ModelState): void {
    this.#state = state;
    if (!this.#disposed) this.#parts.bus.fire("model.didChangeState", state);
  }
}

/** Loading again changes nothing about a file that is wrong or too large. */
function canRestart(why: Failure): boolean {
  return why.code !== "modelInvalid" && why.code !== "modelTooLarge" && why.code !== "modelHashMismatch";
}

function cannotWrite(model: ModelInfo): Failure {
  return failureOf(
    "modelInvalid",
    `${model.name} makes vectors for search and cannot write; Airlock uses it there by itself. Choose another model.`,
  );
}

function overtaken(): Failure {
  return failureOf("cancelled", "Another model was chosen meanwhile.");
}

function tooLarge(model: ModelInfo, available: number): Failure {
  const gigabytes = (bytes: number): string => `${(bytes / 1e9).toFixed(1)} GB`;
  return failureOf(
    "modelTooLarge",
    `${model.name} needs about ${gigabytes(model.memoryEstimate)} of memory and ${gigabytes(available)} are free. It was not loaded; close something, choose a smaller model, or load it anyway.`,
    { memoryEstimate: model.memoryEstimate, available },
  );
}
