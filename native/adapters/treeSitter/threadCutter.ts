import { Worker } from "node:worker_threads";
import type { FileCutter } from "../../../core/retrieval/fileCutter.ts";
import type { SourceFile } from "../../../core/retrieval/indexedFile.ts";
import type { IndexedFile } from "../../../core/retrieval/indexStore.ts";
import { cutByLines } from "./cutFiles.ts";

export interface ThreadCutterOptions {
  readonly threads: number;
  /** The program of a thread; only a packaged app needs another one. */
  readonly program?: string | URL;
  /** A thread that has not cut its batch after this long is ended. Milliseconds. */
  readonly timeLimit?: number;
}

type Cut = readonly IndexedFile[];

const defaultTimeLimit = 30_000;
/** Threads without work are let go: a grammar's machine takes 20 MB. Milliseconds. */
const idleLimit = 20_000;

/**
 * Cuts files by their syntax in threads of its own, which are started when there is work. A batch on which a thread
 * fails or hangs is cut by its lines.
 */
export class ThreadCutter implements FileCutter {
  readonly batches: number;
  readonly #options: ThreadCutterOptions;
  readonly #idle: CutThread[] = [];
  readonly #busy = new Set<CutThread>();
  readonly #waiting: ((thread: CutThread) => void)[] = [];
  #rest: NodeJS.Timeout | undefined;
  #disposed = false;

  constructor(options: ThreadCutterOptions) {
    this.#options = options;
    this.batches = Math.max(1, options.threads);
  }

  async cut(files: readonly SourceFile[]): Promise<Cut> {
    if (files.length === 0 || this.#disposed) return files.map(cutByLines);
    const thread = await this.#take();
    const cut = await thread.cut(files, this.#options.timeLimit ?? defaultTimeLimit);
    this.#giveBack(thread, cut !== undefined);
    return cut ?? files.map(cutByLines);
  }

  dispose(): void {
    this.#disposed = true;
    clearTimeout(this.#rest);
    for (const thread of [...this.#idle.splice(0), ...this.#busy]) thread.end();
  }

  #take(): Promise<CutThread> | CutThread {
    clearTimeout(this.#rest);
    const idle = this.#idle.pop() ?? (this.#busy.size < this.batches ? this.#start() : undefined);
    if (idle === undefined) return new Promise((resolve) => this.#waiting.push(resolve));
    this.#busy.add(idle);
    return idle;
  }

  #start(): CutThread {
    return new CutThread(this.#options.program ?? new URL("./cutWorker.ts", import.meta.url));
  }

  #giveBack(thread: CutThread, isWell: boolean): void {
    this.#busy.delete(thread);
    if (!isWell || this.#disposed) thread.end();
    const free = isWell && !this.#disposed ? thread : undefined;
    const next = this.#waiting.shift();
    if (next !== undefined) {
      const taken = free ?? this.#start();
      this.#busy.add(taken);
      next(taken);
    } else if (free !== undefined) this.#idle.push(free);
    if (this.#busy.size > 0 || this.#disposed) return;
    this.#rest = setTimeout(() => {
      for (const one of this.#idle.splice(0)) one.end();
    }, idleLimit);
    this.#rest.unref();
  }
}

/** One thread, one batch at a time. */
class CutThread {
  readonly #worker: Worker;
  #settle: ((cut: Cut | undefined) => void) | undefined;
  #ended = false;

  constructor(program: string | URL) {
    this.#worker = new Worker(program, { execArgv: [] });
    // An idle thread does not keep the program running.
    this.#worker.unref();
    this.#worker.on("message", (cut: Cut) => this.#finish(cut));
    this.#worker.on("error", () => this.#finish(undefined));
    this.#worker.on("exit", () => this.#finish(undefined));
  }

  cut(files: readonly SourceFile[], timeLimit: number): Promise<Cut | undefined> {
    if (this.#ended) return Promise.resolve(undefined);
    return new Promise((resolve) => {
      const timer = setTimeout(() => this.#finish(undefined), timeLimit);
      this.#settle = (cut) => {
        clearTimeout(timer);
        resolve(cut);
      };
      this.#worker.postMessage(files);
    });
  }

  end(): void {
    this.#ended = true;
    this.#finish(undefined);
    void this.#worker.terminate();
  }

  #finish(cut: Cut | undefined): void {
    const settle = this.#settle;
    this.#settle = undefined;
    settle?.(cut);
  }
}
