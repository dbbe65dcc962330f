import type { Disposable } from "../../../core/base/disposable.ts";
import { Emitter } from "../../../core/base/event.ts";
import { fail, ok, type Result } from "../../../core/base/result.ts";
import { type Failure, failureOf } from "../../../core/contract/failure.ts";
import type { PadKernel, PadRun } from "../../../core/contract/scratch.ts";
import { type CellOutputs, noOutputs, withOutput } from "../../../core/scratch/cellOutputs.ts";
import type { Kernel, KernelOutput } from "../../../core/scratch/kernelPort.ts";

export interface StartedKernel {
  readonly kernel: Kernel;
  /** "Python 3.11 (ipykernel)" */
  readonly title: string;
  /** Why it is this one, where that is not plain. */
  readonly detail: string;
}

export interface PadParts {
  readonly start: (signal: AbortSignal) => Promise<Result<StartedKernel, Failure>>;
  /** One that an earlier host has left running. */
  readonly find: (signal: AbortSignal) => Promise<StartedKernel | undefined>;
  readonly now: () => number;
}

export type PadChange =
  | { readonly kind: "kernel"; readonly kernel: PadKernel }
  | { readonly kind: "run"; readonly run: PadRun }
  | { readonly kind: "asked"; readonly prompt: string; readonly isPassword: boolean };

interface Run {
  readonly cell: string;
  readonly order: number;
  readonly code: string;
  status: PadRun["status"];
  startedAt: number | undefined;
  milliseconds: number | undefined;
  executionCount: number | null;
  outputs: CellOutputs;
}

const unknown: PadKernel = { state: "none", title: "", detail: "" };

/** One pad: its kernel, what waits for it, and what each of its cells shows. One cell runs at a time. */
export class Pad implements Disposable {
  readonly #parts: PadParts;
  readonly #changes = new Emitter<PadChange>();
  readonly #runs = new Map<string, Run>();
  readonly #waiting: Run[] = [];
  #kernel: Kernel | undefined;
  #state: PadKernel = unknown;
  #starting: { readonly abort: AbortController; readonly done: Promise<void> } | undefined;
  #isRunning = false;
  #order = 0;
  /** Runs of a kernel that is gone say nothing of what is in memory now. */
  #firstOrder = 1;
  #answer: ((value: string | undefined) => void) | undefined;

  readonly onDidChange = this.#changes.event;

  constructor(parts: PadParts) {
    this.#parts = parts;
  }

  get kernel(): PadKernel {
    return this.#state;
  }

  get runs(): readonly PadRun[] {
    return [...this.#runs.values()].map(shown);
  }

  /** Those that ran in the memory that is there now. */
  get memory(): readonly PadRun[] {
    return this.runs.filter(({ order, status }) => order >= this.#firstOrder && /^(ok|error)$/.test(status));
  }

  /** Takes up a kernel that is still running; starts none. */
  async find(): Promise<void> {
    if (this.#kernel !== undefined || this.#starting !== undefined) return;
    await this.#obtain((signal) => this.#parts.find(signal).then((found) => ok(found)));
  }

  run(cells: readonly { readonly id: string; readonly code: string }[]): void {
    for (const { id, code } of cells) {
      this.#order++;
      const run: Run = {
        ...{ cell: id, order: this.#order, code, status: "waiting" as const, outputs: noOutputs },
        ...{ startedAt: undefined, milliseconds: undefined, executionCount: null },
      };
      // What waits of the same cell is not run twice.
      const known = this.#waiting.findIndex((other) => other.cell === id);
      if (known !== -1) this.#waiting.splice(known, 1);
      this.#waiting.push(run);
      this.#runs.set(id, run);
      this.#tell(run);
    }
    void this.#work();
  }

  async interrupt(): Promise<void> {
    this.#abortWaiting("aborted");
    this.#starting?.abort.abort();
    this.#answer?.(undefined);
    await this.#kernel?.interrupt();
  }

  /** Another memory. What waits is lost with the old one. */
  async restart(): Promise<Result<void, Failure>> {
    await this.stop();
    await this.#obtain((signal) => this.#parts.start(signal));
    return this.#kernel === undefined ? fail(failureOf("unavailable", this.#state.detail)) : ok(undefined);
  }

  async stop(): Promise<void> {
    this.#abortWaiting("lost");
    this.#starting?.abort.abort();
    await this.#starting?.done;
    const kernel = this.#kernel;
    this.#kernel = undefined;
    await kernel?.shutdown();
    kernel?.dispose();
    this.#firstOrder = this.#order + 1;
    this.#show(unknown);
  }

  answer(value: string | undefined): void {
    this.#answer?.(value);
    this.#answer = undefined;
  }

  /** Lets go of the kernel and lets it run. */
  dispose(): void {
    this.#starting?.abort.abort();
    this.#kernel?.dispose();
    this.#changes.dispose();
  }

  async #work(): Promise<void> {
    if (this.#isRunning) return;
    this.#isRunning = true;
    try {
      if (this.#kernel === undefined) await this.#obtain((signal) => this.#parts.start(signal));
      for (let run = this.#waiting.shift(); run !== undefined; run = this.#waiting.shift())
        await this.#runOne(run);
    } finally {
      this.#isRunning = false;
    }
  }

  async #runOne(run: Run): Promise<void> {
    const kernel = this.#kernel;
    if (kernel === undefined) {
      this.#end(run, "lost");
      return;
    }
    run.status = "running";
    run.startedAt = this.#parts.now();
    this.#tell(run);
    const outcome = await kernel.execute({
      code: run.code,
      onOutput: (output) => this.#output(run, output),
      onInput: (prompt, isPassword) => this.#ask(prompt, isPassword),
    });
    if (!outcome.ok) {
      this.#end(run, "lost");
      return;
    }
    run.executionCount = outcome.value.executionCount;
    this.#end(run, outcome.value.status);
    // As in every notebook: what stands behind a failure would run on what it did not make.
    if (outcome.value.status !== "ok") this.#abortWaiting("aborted");
  }

  #output(run: Run, output: KernelOutput): void {
    run.outputs = withOutput(run.outputs, output);
    // A display of another cell changes where it stands.
    if (output.kind === "display" && output.isUpdate)
      for (const other of this.#runs.values()) {
        if (other === run) continue;
        const changed = withOutput(other.outputs, output);
        if (changed.shown.some((one, at) => one !== other.outputs.shown[at])) {
          other.outputs = changed;
          this.#tell(other);
        }
      }
    this.#tell(run);
  }

  #ask(prompt: string, isPassword: boolean): Promise<string | undefined> {
    return new Promise((resolve) => {
      this.#answer = resolve;
      this.#changes.fire({ kind: "asked", prompt, isPassword });
    });
  }

  #end(run: Run, status: PadRun["status"]): void {
    run.status = status;
    if (run.startedAt !== undefined) run.milliseconds = this.#parts.now() - run.startedAt;
    this.#tell(run);
  }

  #abortWaiting(status: "aborted" | "lost"): void {
    for (const run of this.#waiting.splice(0)) this.#end(run, status);
  }

  async #obtain(
    get: (signal: AbortSignal) => Promise<Result<StartedKernel | undefined, Failure>>,
  ): Promise<void> {
    if (this.#starting !== undefined) {
      await this.#starting.done;
      return;
    }
    const abort = new AbortController();
    const before = this.#state;
    if (before.state === "none" || before.state === "dead")
      this.#show({ state: "starting", title: "", detail: "" });
    const done = get(abort.signal).then((started) => {
      this.#starting = undefined;
      if (!started.ok) this.#show({ state: "dead", title: "", detail: started.error.message });
      else if (started.value === undefined) this.#show(before);
      else this.#adopt(started.value);
    });
    this.#starting = { abort, done };
    await done;
  }

  #adopt({ kernel, title, detail }: StartedKernel): void {
    this.#kernel = kernel;
    const show = (): void => {
      if (this.#kernel !== kernel) return;
      const { state } = kernel;
      if (state !== "dead") {
        this.#show({ state, title, detail });
        return;
      }
      this.#kernel = undefined;
      this.#firstOrder = this.#order + 1;
      this.#abortWaiting("lost");
      this.#show({
        state,
        title,
        detail: "The kernel has ended. Its memory is gone; what it showed is not.",
      });
    };
    kernel.onDidChangeState(show);
    show();
  }

  #tell(run: Run): void {
    if (this.#runs.get(run.cell) === run) this.#changes.fire({ kind: "run", run: shown(run) });
  }

  #show(state: PadKernel): void {
    this.#state = state;
    this.#changes.fire({ kind: "kernel", kernel: state });
  }
}

function shown({ startedAt, milliseconds, outputs, ...run }: Run): PadRun {
  return {
    ...run,
    ...(startedAt === undefined ? {} : { startedAt }),
    ...(milliseconds === undefined ? {} : { milliseconds }),
    outputs: outputs.shown.map((output) => {
      if (output.kind === "text") {
        const { openLine: _open, ...text } = output;
        return text;
      }
      if (output.kind === "error") return { ...output, traceback: [...output.traceback] };
      const { displayId: _id, metadata, ...rich } = output;
      return { ...rich, metadata: { ...metadata } };
    }),
    dropped: outputs.dropped,
  };
}
