import type { KernelEvidence, NetworkCounters } from "../../../core/airGap/airGapReport.ts";
import { readCounters } from "../../../core/airGap/networkCounters.ts";
import type { Disposable } from "../../../core/base/disposable.ts";
import { descendants, listProcesses, readNetworkFiles } from "./networkNamespaces.ts";

const everyMilliseconds = 250;
const mostNamespaces = 1000;

/**
 * Processes may be given a network namespace of their own, a sandbox for example: what they try is counted there, and the
 * count is gone with it. This reads it as long as they live.
 */
export class NamespaceWatch implements Disposable {
  readonly #seen = new Map<string, { process: string; counters: NetworkCounters }>();
  readonly #timer: NodeJS.Timeout;
  readonly #own: string;

  constructor() {
    this.#own = listProcesses().find(({ pid }) => pid === process.pid)?.namespace ?? "";
    this.#timer = setInterval(() => this.#look(), everyMilliseconds);
    this.#timer.unref();
  }

  get others(): KernelEvidence["others"] {
    return [...this.#seen].map(([namespace, seen]) => ({ namespace, ...seen }));
  }

  dispose(): void {
    clearInterval(this.#timer);
  }

  #look(): void {
    for (const { pid, name, namespace } of descendants(process.pid, listProcesses())) {
      if (namespace === this.#own || (this.#seen.size >= mostNamespaces && !this.#seen.has(namespace)))
        continue;
      try {
        const counters = readCounters(readNetworkFiles(pid));
        // The first process seen in it gives it its name; counters only grow.
        const process = this.#seen.get(namespace)?.process ?? name;
        if (counters.ok) this.#seen.set(namespace, { process, counters: counters.value });
      } catch {
        // Gone between the two looks.
      }
    }
  }
}
