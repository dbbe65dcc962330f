import { createRequire, syncBuiltinESMExports } from "node:module";
import type { BroadcastChannel, Worker, WorkerOptions } from "node:worker_threads";
import type { ConnectionLog } from "../../base/connectionLog.ts";
import { guardProgram } from "../../base/guardProgram.ts";
import { threadReports } from "./threadReports.ts";

type Threads = typeof import("node:worker_threads");

/** Every thread that this one starts, whoever starts it and with whatever options, shuts its own network first. */
export function guardThreads(log: ConnectionLog): void {
  // The module as everybody has it, which can be changed; an import's view of it cannot.
  const threads: Threads = createRequire(import.meta.url)("node:worker_threads");
  const listen = listenOnce(threads, log);
  class GuardedWorker extends threads.Worker {
    constructor(program: string | URL, options: WorkerOptions = {}) {
      super(options.eval === true ? guardedText(program) : program, guardedOptions(options));
      listen();
    }
  }
  const guarded: typeof Worker = GuardedWorker;
  Object.defineProperty(threads, "Worker", {
    value: guarded,
    enumerable: true,
    writable: false,
    configurable: false,
  });
  syncBuiltinESMExports();
}

/** Node loads nothing before a program that is given as text, so the text does it. One line: places in it stay right. */
function guardedText(text: string | URL): string {
  return `require(${JSON.stringify(guardProgram())});${String(text)}`;
}

function guardedOptions(options: WorkerOptions): WorkerOptions {
  // A process that was started with the guard hands its own options on, until somebody gives others.
  if (options.execArgv === undefined && process.execArgv.includes(guardProgram())) return options;
  return { ...options, execArgv: ["--require", guardProgram(), ...(options.execArgv ?? [])] };
}

/** A thread that has no pipe to the host is heard through a channel, from the first thread on. */
function listenOnce(threads: Threads, log: ConnectionLog): () => void {
  let listening: BroadcastChannel | undefined;
  return () => {
    if (listening !== undefined || !threads.isMainThread) return;
    listening = threadReports();
    listening.onmessage = (event: unknown) => {
      if (event instanceof MessageEvent) void take(event.data, log);
    };
  };
}

async function take(reported: unknown, log: ConnectionLog): Promise<void> {
  // Not before something is reported: it would be loaded in every child.
  const { reportedAttempt } = await import("../../base/readReports.ts");
  const read = reportedAttempt.safeParse(reported);
  if (read.success) log.record(read.data);
}
