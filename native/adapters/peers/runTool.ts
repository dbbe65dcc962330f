import type { ChildProcess } from "node:child_process";
import type { CancelSignal } from "../../../core/base/cancelSignal.ts";
import { fail, ok, type Result } from "../../../core/base/result.ts";
import { spawnSealed } from "../../base/sealedChild.ts";

export interface ToolRun {
  readonly command: readonly [string, ...string[]];
  readonly folder: string;
  /** The whole environment: nothing of ours is inherited. */
  readonly variables: NodeJS.ProcessEnv;
  /** A person told us to reach the network with it. */
  readonly network?: "open";
  readonly timeoutMs: number;
  /** Most bytes on stdout; more is a failure. */
  readonly largestOutput: number;
  readonly signal: CancelSignal;
  readonly onLine?: (line: string) => void;
}

export interface ToolOutput {
  readonly code: number;
  readonly output: string;
  /** The end of stderr. */
  readonly complaint: string;
}

const longestComplaint = 16 * 1024;

/**
 * Runs a program to its end, with its children. Fails in words that go after the tool's name: "took longer than 60 s".
 */
export function runTool(run: ToolRun): Promise<Result<ToolOutput, string>> {
  const { command, folder, variables, network, timeoutMs, largestOutput, signal, onLine } = run;
  if (signal.aborted) return Promise.resolve(fail("was cancelled"));
  return new Promise((resolve) => {
    const [program, ...args] = command;
    const child = spawnSealed(program, args, {
      cwd: folder,
      env: variables,
      ...(network === undefined ? {} : { network }),
      stdio: ["ignore", "pipe", "pipe"],
      // A group of its own, so that its children end with it.
      detached: process.platform !== "win32",
    });
    const chunks: Buffer[] = [];
    let size = 0;
    let complaint = "";
    let problem: string | undefined;
    const end = (why: string): void => {
      problem ??= why;
      killGroup(child);
    };
    const onAbort = (): void => end("was cancelled");
    const timer = setTimeout(() => end(`took longer than ${Math.round(timeoutMs / 1000)} s`), timeoutMs);
    signal.addEventListener("abort", onAbort, { once: true });
    child.stdout.on("data", (chunk: Buffer) => {
      size += chunk.length;
      if (size > largestOutput) end("answered more than can be read");
      else chunks.push(chunk);
    });
    child.stderr.setEncoding("utf8").on("data", (text: string) => {
      complaint = (complaint + text).slice(-longestComplaint);
    });
    if (onLine !== undefined) eachLine(child, onLine);
    const settle = (answer: Result<ToolOutput, string>): void => {
      clearTimeout(timer);
      signal.removeEventListener("abort", onAbort);
      resolve(answer);
    };
    child.on("error", (error) => settle(fail(`could not be started (${error.message})`)));
    child.on("close", (code, killedBy) => {
      // What it started and left behind ends with it.
      killGroup(child);
      if (problem !== undefined) settle(fail(problem));
      else if (code === null) settle(fail(`was ended by ${killedBy ?? "the system"}`));
      else settle(ok({ code, output: Buffer.concat(chunks).toString("utf8"), complaint }));
    });
  });
}

function eachLine(child: ChildProcess, onLine: (line: string) => void): void {
  let rest = "";
  child.stdout?.on("data", (chunk: Buffer) => {
    const lines = (rest + chunk.toString("utf8")).split("\n");
    rest = lines.pop() ?? "";
    for (const line of lines) onLine(line.trimEnd());
  });
}

function killGroup(child: ChildProcess): void {
  if (child.pid === undefined) return;
  try {
    if (process.platform === "win32") child.kill("SIGKILL");
    else process.kill(-child.pid, "SIGKILL");
  } catch {
    // Gone already.
  }
}
