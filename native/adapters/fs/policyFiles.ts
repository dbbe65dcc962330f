import { readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import type { GatePolicy } from "../../../core/gate/policy.ts";
import { defaultGatePolicy } from "../../../core/gate/policy.ts";
import { type EscalationPolicy, mergeEscalation } from "../../../core/policy/escalationPolicy.ts";
import {
  mergePolicies,
  type PolicyFile,
  readPolicyFile,
  workspacePolicyName,
} from "../../../core/policy/policyFile.ts";
import type { PolicyRead } from "../../../core/policy/terminalNetwork.ts";

const longestPolicy = 256 * 1024;

/** Where the machine's administrator keeps the policy that wins. */
export function machinePolicyPath(variables: NodeJS.ProcessEnv): string {
  if (process.platform === "win32")
    return join(variables.PROGRAMDATA ?? "C:\\ProgramData", "Airlock", "policy.yml");
  if (process.platform === "darwin") return "/Library/Application Support/Airlock/policy.yml";
  return "/etc/airlock/policy.yml";
}

interface PolicyPair {
  readonly machine: PolicyRead;
  readonly workspace: PolicyRead;
}

const none: PolicyRead = { kind: "none" };

/**
 * The policy that holds, read again when one of its files has changed. A file that is there and cannot be read is not
 * the same as none: nothing is let through until it is mended.
 */
export class PolicyFiles {
  readonly #paths: readonly string[];
  #stamp = "";
  #policy: GatePolicy = defaultGatePolicy;
  #files: PolicyPair = { machine: none, workspace: none };
  #escalation: EscalationPolicy = mergeEscalation(undefined, undefined);

  constructor(machinePath: string, workspaceRoot: string | undefined) {
    this.#paths = [
      machinePath,
      ...(workspaceRoot === undefined ? [] : [join(workspaceRoot, workspacePolicyName)]),
    ];
  }

  /** The same object for as long as nothing changed. */
  current(): GatePolicy {
    this.#readIfChanged();
    return this.#policy;
  }

  /** What may leave this machine. */
  escalation(): EscalationPolicy {
    this.#readIfChanged();
    return this.#escalation;
  }

  /** Each file as it was read. */
  files(): PolicyPair {
    this.#readIfChanged();
    return this.#files;
  }

  #readIfChanged(): void {
    const stamp = this.#paths.map(stampOf).join("|");
    if (stamp === this.#stamp) return;
    this.#stamp = stamp;
    const [machine = none, workspace = none] = this.#paths.map(readOne);
    this.#files = { machine, workspace };
    const problem = [machine, workspace].find((file) => file.kind === "problem");
    if (problem?.kind === "problem") {
      const { sentence } = problem;
      this.#policy = { ...defaultGatePolicy, overrides: { allowed: false }, problem: sentence };
      this.#escalation = { ...mergeEscalation(undefined, undefined), problem: sentence };
      return;
    }
    this.#policy = mergePolicies(policyOf(machine), policyOf(workspace));
    this.#escalation = mergeEscalation(policyOf(machine)?.escalation, policyOf(workspace)?.escalation);
  }
}

function policyOf(file: PolicyRead): PolicyFile | undefined {
  return file.kind === "file" ? file.policy : undefined;
}

function stampOf(path: string): string {
  const state = statSync(path, { throwIfNoEntry: false, bigint: true });
  return state === undefined ? "-" : `${state.mtimeNs}:${state.size}:${state.ino}`;
}

function readOne(path: string): PolicyRead {
  try {
    const state = statSync(path, { throwIfNoEntry: false });
    if (state === undefined) return { kind: "none" };
    if (!state.isFile() || state.size > longestPolicy)
      return {
        kind: "problem",
        sentence: `${path} is no policy file (a plain file of at most 256 kB). Mend it or take it away.`,
      };
    const read = readPolicyFile(readFileSync(path, "utf8"), path);
    return read.ok ? { kind: "file", policy: read.value } : { kind: "problem", sentence: read.error };
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    return {
      kind: "problem",
      sentence: `The policy ${path} cannot be read (${why}). Nothing is let through until it can.`,
    };
  }
}
