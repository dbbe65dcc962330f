import { Emitter } from "../../core/base/event.ts";

/** Something tried to leave this machine, or to be reached from beyond it. */
export interface ConnectionAttempt {
  /** Milliseconds since 1970. */
  readonly at: number;
  /** The name that was asked for, or a literal address. */
  readonly host: string;
  readonly port?: number | undefined;
  readonly outcome: "refused" | "allowed";
  /** A sentence. */
  readonly why: string;
  /** Who tried: "host", "model", "index › embedding model". */
  readonly process: string;
}

export interface ReachedDestination {
  readonly host: string;
  readonly connections: number;
  /** Milliseconds since 1970. */
  readonly last: number;
}

const mostAttempts = 1000;
/** Every permit names its host; more than this many are somebody's mistake, and the first ones say enough. */
const mostDestinations = 1000;

/** The latest attempts, and what was reached since the process started. Bounded in memory. */
export class ConnectionLog {
  readonly #attempts: ConnectionAttempt[] = [];
  readonly #destinations = new Map<string, { connections: number; last: number }>();
  #refused = 0;
  #allowed = 0;
  readonly #didRecord = new Emitter<ConnectionAttempt>();
  readonly onDidRecord = this.#didRecord.event;

  /** The latest 1,000, oldest first. */
  get attempts(): readonly ConnectionAttempt[] {
    return this.#attempts;
  }

  /** Of all attempts, those that were forgotten too. */
  get counts(): { readonly refused: number; readonly allowed: number } {
    return { refused: this.#refused, allowed: this.#allowed };
  }

  /** What left this machine: a name that was only looked up counts with no connection. */
  get destinations(): readonly ReachedDestination[] {
    return [...this.#destinations].map(([host, reached]) => ({ host, ...reached }));
  }

  record(attempt: ConnectionAttempt): void {
    this.#attempts.push(attempt);
    if (this.#attempts.length > mostAttempts) this.#attempts.shift();
    if (attempt.outcome === "allowed") {
      this.#allowed++;
      this.#reached(attempt);
    } else this.#refused++;
    this.#didRecord.fire(attempt);
  }

  #reached({ host, port, at }: ConnectionAttempt): void {
    const before = this.#destinations.get(host);
    if (before === undefined && this.#destinations.size >= mostDestinations) return;
    // Without a port it was the look-up of a name.
    const connections = (before?.connections ?? 0) + (port === undefined ? 0 : 1);
    this.#destinations.set(host, { connections, last: at });
  }
}

declare global {
  /** One to a process, whoever has loaded this file how often: bundles and test runners do so more than once. */
  var airlockConnections: ConnectionLog | undefined;
}

/** The log of this process. */
export function processConnections(): ConnectionLog {
  globalThis.airlockConnections ??= new ConnectionLog();
  return globalThis.airlockConnections;
}
