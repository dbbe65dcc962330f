import { Emitter } from "../../../core/base/event.ts";
import { fail, ok, type Result } from "../../../core/base/result.ts";
import { type Failure, failureOf } from "../../../core/contract/failure.ts";
import {
  completeReply,
  executeReply,
  inspectReply,
  type MimeBundle,
} from "../../../core/scratch/jupyterMessage.ts";
import type {
  ExecuteOutcome,
  ExecuteRequest,
  Kernel,
  KernelInfo,
  KernelState,
} from "../../../core/scratch/kernelPort.ts";
import type { KernelHandle } from "./kernelHandle.ts";

/** What a kernel is asked; each protocol has its own words for it. */
export type KernelQuestion = "execute" | "complete" | "inspect" | "shutdown";

export const deadKernel = failureOf("unavailable", "The kernel has ended. Restart it.");
const shutdownPatienceMs = 3000;

interface Asked {
  readonly request: ExecuteRequest | undefined;
  readonly resolve: (result: Result<unknown, Failure>) => void;
}

/** What is the same of every kernel, however its messages travel: who waits for an answer, its state, its end. */
export abstract class AnsweringKernel<Waiting extends Asked> implements Kernel {
  abstract readonly info: KernelInfo;
  protected readonly handle: KernelHandle;
  /** By the identifier of what was asked. */
  protected readonly waiting = new Map<string, Waiting>();
  readonly #states = new Emitter<KernelState>();
  #state: KernelState;
  #isLetGo = false;

  readonly onDidChangeState = this.#states.event;

  protected constructor(handle: KernelHandle, state: KernelState) {
    this.handle = handle;
    this.#state = state;
    void handle.ended.then(() => this.#died());
  }

  get state(): KernelState {
    return this.#state;
  }

  async execute(request: ExecuteRequest): Promise<Result<ExecuteOutcome, Failure>> {
    const { code, isSilent = false, onInput } = request;
    const content = {
      code,
      silent: isSilent,
      store_history: !isSilent,
      user_expressions: {},
      allow_stdin: onInput !== undefined,
      stop_on_error: true,
    };
    const answered = await this.ask("execute", content, request);
    if (!answered.ok) return answered;
    const reply = executeReply.safeParse(answered.value);
    if (!reply.success) return fail(failureOf("unavailable", "The kernel's reply cannot be read."));
    const { status, execution_count: executionCount } = reply.data;
    return ok({ status: status === "abort" ? "aborted" : status, executionCount });
  }

  async complete(code: string, cursor: number) {
    const answered = await this.ask("complete", { code, cursor_pos: cursor });
    if (!answered.ok) return answered;
    const reply = completeReply.safeParse(answered.value);
    if (!reply.success) return ok({ matches: [], start: cursor, end: cursor });
    const { matches, cursor_start: start, cursor_end: end } = reply.data;
    return ok({ matches, start, end });
  }

  async inspect(code: string, cursor: number): Promise<Result<MimeBundle | undefined, Failure>> {
    const answered = await this.ask("inspect", { code, cursor_pos: cursor, detail_level: 0 });
    if (!answered.ok) return answered;
    const reply = inspectReply.safeParse(answered.value);
    return ok(reply.success && reply.data.found ? reply.data.data : undefined);
  }

  abstract interrupt(): Promise<void>;

  async shutdown(): Promise<void> {
    if (this.#state === "dead") return;
    void this.ask("shutdown", { restart: false });
    const patience = setTimeout(() => this.handle.kill(), shutdownPatienceMs);
    await this.handle.ended;
    clearTimeout(patience);
  }

  dispose(): void {
    if (this.#isLetGo) return;
    this.#isLetGo = true;
    this.hangUp();
    this.#died();
    this.#states.dispose();
  }

  protected get isLetGo(): boolean {
    return this.#isLetGo;
  }

  /** Resolves with the reply's content; fails once the kernel is dead. */
  protected abstract ask(
    question: KernelQuestion,
    content: object,
    request?: ExecuteRequest,
  ): Promise<Result<unknown, Failure>>;

  /** Closes what it is spoken to through. */
  protected abstract hangUp(): void;

  protected setState(state: KernelState): void {
    if (this.#state === state || this.#state === "dead") return;
    this.#state = state;
    this.#states.fire(state);
  }

  #died(): void {
    this.setState("dead");
    for (const { resolve } of this.waiting.values()) resolve(fail(deadKernel));
    this.waiting.clear();
  }
}
