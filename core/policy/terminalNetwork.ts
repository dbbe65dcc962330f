import type { Settings } from "../contract/settings.ts";
import type { PolicyFile } from "./policyFile.ts";

/** Whether terminals reach the network, and whose word that is. */
export interface TerminalNetwork {
  readonly terminals: Settings["terminal.network"];
  /** A sentence. */
  readonly terminalsReason: string;
}

export type PolicyRead =
  | { readonly kind: "none" }
  | { readonly kind: "file"; readonly policy: PolicyFile }
  /** Why it cannot be read, as a sentence. */
  | { readonly kind: "problem"; readonly sentence: string };

/** The strictest word counts. A policy that cannot be read seals: what it says is not known. */
export function terminalNetwork(
  setting: Settings["terminal.network"],
  machine: PolicyRead,
  workspace: PolicyRead,
): TerminalNetwork {
  if (seals(machine)) return sealed("The policy of this machine seals terminals.");
  if (seals(workspace)) return sealed("The policy of this workspace seals terminals.");
  for (const read of [machine, workspace])
    if (read.kind === "problem") return sealed(`Terminals are sealed: ${read.sentence}`);
  if (setting === "sealed") return sealed("The setting terminal.network seals terminals.");
  return {
    terminals: "open",
    terminalsReason: "What you type in a terminal is your own deed, so terminals keep the network.",
  };
}

function seals(read: PolicyRead): boolean {
  return read.kind === "file" && read.policy.network?.terminals === "sealed";
}

function sealed(terminalsReason: string): TerminalNetwork {
  return { terminals: "sealed", terminalsReason };
}
