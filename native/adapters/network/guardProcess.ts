import { threadId } from "node:worker_threads";
import type { NetworkGuard } from "../../../core/network/networkGuard.ts";
import { processConnections } from "../../base/connectionLog.ts";
import { announceAttempts } from "./announceAttempts.ts";
import { guardThreads } from "./guardThreads.ts";
import { hookBindings } from "./hookBindings.ts";
import { NetworkPermits } from "./networkPermits.ts";
import { isHook, nodeBindings, UnguardedNetwork } from "./nodeBindings.ts";

declare global {
  /** One to a thread, whoever has loaded this file how often: bundles and test runners do so more than once. */
  var airlockNetworkGuard: NetworkGuard | undefined;
}

/**
 * Shuts the network for this thread and those it starts, until the process ends; answers the same guard when it was shut
 * already. Call it before node:dns is loaded. Throws UnguardedNetwork, one sentence, where this Node cannot be guarded.
 */
export function guardProcess(name: string): NetworkGuard {
  globalThis.airlockNetworkGuard ??= install(threadId === 0 ? name : `${name}, thread ${threadId}`);
  return globalThis.airlockNetworkGuard;
}

function install(process: string): NetworkGuard {
  const bindings = nodeBindings();
  const canonicalize: unknown = Reflect.get(bindings.names, "canonicalizeIP");
  if (!isHook(canonicalize)) throw new UnguardedNetwork("canonicalizeIP is missing");
  const log = processConnections();
  const permits = new NetworkPermits({
    log,
    process,
    canonical(address) {
      const canonical: unknown = canonicalize(address);
      return typeof canonical === "string" ? canonical : undefined;
    },
  });
  hookBindings(bindings, permits);
  guardThreads(log);
  announceAttempts(log);
  return permits;
}
