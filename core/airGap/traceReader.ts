import type { Attempt, TraceEvidence } from "./airGapReport.ts";
import { askedName, unescapeBytes } from "./askedName.ts";
import { isOnThisMachine, parseStraceLine, type TracedAddress, type TracedCall } from "./straceLine.ts";

/** How a lookup is named whose question was not seen. */
export const resolverWords = "a resolver at";
const mostAttempts = 200;
const mostLocalSockets = 50;
const mostOpenSockets = 10_000;
const domainPort = 53;

export interface TraceReaderOptions {
  /** Unix sockets below these folders are the session's own. */
  readonly ownFolders: readonly string[];
}

/** Reads a trace line by line and keeps what went beyond this machine; memory is bounded whatever the trace holds. */
export class TraceReader {
  readonly #ownFolders: readonly string[];
  readonly #attempts = new Map<string, Attempt>();
  readonly #localSockets = new Set<string>();
  /** Sockets that were connected to a resolver, by process and number: what is sent there is a question. */
  readonly #resolvers = new Map<string, TracedAddress>();
  #calls = 0;
  #rings = 0;
  #notListed = 0;

  constructor({ ownFolders }: TraceReaderOptions) {
    this.#ownFolders = ownFolders;
  }

  read(line: string): void {
    const call = parseStraceLine(line);
    if (call === undefined) return;
    this.#calls++;
    if (call.call === "io_uring_setup") this.#rings++;
    if (call.isRaw) this.#note(call, "rawSocket", "raw socket", undefined);
    for (const address of call.addresses) {
      if (address.family === "unix") this.#noteLocal(call, address.path);
      else if (address.port === domainPort) this.#noteResolver(call, address);
      else if (!isOnThisMachine(address.host)) this.#note(call, "connection", address.host, address.port);
    }
    if (call.addresses.length === 0) this.#noteQuestion(call);
  }

  /** That a resolver was turned to goes without saying where the same program asked it for a name. */
  get attempts(): readonly Attempt[] {
    const all = [...this.#attempts.values()];
    const asked = new Set(all.filter(isNamed).map(({ process }) => process));
    return all.filter((one) => one.kind !== "lookup" || isNamed(one) || !asked.has(one.process));
  }

  evidence(program: string): TraceEvidence {
    return {
      status: "traced",
      program,
      calls: this.#calls,
      notListed: this.#notListed,
      localSockets: [...this.#localSockets],
      rings: this.#rings,
    };
  }

  /** Port 53 is a lookup wherever it goes: a resolver on this machine would pass the question on. */
  #noteResolver(call: TracedCall, address: TracedAddress & { readonly family: "inet" }): void {
    const key = `${call.process} ${call.descriptor}`;
    if (call.call === "connect") {
      if (this.#resolvers.size > mostOpenSockets) this.#resolvers.clear();
      this.#resolvers.set(key, address);
      this.#note(call, "lookup", `${resolverWords} ${address.host}`, address.port);
    } else this.#noteNames(call, address);
  }

  #noteQuestion(call: TracedCall): void {
    const resolver = this.#resolvers.get(`${call.process} ${call.descriptor}`);
    if (call.call === "socket") return;
    if (resolver?.family === "inet") this.#noteNames(call, resolver);
  }

  #noteNames(call: TracedCall, resolver: TracedAddress & { readonly family: "inet" }): void {
    for (const text of call.texts) {
      const name = askedName(unescapeBytes(text));
      this.#note(call, "lookup", name ?? `${resolverWords} ${resolver.host}`, resolver.port);
    }
  }

  /** The same from the same program is listed once, with what came of it first. */
  #note(call: TracedCall, kind: Attempt["kind"], host: string, port: number | undefined): void {
    const process = programOf(call.process);
    const key = JSON.stringify([kind, host, port, process]);
    const known = this.#attempts.get(key);
    if (known !== undefined) this.#attempts.set(key, { ...known, times: known.times + 1 });
    else if (this.#attempts.size >= mostAttempts) this.#notListed++;
    else
      this.#attempts.set(key, {
        kind,
        seenBy: "trace",
        host: host.slice(0, 300),
        ...(port === undefined ? {} : { port }),
        process,
        outcome: `${call.call}: ${call.outcome ?? "under way"}`,
        times: 1,
      });
  }

  #noteLocal(call: TracedCall, path: string): void {
    if (call.outcome !== undefined && call.outcome !== "0" && call.outcome !== "EINPROGRESS") return;
    const isOwn = this.#ownFolders.some((folder) => path.startsWith(`${folder}/`));
    if (path !== "" && !isOwn && this.#localSockets.size < mostLocalSockets) this.#localSockets.add(path);
  }
}

function isNamed({ kind, host }: Attempt): boolean {
  return kind === "lookup" && !host.startsWith(resolverWords);
}

/** Node names its threads, and they are what the tracer sees. */
const threadsOfNode = new Set(["MainThread", "libuv-worker", "DelayedTaskSche", "V8Worker"]);

/** "4711<python3>" is python3; where the tracer knows no names, the number has to do. */
function programOf(process: string): string {
  const name = /<(.*)>$/.exec(process)?.[1];
  if (name === undefined) return `process ${process}`;
  return threadsOfNode.has(name) ? "node" : name.slice(0, 200);
}
