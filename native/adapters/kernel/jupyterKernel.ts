import { Dealer, Subscriber } from "zeromq";
import { fail, ok, type Result } from "../../../core/base/result.ts";
import { type Failure, failureOf } from "../../../core/contract/failure.ts";
import {
  infoReply,
  inputContent,
  type JupyterMessage,
  statusContent,
} from "../../../core/scratch/jupyterMessage.ts";
import type { ExecuteRequest, KernelInfo } from "../../../core/scratch/kernelPort.ts";
import { AnsweringKernel, deadKernel, type KernelQuestion } from "./answeringKernel.ts";
import { addressOf, type ConnectionFile } from "./connectionFile.ts";
import { JupyterWire } from "./jupyterWire.ts";
import type { KernelHandle } from "./kernelHandle.ts";
import { outputOf } from "./outputOf.ts";

interface Waiting {
  readonly request: ExecuteRequest | undefined;
  readonly resolve: (result: Result<unknown, Failure>) => void;
  reply: unknown;
  hasReply: boolean;
  /** The kernel has said that it is idle again: no output is to come. */
  isIdle: boolean;
}

/** How often a kernel is greeted until what it publishes arrives too. */
const greetEveryMs = 100;

/** A Jupyter kernel over its five sockets. */
export class JupyterKernel extends AnsweringKernel<Waiting> {
  readonly #wire: JupyterWire;
  readonly #log: (line: string) => void;
  readonly #shell = new Dealer({ linger: 0 });
  readonly #control = new Dealer({ linger: 0 });
  readonly #stdin = new Dealer({ linger: 0 });
  readonly #iopub = new Subscriber({ linger: 0, receiveHighWaterMark: 0 });
  /** Requests that run nothing: that a kernel is busy with them is nobody's business. */
  readonly #quiet = new Set<string>();
  #sending: Promise<void> = Promise.resolve();
  #info: KernelInfo = { implementation: "", language: "", languageVersion: "", fileExtension: "" };
  /** Something has come on the channel that everybody hears. */
  #hasHeard = false;

  private constructor(file: ConnectionFile, handle: KernelHandle, log: (line: string) => void) {
    super(handle, "starting");
    this.#wire = new JupyterWire(file.key);
    this.#log = log;
    // Questions to a person come to whoever has the identity that ran the code.
    const identity = `airlock-${process.pid}-${Math.random().toString(36).slice(2)}`;
    this.#shell.routingId = identity;
    this.#stdin.routingId = identity;
    this.#shell.connect(addressOf(file, "shell"));
    this.#control.connect(addressOf(file, "control"));
    this.#stdin.connect(addressOf(file, "stdin"));
    this.#iopub.connect(addressOf(file, "iopub"));
    this.#iopub.subscribe();
    void this.#listen(this.#shell, (message) => this.#replied(message));
    void this.#listen(this.#control, (message) => this.#replied(message));
    void this.#listen(this.#stdin, (message) => void this.#asked(message));
    void this.#listen(this.#iopub, (message) => this.#published(message));
  }

  /** Resolves once the kernel answers; fails where it ends first, or the signal fires. */
  static async connect(
    file: ConnectionFile,
    handle: KernelHandle,
    log: (line: string) => void,
    signal: AbortSignal,
  ): Promise<Result<JupyterKernel, Failure>> {
    const kernel = new JupyterKernel(file, handle, log);
    const info = await kernel.#greet(signal);
    if (info.ok) return ok(kernel);
    kernel.dispose();
    return info;
  }

  get info(): KernelInfo {
    return this.#info;
  }

  async interrupt(): Promise<void> {
    if (this.state === "dead") return;
    if (!this.handle.interrupt()) await this.#request(this.#control, "interrupt_request", {});
  }

  protected ask(
    question: KernelQuestion,
    content: object,
    request?: ExecuteRequest,
  ): Promise<Result<unknown, Failure>> {
    const socket = question === "shutdown" ? this.#control : this.#shell;
    return this.#request(socket, `${question}_request`, content, request);
  }

  protected hangUp(): void {
    for (const socket of [this.#shell, this.#control, this.#stdin, this.#iopub]) socket.close();
  }

  async #greet(signal: AbortSignal): Promise<Result<void, Failure>> {
    const stopped = new Promise<Result<never, Failure>>((resolve) => {
      const stop = (): void => resolve(fail(failureOf("cancelled", "Stopped before the kernel answered.")));
      if (signal.aborted) stop();
      else signal.addEventListener("abort", stop, { once: true });
    });
    const answered = await Promise.race([this.#request(this.#shell, "kernel_info_request", {}), stopped]);
    if (!answered.ok) return answered;
    // A subscription takes hold some time after it was made: what is published until then would be missed.
    while (!this.#hasHeard) {
      const pause = new Promise<undefined>((resolve) => setTimeout(() => resolve(undefined), greetEveryMs));
      const again = await Promise.race([this.#request(this.#shell, "kernel_info_request", {}), stopped]);
      if (!again.ok) return again;
      const ended = await Promise.race([pause, stopped]);
      if (ended !== undefined) return ended;
    }
    const reply = infoReply.safeParse(answered.value);
    if (!reply.success) return fail(failureOf("unavailable", "What answers is no Jupyter kernel."));
    const { implementation, implementation_version: version, language_info: language } = reply.data;
    this.#info = {
      implementation: `${implementation} ${version}`.trim(),
      language: language.name,
      languageVersion: language.version,
      fileExtension: language.file_extension,
    };
    if (this.state === "starting") this.setState("idle");
    return ok(undefined);
  }

  #request(
    socket: Dealer,
    type: string,
    content: object,
    request?: ExecuteRequest,
  ): Promise<Result<unknown, Failure>> {
    if (this.state === "dead") return Promise.resolve(fail(deadKernel));
    const { id, frames } = this.#wire.encode({ type, content });
    return new Promise((resolve) => {
      // The control channel's states are told apart badly by kernels: its reply is enough.
      const isIdle = request === undefined;
      if (isIdle) this.#quiet.add(id);
      this.waiting.set(id, { request, resolve, reply: undefined, hasReply: false, isIdle });
      this.#send(socket, frames);
    });
  }

  /** A socket takes one message at a time. */
  #send(socket: Dealer, frames: readonly Buffer[]): void {
    this.#sending = this.#sending
      .then(() => socket.send([...frames]))
      .catch((error: unknown) => {
        if (!this.isLetGo) this.#log(`kernel: a message was not sent: ${String(error)}`);
      });
  }

  async #listen(socket: Dealer | Subscriber, handle: (message: JupyterMessage) => void): Promise<void> {
    try {
      for await (const frames of socket) {
        const message = this.#wire.decode(frames);
        if (message.ok) handle(message.value);
        else this.#log(`kernel: a message was dropped: ${message.error}.`);
      }
    } catch (error) {
      if (!this.isLetGo) this.#log(`kernel: a socket has failed: ${String(error)}`);
    }
  }

  #replied({ parentId, content }: JupyterMessage): void {
    const waiting = this.waiting.get(parentId);
    if (waiting === undefined) return;
    waiting.reply = content;
    waiting.hasReply = true;
    this.#settle(parentId, waiting);
  }

  #published(message: JupyterMessage): void {
    const { header, parentId, content } = message;
    this.#hasHeard = true;
    const waiting = this.waiting.get(parentId);
    if (header.msg_type === "status") {
      const status = statusContent.safeParse(content);
      if (!status.success) return;
      const { execution_state: state } = status.data;
      const isQuiet = state === "idle" ? this.#quiet.delete(parentId) : this.#quiet.has(parentId);
      if (!isQuiet && (state === "idle" || state === "busy")) this.setState(state);
      if (state !== "idle" || waiting === undefined) return;
      waiting.isIdle = true;
      this.#settle(parentId, waiting);
      return;
    }
    const output = outputOf(header.msg_type, content);
    if (output !== undefined) waiting?.request?.onOutput(output);
  }

  async #asked({ header, parentId, content }: JupyterMessage): Promise<void> {
    const question = inputContent.safeParse(content);
    const onInput = this.waiting.get(parentId)?.request?.onInput;
    if (header.msg_type !== "input_request" || !question.success) return;
    const value = await onInput?.(question.data.prompt, question.data.password);
    // Ctrl+D is what Python's input() takes for the end.
    const answer = { type: "input_reply", content: { value: value ?? "\u0004" }, parent: header };
    this.#send(this.#stdin, this.#wire.encode(answer).frames);
  }

  #settle(id: string, { hasReply, isIdle, reply, resolve }: Waiting): void {
    if (!hasReply || !isIdle) return;
    this.waiting.delete(id);
    resolve(ok(reply));
  }
}
