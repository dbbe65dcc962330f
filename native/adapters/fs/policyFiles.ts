import { readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import type { GatePolicy } from "../../../core/gate/policy.ts";
import { defaultGatePolicy } from "../../../core/gate/policy.ts";
import { mergePolicies, type PolicyFile, readPolicyFile } from "../../../core/policy/policyFile.ts";

export const workspacePolicyName = "airlock.policy.yml";
const longestPolicy = 256 * 1024;

/** Where the machine's administrator keeps the policy that wins. */
export function machinePolicyPath(variables: NodeJS.ProcessEnv): string {
  if (process.platform === "win32")
    return join(variables.PROGRAMDATA ?? "C:\\ProgramData", "Airlock", "policy.yml");
  if (process.platform === "darwin") return "/Library/Application Support/Airlock/policy.yml";
  return "/etc/airlock/policy.yml";
}

type ReadFile =
  | { readonly kind: "none" }
  | { readonly kind: "file"; readonly policy: PolicyFile }
  | { readonly kind: "problem"; readonly sentence: string };

/**
 * The policy that holds, read again when one of its files has changed. A file that is there and cannot be read is not
 * the same as none: nothing is let through until it is mended.
 */
export class PolicyFiles {
  readonly #paths: readonly string[];
  #stamp = "";
  #policy: GatePolicy = defaultGatePolicy;

  constructor(machinePath: string, workspaceRoot: string | undefined) {
    this.#paths = [
      machinePath,
      ...(workspaceRoot === undefined ? [] : [join(workspaceRoot, workspacePolicyName)]),
    ];
  }

  /** The same object for as long as nothing changed. */
  current(): GatePolicy {
    const stamp = this.#paths.map(stampOf).join("|");
    if (stamp !== this.#stamp) {
      this.#stamp = stamp;
      this.#policy = this.#read();
    }
    return this.#policy;
  }

  #read(): GatePolicy {
    const [machine, workspace] = this.#paths.map(readOne);
    const problem = [machine, workspace].find((file) => file?.kind === "problem");
    if (problem?.kind === "problem")
      return { ...defaultGatePolicy, overrides: { allowed: false }, problem: problem.sentence };
    return mergePolicies(policyOf(machine), policyOf(workspace));
  }
}

function policyOf(file: ReadFile | undefined): PolicyFile | undefined {
  return file?.kind === "file" ? file.policy : undefined;
}

function stampOf(path: string): string {
  const state = statSync(path, { throwIfNoEntry: false, bigint: true });
  return state === undefined ? "-" : `${state.mtimeNs}:${state.size}:${state.ino}`;
}

function readOne(path: string): ReadFile {
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
