import { spawn } from "node:child_process";
import { Readable } from "node:stream";
import { type GuardAttempt, guardAttempt } from "../../../core/airGap/guardAttempts.ts";

export interface AirlockRun {
  readonly cwd: string;
  readonly env: NodeJS.ProcessEnv;
  readonly signal: AbortSignal;
  /** Each attempt that the guard inside the program, or inside one of its children, writes down. */
  readonly onAttempt: (attempt: GuardAttempt) => void;
}

const reportDescriptor = 3;
const longestOutput = 64 * 1024 * 1024;

/** Runs `node MAIN …` to its end: one command of ours. `signal` ends it. */
export function runAirlock(
  main: string,
  args: readonly string[],
  { cwd, env, signal, onAttempt }: AirlockRun,
): Promise<{ readonly code: number; readonly stdout: string; readonly stderr: string }> {
  const child = spawn(process.execPath, [main, ...args], {
    cwd,
    // A guarded process writes what it refuses to this descriptor, as it would to the host that started it.
    env: { ...env, AIRLOCK_REPORT_FD: String(reportDescriptor) },
    stdio: ["ignore", "pipe", "pipe", "pipe"],
    signal,
  });
  const [stdout, stderr] = [collect(child.stdout), collect(child.stderr)];
  const reports = collect(child.stdio[reportDescriptor]);
  return new Promise((done) => {
    child.on("error", () => {});
    child.once("close", (code) => {
      for (const line of reports().split("\n")) {
        const read = guardAttempt.safeParse(parsed(line));
        if (read.success) onAttempt({ ...read.data, process: `airlock ${args[0]}, ${read.data.process}` });
      }
      done({ code: code ?? 2, stdout: stdout(), stderr: stderr() });
    });
  });
}

function collect(stream: unknown): () => string {
  let text = "";
  if (stream instanceof Readable)
    stream.setEncoding("utf8").on("data", (chunk: string) => {
      if (text.length < longestOutput) text += chunk;
    });
  return () => text;
}

function parsed(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    return undefined;
  }
}
