// The network is shut before anything else of a process is loaded; see each shell's entry.
import type { NetworkGuard } from "../core/network/networkGuard.ts";
import { guardProcess } from "./adapters/network/guardProcess.ts";

/** Shuts this process's network, or answers the guard that has. Throws one sentence where it cannot be shut. */
export function composeGuard(name: string): NetworkGuard {
  return guardProcess(name);
}
