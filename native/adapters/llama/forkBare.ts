import { type ChildProcess, fork } from "node:child_process";
import { type Failure, failureOf } from "../../../core/contract/failure.ts";

/** A model's process: silent, without the host's environment. `node` runs it; this process's own when left out. */
export function forkBare(program: string, node: string | undefined): ChildProcess {
  return fork(program, [], {
    serialization: "advanced",
    stdio: ["ignore", "ignore", "ignore", "ipc"],
    execArgv: [],
    ...(node === undefined ? {} : { execPath: node }),
    env: bareEnvironment(process.env),
  });
}

/** What a native library needs to start, and nothing that a hostile model could read out. */
function bareEnvironment(variables: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  const kept = ["PATH", "SystemRoot", "TEMP", "TMP", "TMPDIR", "LANG"];
  const bare: NodeJS.ProcessEnv = {};
  for (const name of kept) if (variables[name] !== undefined) bare[name] = variables[name];
  // Inside Electron the same executable has to behave as plain Node.
  if (process.versions.electron !== undefined) bare.ELECTRON_RUN_AS_NODE = "1";
  return bare;
}

export function crashFailure(code: number | null, signal: NodeJS.Signals | null): Failure {
  return failureOf(
    "modelCrashed",
    `The model process ended unexpectedly (${signal ?? `exit code ${code}`}). Nothing else is affected; restart it to go on.`,
  );
}
