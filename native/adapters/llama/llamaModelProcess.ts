import type { ChildProcess } from "node:child_process";
import { join } from "node:path";
import type { CancelSignal } from "../../../core/base/cancelSignal.ts";
import { Emitter } from "../../../core/base/event.ts";
import { fail, ok, type Result } from "../../../core/base/result.ts";
import { longestContext } from "../../../core/completion/budget.ts";
import type {
  EndReason,
  GenerateEnd,
  GenerateListener,
  GenerateRequest,
  GenerateSeveralRequest,
  ModelPort,
  PromptFacts,
  PromptSegment,
  SeveralEnd,
  SeveralListener,
} from "../../../core/completion/modelPort.ts";
import { type Failure, failureOf } from "../../../core/contract/failure.ts";
import { crashFailure, forkBare } from "./forkBare.ts";
import { type FromModel, fromModel, type ThreadChoice, type ToModel } from "./protocol.ts";

export interface ModelProcessOptions {
  /** Absolute path of a GGUF whose header and hash were checked. */
  readonly file: string;
  /** 0: measure and choose. */
  readonly threads: number;
  readonly useGpu: boolean;
  /** A process that does not answer a cancel for this long is killed. Milliseconds. */
  readonly cancelGrace?: number;
  /** A process that gives no sign of life for this long while it works is killed. Milliseconds. */
  readonly stallLimit?: number;
  /** The program to run; only a packaged app needs another one. */
  readonly program?: string;
  /** The Node that runs it; this process's own when left out. */
  readonly node?: string;
}

type Done = GenerateEnd & { readonly reasons?: readonly EndReason[] | undefined };

interface Job {
  readonly listener: SeveralListener | undefined;
  readonly finish: (outcome: Result<Done, Failure>) => void;
  readonly several: boolean;
  stopping: boolean;
}

const defaultCancelGrace = 1500;
const defaultStallLimit = 30_000;
const loadLimit = 120_000;

/** The host's side of a model process. Whatever happens over there, every call here ends. */
export class LlamaModelProcess implements ModelPort {
  readonly contextTokens: number;
  readonly threads: ThreadChoice;
  readonly processId: number;
  readonly #child: ChildProcess;
  readonly #cancelGrace: number;
  readonly #stallLimit: number;
  readonly #jobs = new Map<number, Job>();
  readonly #didStop = new Emitter<Failure>();
  readonly onDidStop = this.#didStop.event;
  #nextId = 1;
  #stopped: Failure | undefined;
  #watch: NodeJS.Timeout | undefined;

  private constructor(child: ChildProcess, loaded: Loaded, options: ModelProcessOptions) {
    this.#child = child;
    this.contextTokens = loaded.contextTokens;
    this.threads = loaded.threads;
    this.processId = child.pid ?? 0;
    this.#cancelGrace = options.cancelGrace ?? defaultCancelGrace;
    this.#stallLimit = options.stallLimit ?? defaultStallLimit;
    child.on("message", (raw) => this.#receive(raw));
    child.once("exit", (code, signal) => this.#ended(crashFailure(code, signal)));
    if (child.exitCode !== null || child.signalCode !== null)
      this.#ended(crashFailure(child.exitCode, child.signalCode));
  }

  /** Starts the process and loads the model. Failures: "modelInvalid", "modelCrashed", "modelUnresponsive". */
  static async start(options: ModelProcessOptions): Promise<Result<LlamaModelProcess, Failure>> {
    const child = forkBare(
      options.program ?? join(import.meta.dirname, "modelProcess.ts"),
      options.node,
      "model",
    );
    const loaded = await load(child, options);
    if (loaded.ok) return ok(new LlamaModelProcess(child, loaded.value, options));
    child.kill("SIGKILL");
    return loaded;
  }

  async generate(
    request: GenerateRequest,
    listener: GenerateListener,
    signal: CancelSignal,
  ): Promise<Result<GenerateEnd, Failure>> {
    const { segments, ...rest } = request;
    return await this.#run(
      (id) => ({ type: "generate", id, segments: segments.map(sendable), ...rest }),
      { onPrompt: (facts) => listener.onPrompt(facts), onPiece: (_index, piece) => listener.onPiece(piece) },
      signal,
    );
  }

  async generateSeveral(
    request: GenerateSeveralRequest,
    listener: SeveralListener,
    signal: CancelSignal,
  ): Promise<Result<SeveralEnd, Failure>> {
    const { segments, samplings, shape, ...rest } = request;
    const done = await this.#run(
      (id) => ({
        type: "generateSeveral",
        id,
        segments: segments.map(sendable),
        samplings: [...samplings],
        ...(shape === undefined ? {} : { shape: [...shape] }),
        ...rest,
      }),
      listener,
      signal,
    );
    return done.ok ? ok({ ...done.value, reasons: done.value.reasons ?? [] }) : done;
  }

  async prefill(
    segments: readonly PromptSegment[],
    signal: CancelSignal,
  ): Promise<Result<PromptFacts, Failure>> {
    const read = await this.#run(
      (id) => ({ type: "prefill", id, segments: segments.map(sendable) }),
      undefined,
      signal,
    );
    // It gave way to somebody who waits.
    return read.ok && read.value.reason === "stopped" ? fail(cancelled()) : read;
  }

  /** Ends the process. Calls under way end with "cancelled". */
  dispose(): void {
    this.#ended(failureOf("cancelled", "The model was unloaded."), false);
    this.#child.kill("SIGKILL");
    this.#didStop.dispose();
  }

  #run(
    messageFor: (id: number) => ToModel,
    listener: SeveralListener | undefined,
    signal: CancelSignal,
  ): Promise<Result<Done, Failure>> {
    if (this.#stopped !== undefined) return Promise.resolve(fail(this.#stopped));
    if (signal.aborted) return Promise.resolve(fail(cancelled()));
    const id = this.#nextId++;
    const message = messageFor(id);
    return new Promise((resolve) => {
      const onAbort = (): void => this.#cancel(id);
      signal.addEventListener("abort", onAbort, { once: true });
      this.#jobs.set(id, {
        listener,
        several: message.type === "generateSeveral",
        stopping: false,
        finish: (outcome) => {
          this.#jobs.delete(id);
          signal.removeEventListener("abort", onAbort);
          if (this.#jobs.size === 0) clearTimeout(this.#watch);
          resolve(signal.aborted && this.#stopped === undefined ? fail(cancelled()) : outcome);
        },
      });
      this.#send(message);
      this.#watchFor(this.#stallLimit);
    });
  }

  /** One text is long enough. The only one of a job ends it; of several, the others go on. */
  #stop(id: number, index: number): void {
    const job = this.#jobs.get(id);
    if (job?.several === true) this.#send({ type: "cancel", id, index });
    else this.#cancel(id);
  }

  /** Asks for the job's end; a process that does not give it in time is killed. */
  #cancel(id: number): void {
    const job = this.#jobs.get(id);
    if (job === undefined || job.stopping) return;
    job.stopping = true;
    this.#send({ type: "cancel", id });
    this.#watchFor(this.#cancelGrace);
  }

  #send(message: ToModel): void {
    if (this.#child.connected) this.#child.send(message, () => {});
  }

  #receive(raw: unknown): void {
    const parsed = fromModel.safeParse(raw);
    if (!parsed.success) {
      this.#ended(
        failureOf("modelCrashed", "The model process sent something malformed and was ended. Restart it."),
      );
      this.#child.kill("SIGKILL");
      return;
    }
    const message = parsed.data;
    if (!("id" in message)) return;
    const job = this.#jobs.get(message.id);
    if (job === undefined) return;
    // A job that was told to stop and still talks must not put off the end it was given.
    if (![...this.#jobs.values()].some(({ stopping }) => stopping)) this.#watchFor(this.#stallLimit);
    this.#deliver(message, job);
  }

  #deliver(message: Extract<FromModel, { id: number }>, job: Job): void {
    switch (message.type) {
      case "prompt":
        if (!job.stopping) job.listener?.onPrompt(message);
        return;
      case "reading":
        return;
      case "piece":
        if (!job.stopping && job.listener?.onPiece(message.index, message) === "stop")
          this.#stop(message.id, message.index);
        return;
      case "done": {
        const { type, id, ...end } = message;
        job.finish(ok(end));
        this.#rearm();
        return;
      }
      case "tooLong":
        job.finish(
          fail(
            failureOf("tooLarge", `The prompt has ${message.tokens} tokens; ${message.limit} fit.`, {
              tokens: message.tokens,
              limit: message.limit,
            }),
          ),
        );
        return;
      case "failed":
        job.finish(fail(failureOf("modelCrashed", `The model could not go on: ${message.message}`)));
        return;
    }
  }

  /** After a stopped job has ended, the ones behind it get the ordinary patience again. */
  #rearm(): void {
    if (this.#jobs.size === 0) return;
    const stopping = [...this.#jobs.values()].some((job) => job.stopping);
    this.#watchFor(stopping ? this.#cancelGrace : this.#stallLimit);
  }

  #watchFor(milliseconds: number): void {
    clearTimeout(this.#watch);
    this.#watch = setTimeout(() => {
      this.#ended(
        failureOf(
          "modelUnresponsive",
          "The model stopped answering and its process was ended. Restart it to go on.",
        ),
      );
      this.#child.kill("SIGKILL");
    }, milliseconds);
    this.#watch.unref();
  }

  #ended(why: Failure, announce = true): void {
    if (this.#stopped !== undefined) return;
    this.#stopped = why;
    clearTimeout(this.#watch);
    for (const job of [...this.#jobs.values()]) job.finish(fail(why));
    if (announce) this.#didStop.fire(why);
  }
}

type SentSegment = Extract<ToModel, { type: "prefill" }>["segments"][number];

function sendable(segment: PromptSegment): SentSegment {
  return segment.kind === "chat" ? { kind: "chat", messages: [...segment.messages] } : segment;
}

interface Loaded {
  readonly contextTokens: number;
  readonly threads: ThreadChoice;
}

function load(child: ChildProcess, options: ModelProcessOptions): Promise<Result<Loaded, Failure>> {
  return new Promise((resolve) => {
    const finish = (outcome: Result<Loaded, Failure>): void => {
      clearTimeout(timer);
      child.removeListener("message", onMessage);
      child.removeListener("exit", onExit);
      resolve(outcome);
    };
    const timer = setTimeout(
      () =>
        finish(
          fail(failureOf("modelUnresponsive", "The model did not finish loading; its process was ended.")),
        ),
      loadLimit,
    );
    const onMessage = (raw: unknown): void => {
      const parsed = fromModel.safeParse(raw);
      if (!parsed.success) return;
      if (parsed.data.type === "loaded") finish(ok(parsed.data));
      if (parsed.data.type === "loadFailed")
        finish(fail(failureOf("modelInvalid", `The model could not be loaded: ${parsed.data.message}`)));
    };
    const onExit = (code: number | null, signal: NodeJS.Signals | null): void =>
      finish(fail(crashFailure(code, signal)));
    child.on("message", onMessage);
    child.once("exit", onExit);
    child.once("error", () =>
      finish(fail(failureOf("modelCrashed", "The model process could not be started."))),
    );
    const request: ToModel = {
      type: "load",
      file: options.file,
      mostContextTokens: longestContext,
      threads: options.threads,
      useGpu: options.useGpu,
    };
    child.send(request, () => {});
  });
}

function cancelled(): Failure {
  return failureOf("cancelled", "Cancelled.");
}
