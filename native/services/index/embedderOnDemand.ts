import type { Disposable } from "../../../core/base/disposable.ts";
import { fail, ok, type Result } from "../../../core/base/result.ts";
import { type Failure, failureOf } from "../../../core/contract/failure.ts";
import type { ModelInfo } from "../../../core/contract/model.ts";
import type { Embedder, EmbedderSupply } from "../../../core/retrieval/embedder.ts";
import type { ModelRegistry } from "../models/modelRegistry.ts";

export interface EmbedderOnDemandParts {
  readonly registry: ModelRegistry;
  /** Starts a process for a model whose header and hash were checked. */
  readonly start: (model: ModelInfo) => Promise<Result<Embedder, Failure>>;
  /** Bytes that a new process could take right now. */
  readonly availableMemory: () => number;
}

/** A model that nobody asked for this long is unloaded; it is back in a second. Milliseconds. */
const idleLimit = 5 * 60_000;
/** A model that falls again and again is left alone. */
const mostFalls = 5;

/** Keeps one embedding model loaded while it is used: the one added last, else the bundled one. */
export class EmbedderOnDemand implements EmbedderSupply, Disposable {
  readonly #parts: EmbedderOnDemandParts;
  #running: Embedder | undefined;
  #starting: Promise<Result<Embedder, Failure>> | undefined;
  #falls = 0;
  #idle: NodeJS.Timeout | undefined;
  #disposed = false;

  constructor(parts: EmbedderOnDemandParts) {
    this.#parts = parts;
  }

  current(): Promise<Result<Embedder, Failure>> {
    this.#awaitIdle();
    const running = this.#running;
    if (running !== undefined && running.stopped === undefined) return Promise.resolve(ok(running));
    if (running?.stopped !== undefined) {
      this.#falls++;
      this.#running = undefined;
      if (this.#falls >= mostFalls) return Promise.resolve(fail(running.stopped));
    }
    this.#starting ??= this.#start().finally(() => {
      this.#starting = undefined;
    });
    return this.#starting;
  }

  dispose(): void {
    this.#disposed = true;
    clearTimeout(this.#idle);
    this.#running?.dispose();
  }

  async #start(): Promise<Result<Embedder, Failure>> {
    const { registry } = this.#parts;
    const model = await registry.embedding();
    if (!model.ok) return model;
    if (model.value === undefined) return fail(noModel());
    if (model.value.memoryEstimate > this.#parts.availableMemory())
      return fail(failureOf("modelTooLarge", `${model.value.name} does not fit into the free memory.`));
    const approved = await registry.approve(model.value);
    if (!approved.ok) return approved;
    const started = await this.#parts.start(model.value);
    if (!started.ok) return started;
    const isUnchanged = await registry.isUnchanged(model.value, approved.value);
    if (this.#disposed || !isUnchanged) {
      started.value.dispose();
      return fail(this.#disposed ? failureOf("cancelled", "Airlock is closing.") : swapped(model.value));
    }
    this.#running = started.value;
    return started;
  }

  #awaitIdle(): void {
    clearTimeout(this.#idle);
    this.#idle = setTimeout(() => {
      this.#running?.dispose();
      this.#running = undefined;
    }, idleLimit);
    this.#idle.unref();
  }
}

function swapped(model: ModelInfo): Failure {
  return failureOf(
    "modelHashMismatch",
    `The file of ${model.name} changed while it was being loaded. It was unloaded.`,
  );
}

function noModel(): Failure {
  return failureOf(
    "modelMissing",
    "There is no embedding model: search goes by words and names alone. Add one with airlock model add FILE.gguf.",
  );
}
