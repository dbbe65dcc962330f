import { connect, type Socket } from "node:net";
import { createInterface } from "node:readline";
import { z } from "zod";
import { fail, ok, type Result } from "../../../core/base/result.ts";
import { type Failure, failureOf } from "../../../core/contract/failure.ts";
import { inputContent } from "../../../core/scratch/jupyterMessage.ts";
import type { ExecuteRequest, KernelInfo } from "../../../core/scratch/kernelPort.ts";
import { AnsweringKernel, deadKernel, type KernelQuestion } from "./answeringKernel.ts";
import type { KernelHandle } from "./kernelHandle.ts";
import { outputOf } from "./outputOf.ts";

const message = z.looseObject({ kind: z.string(), parent: z.string().nullish() });
const hello = z.looseObject({ kind: z.literal("hello"), version: z.string() });

interface Waiting {
  readonly request: ExecuteRequest | undefined;
  readonly resolve: (result: Result<unknown, Failure>) => void;
}

const tryEveryMs = 50;

/** The bundled kernel (resources/kernel/airlock_kernel.py): lines of JSON over a Unix socket. */
export class StandardKernel extends AnsweringKernel<Waiting> {
  readonly info: KernelInfo;
  readonly #socket: Socket;
  #last = 0;

  private constructor(socket: Socket, version: string, handle: KernelHandle) {
    super(handle, "idle");
    this.#socket = socket;
    this.info = {
      implementation: "Airlock's own",
      language: "python",
      languageVersion: version,
      fileExtension: ".py",
    };
  }

  /** Resolves once the kernel has said hello; fails where it ends first, or the signal fires. */
  static async connect(
    path: string,
    token: string,
    handle: KernelHandle,
    log: (line: string) => void,
    signal: AbortSignal,
  ): Promise<Result<StandardKernel, Failure>> {
    let hasEnded = false;
    void handle.ended.then(() => {
      hasEnded = true;
    });
    while (!signal.aborted && !hasEnded) {
      const socket = await connected(path);
      if (socket === undefined) {
        await new Promise<void>((resolve) => setTimeout(resolve, tryEveryMs));
        continue;
      }
      socket.write(`${JSON.stringify({ token })}\n`);
      return await greeted(socket, handle, log, (one, version) => new StandardKernel(one, version, handle));
    }
    return fail(hasEnded ? deadKernel : failureOf("cancelled", "Stopped before the kernel answered."));
  }

  async interrupt(): Promise<void> {
    if (this.state !== "dead") this.handle.interrupt();
  }

  /** A line of the kernel's. */
  heard(content: unknown): void {
    const said = message.safeParse(content);
    if (!said.success) return;
    const { kind, parent } = said.data;
    const waiting = this.waiting.get(parent ?? "");
    if (waiting === undefined) return;
    if (kind === "reply") {
      this.waiting.delete(parent ?? "");
      if (this.waiting.size === 0) this.setState("idle");
      waiting.resolve(ok(content));
      return;
    }
    if (kind === "input_request") {
      void this.#answer(waiting, content);
      return;
    }
    const output = outputOf(kind, content);
    if (output !== undefined) waiting.request?.onOutput(output);
  }

  async #answer({ request }: Waiting, content: unknown): Promise<void> {
    const question = inputContent.safeParse(content);
    const { prompt, password } = question.success ? question.data : { prompt: "", password: false };
    const value = (await request?.onInput?.(prompt, password)) ?? null;
    this.#write({ type: "input", value });
  }

  protected ask(
    question: KernelQuestion,
    content: object,
    request?: ExecuteRequest,
  ): Promise<Result<unknown, Failure>> {
    if (this.state === "dead") return Promise.resolve(fail(deadKernel));
    this.#last++;
    const id = `${process.pid}.${this.#last}`;
    return new Promise((resolve) => {
      this.waiting.set(id, { request, resolve });
      this.setState("busy");
      this.#write({ type: question, id, ...content });
    });
  }

  #write(content: object): void {
    if (!this.#socket.destroyed) this.#socket.write(`${JSON.stringify(content)}\n`);
  }

  protected hangUp(): void {
    this.#socket.destroy();
  }
}

/** To a file, and nothing else: a name and a port are another form of `connect`. */
function connected(path: string): Promise<Socket | undefined> {
  return new Promise((resolve) => {
    const socket = connect(path);
    socket.once("connect", () => resolve(socket));
    socket.once("error", () => resolve(undefined));
  });
}

/** The first line says who it is; every later one is the kernel's to hear. */
function greeted(
  socket: Socket,
  handle: KernelHandle,
  log: (line: string) => void,
  make: (socket: Socket, version: string) => StandardKernel,
): Promise<Result<StandardKernel, Failure>> {
  return new Promise((resolve) => {
    let kernel: StandardKernel | undefined;
    const lines = createInterface({ input: socket, crlfDelay: Number.POSITIVE_INFINITY });
    lines.on("line", (line) => {
      const content = readJson(line);
      if (kernel !== undefined) {
        kernel.heard(content);
        return;
      }
      const greeting = hello.safeParse(content);
      // What waited for somebody to hear it belongs to questions of a host that is gone.
      if (!greeting.success) return;
      kernel = make(socket, greeting.data.version);
      resolve(ok(kernel));
    });
    socket.on("error", (error) => log(`kernel: its socket has failed: ${error.message}`));
    socket.once("close", () => resolve(fail(deadKernel)));
    void handle.ended.then(() => resolve(fail(deadKernel)));
  });
}

function readJson(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    return undefined;
  }
}
