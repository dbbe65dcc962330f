import { spawn } from "node:child_process";
import { Readable } from "node:stream";
import { type ConnectionAttempt, ConnectionLog } from "../../base/connectionLog.ts";
import { readReports } from "../../base/readReports.ts";
import { reportVariables } from "../../base/reportVariables.ts";

export interface AirlockRun {
  readonly cwd: string;
  readonly env: NodeJS.ProcessEnv;
  readonly signal: AbortSignal;
  /** Each attempt that the guard inside the program, or inside one of its children, writes down. */
  readonly onAttempt: (attempt: ConnectionAttempt) => void;
}

const reportDescriptor = 3;
const longestOutput = 64 * 1024 * 1024;

/** Runs `node MAIN …` to its end: one command of ours. `signal` ends it. */
export function runAirlock(
  main: string,
  args: readonly string[],
  { cwd, env, signal, onAttempt }: AirlockRun,
): Promise<{ readonly code: number; readonly stdout: string; readonly stderr: string }> {
  const name = `airlock ${args[0]}`;
  const child = spawn(process.execPath, [main, ...args], {
    cwd,
    env: { ...env, ...reportVariables(name, reportDescriptor) },
    stdio: ["ignore", "pipe", "pipe", "pipe"],
    signal,
  });
  const [stdout, stderr] = [collect(child.stdout), collect(child.stderr)];
  const log = new ConnectionLog();
  log.onDidRecord(onAttempt);
  const reports = child.stdio[reportDescriptor];
  if (reports instanceof Readable) readReports(reports, name, log);
  return new Promise((done) => {
    child.on("error", () => {});
    child.once("close", (code) => done({ code: code ?? 2, stdout: stdout(), stderr: stderr() }));
  });
}

function collect(stream: Readable | null): () => string {
  let text = "";
  stream?.setEncoding("utf8").on("data", (chunk: string) => {
    if (text.length < longestOutput) text += chunk;
  });
  return () => text;
}
