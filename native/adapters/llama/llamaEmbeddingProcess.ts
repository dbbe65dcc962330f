import type { ChildProcess } from "node:child_process";
import { setPriority } from "node:os";
import { join } from "node:path";
import type { CancelSignal } from "../../../core/base/cancelSignal.ts";
import { fail, ok, type Result } from "../../../core/base/result.ts";
import { type Failure, failureOf } from "../../../core/contract/failure.ts";
import type { Embedder, EmbedUrgency } from "../../../core/retrieval/embedder.ts";
import { fromEmbedding, type ToEmbedding } from "./embeddingProtocol.ts";
import { crashFailure, forkBare } from "./forkBare.ts";

export interface EmbeddingProcessOptions {
  /** Absolute path of a GGUF whose header and hash were checked. */
  readonly file: string;
  readonly sha256: string;
  readonly threads: number;
  /** A process that gives no sign of life for this long while it works is killed. Milliseconds. */
  readonly stallLimit?: number;
  /** The program to run; only a packaged app needs another one. */
  readonly program?: string;
  /** The Node that runs it; this process's own when left out. */
  readonly node?: string;
}

type Vectors = readonly Float32Array[];

const defaultStallLimit = 30_000;
const loadLimit = 60_000;
/** It may work for hours: whoever types goes first. A question's vector takes some 10 ms and bears it. */
const background = 2;

/** The host's side of an embedding process. Whatever happens over there, every call here ends. */
export class LlamaEmbeddingProcess implements Embedder {
  readonly model: string;
  readonly dimensions: number;
  readonly processId: number;
  readonly #child: ChildProcess;
  readonly #stallLimit: number;
  readonly #jobs = new Map<number, (outcome: Result<Vectors, Failure>) => void>();
  #nextId = 1;
  #stopped: Failure | undefined;
  #watch: NodeJS.Timeout | undefined;

  private constructor(child: ChildProcess, dimensions: number, options: EmbeddingProcessOptions) {
    this.#child = child;
    this.model = options.sha256;
    this.dimensions = dimensions;
    this.processId = child.pid ?? 0;
    this.#stallLimit = options.stallLimit ?? defaultStallLimit;
    child.on("message", (raw) => this.#receive(raw));
    child.once("exit", (code, signal) => this.#ended(crashFailure(code, signal)));
    if (child.exitCode !== null || child.signalCode !== null)
      this.#ended(crashFailure(child.exitCode, child.signalCode));
  }

  /** Starts the process and loads the model. Failures: "modelInvalid", "modelCrashed", "modelUnresponsive". */
  static async start(options: EmbeddingProcessOptions): Promise<Result<LlamaEmbeddingProcess, Failure>> {
    const child = forkBare(
      options.program ?? join(import.meta.dirname, "embeddingProcess.ts"),
      options.node,
      "embedding model",
    );
    const dimensions = await load(child, options);
    if (!dimensions.ok) {
      child.kill("SIGKILL");
      return dimensions;
    }
    lowerPriority(child);
    return ok(new LlamaEmbeddingProcess(child, dimensions.value, options));
  }

  /** Undefined while it runs; why it does not, afterwards. */
  get stopped(): Failure | undefined {
    return this.#stopped;
  }

  embed(
    texts: readonly string[],
    signal: CancelSignal,
    urgency: EmbedUrgency,
  ): Promise<Result<Vectors, Failure>> {
    if (this.#stopped !== undefined) return Promise.resolve(fail(this.#stopped));
    if (signal.aborted) return Promise.resolve(fail(cancelled()));
    if (texts.length === 0) return Promise.resolve(ok([]));
    const id = this.#nextId++;
    return new Promise((resolve) => {
      // The text under way is finished over there; nobody waits for it.
      const onAbort = (): void => {
        this.#send({ type: "cancel", id });
        this.#finish(id, fail(cancelled()));
      };
      signal.addEventListener("abort", onAbort, { once: true });
      this.#jobs.set(id, (outcome) => {
        signal.removeEventListener("abort", onAbort);
        resolve(outcome);
      });
      this.#send({ type: "embed", id, texts: [...texts], urgency });
      this.#watchAgain();
    });
  }

  /** Ends the process. Calls under way end with "cancelled". */
  dispose(): void {
    this.#ended(failureOf("cancelled", "The embedding model was unloaded."));
    this.#child.kill("SIGKILL");
  }

  #send(message: ToEmbedding): void {
    if (this.#child.connected) this.#child.send(message, () => {});
  }

  #receive(raw: unknown): void {
    const parsed = fromEmbedding.safeParse(raw);
    if (!parsed.success) {
      this.#kill(failureOf("modelCrashed", "The embedding process sent something malformed and was ended."));
      return;
    }
    const message = parsed.data;
    switch (message.type) {
      case "done":
        this.#finish(message.id, ok(message.vectors));
        break;
      case "failed":
        this.#finish(
          message.id,
          fail(failureOf("modelCrashed", `The embedding model could not go on: ${message.message}`)),
        );
        break;
      case "stopped":
        this.#finish(message.id, fail(cancelled()));
        break;
      case "working":
      case "loaded":
      case "loadFailed":
        break;
    }
    this.#watchAgain();
  }

  #finish(id: number, outcome: Result<Vectors, Failure>): void {
    const job = this.#jobs.get(id);
    this.#jobs.delete(id);
    if (this.#jobs.size === 0) clearTimeout(this.#watch);
    job?.(outcome);
  }

  #watchAgain(): void {
    clearTimeout(this.#watch);
    if (this.#jobs.size === 0) return;
    this.#watch = setTimeout(
      () =>
        this.#kill(failureOf("modelUnresponsive", "The embedding model stopped answering and was ended.")),
      this.#stallLimit,
    );
    this.#watch.unref();
  }

  #kill(why: Failure): void {
    this.#ended(why);
    this.#child.kill("SIGKILL");
  }

  #ended(why: Failure): void {
    if (this.#stopped !== undefined) return;
    this.#stopped = why;
    clearTimeout(this.#watch);
    for (const id of [...this.#jobs.keys()]) this.#finish(id, fail(why));
  }
}

function load(child: ChildProcess, options: EmbeddingProcessOptions): Promise<Result<number, Failure>> {
  return new Promise((resolve) => {
    const finish = (outcome: Result<number, Failure>): void => {
      clearTimeout(timer);
      child.removeListener("message", onMessage);
      child.removeListener("exit", onExit);
      resolve(outcome);
    };
    const timer = setTimeout(
      () => finish(fail(failureOf("modelUnresponsive", "The embedding model did not finish loading."))),
      loadLimit,
    );
    const onMessage = (raw: unknown): void => {
      const parsed = fromEmbedding.safeParse(raw);
      if (!parsed.success) return;
      if (parsed.data.type === "loaded") finish(ok(parsed.data.dimensions));
      if (parsed.data.type === "loadFailed")
        finish(
          fail(failureOf("modelInvalid", `The embedding model could not be loaded: ${parsed.data.message}`)),
        );
    };
    const onExit = (code: number | null, signal: NodeJS.Signals | null): void =>
      finish(fail(crashFailure(code, signal)));
    child.on("message", onMessage);
    child.once("exit", onExit);
    child.once("error", () =>
      finish(fail(failureOf("modelCrashed", "The embedding process could not be started."))),
    );
    const request: ToEmbedding = { type: "load", file: options.file, threads: options.threads };
    child.send(request, () => {});
  });
}

function lowerPriority(child: ChildProcess): void {
  try {
    if (child.pid !== undefined) setPriority(child.pid, background);
  } catch {
    // It runs at the ordinary priority then.
  }
}

function cancelled(): Failure {
  return failureOf("cancelled", "Cancelled.");
}
