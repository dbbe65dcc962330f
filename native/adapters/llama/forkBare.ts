import type { ChildProcess } from "node:child_process";
import { dirname } from "node:path";
import { type Failure, failureOf } from "../../../core/contract/failure.ts";
import { forkSealed } from "../../base/sealedChild.ts";

/**
 * A model's process: silent, sealed, without the host's environment. `node` runs it; this process's own when left out.
 * `name` is what the log of connections calls it.
 */
export function forkBare(program: string, node: string | undefined, name: string): ChildProcess {
  return forkSealed(program, [], {
    node: node ?? process.execPath,
    name,
    cwd: dirname(program),
    env: bareEnvironment(process.env),
  });
}

/** What a native library needs to start, and nothing that a hostile model could read out. */
function bareEnvironment(variables: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  const kept = ["PATH", "SystemRoot", "TEMP", "TMP", "TMPDIR", "LANG"];
  const bare: NodeJS.ProcessEnv = {};
  for (const name of kept) if (variables[name] !== undefined) bare[name] = variables[name];
  return bare;
}

export function crashFailure(code: number | null, signal: NodeJS.Signals | null): Failure {
  return failureOf(
    "modelCrashed",
    `The model process ended unexpectedly (${signal ?? `exit code ${code}`}). Nothing else is affected; restart it to go on.`,
  );
}
