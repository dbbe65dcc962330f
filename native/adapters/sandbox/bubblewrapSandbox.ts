import { type ChildProcess, spawn } from "node:child_process";
import { accessSync, constants, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, isAbsolute, join, sep } from "node:path";
import { kill } from "node:process";
import { Duplex, Readable } from "node:stream";
import { StringDecoder } from "node:string_decoder";
import { fail, ok, type Result } from "../../../core/base/result.ts";
import { type Failure, failureOf } from "../../../core/contract/failure.ts";
import type { StopCause } from "../../../core/contract/run.ts";
import type { SandboxExit } from "../../../core/sandbox/sandboxExit.ts";
import type { Sandbox, SandboxCommand } from "../../services/run/sandbox.ts";
import {
  bubblewrapArguments,
  copyFailed,
  filterDescriptor,
  identityFor,
  memoryFolders,
  startedByRoot,
} from "./bubblewrap.ts";
import { countFiles, descendantsOf, readTreeUse } from "./processTree.ts";
import { systemCallFilter } from "./systemCalls.ts";

const keptOutput = 64 * 1024;
const keptErrors = 4000;
/** In all of the sandbox's file systems; the largest copy of a workspace is a tenth of it. */
const mostFiles = 200_000;
const longestReport = 8 * 1024 * 1024;
const watchMilliseconds = 50;
const ready = "ready\n";
/** Setting a sandbox up takes about 20 ms; one that is told to end meanwhile is given this long to come up. */
const longestStart = 5000;

const absent = failureOf(
  "toolMissing",
  "Install bubblewrap (Debian: apt install bubblewrap) to run generated code.",
);
const noSandboxHere = failureOf(
  "unavailable",
  "Generated code is not run: Airlock has a sandbox for Linux alone. Use a Linux machine or WSL 2 with bubblewrap.",
);

export interface BubblewrapOptions {
  /** bubblewrap in here is never used: it could be planted. */
  readonly workspaceRoot: string;
  readonly variables: NodeJS.ProcessEnv;
  readonly platform: NodeJS.Platform;
}

/** Linux namespaces through bubblewrap, with limits on each process and a watch over all of them. */
export class BubblewrapSandbox implements Sandbox {
  readonly #options: BubblewrapOptions;

  constructor(options: BubblewrapOptions) {
    this.#options = options;
  }

  describe(): Result<string, Failure> {
    const program = this.#program();
    return program.ok ? ok(`bubblewrap (${program.value})`) : program;
  }

  async run(
    command: SandboxCommand,
    onOutput: (text: string) => void,
    signal: AbortSignal,
  ): Promise<Result<SandboxExit, Failure>> {
    const program = this.#program();
    if (!program.ok) return program;
    if (signal.aborted) return fail(failureOf("cancelled", "Cancelled."));
    const identity = identityFor(startedByRoot());
    const folder = mkdtempSync(join(tmpdir(), "airlock-sandbox-"));
    try {
      const { user } = identity;
      writeFileSync(join(folder, "passwd"), `sandbox:x:${user}:${user}::/tmp/home:/bin/sh\n`);
      writeFileSync(join(folder, "group"), `sandbox:x:${user}:\n`);
      const filter = systemCallFilter(process.arch);
      const child = spawn(
        program.value,
        bubblewrapArguments(command, identity, folder, filter !== undefined),
        {
          cwd: "/",
          env: {},
          stdio: ["ignore", "pipe", "pipe", "pipe", "pipe", "pipe"],
        },
      );
      feed(child, 4, command.word);
      feed(child, filterDescriptor, filter ?? "");
      return await new Watch(child, command, onOutput, signal).finished;
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  }

  #program(): Result<string, Failure> {
    const { platform, variables, workspaceRoot } = this.#options;
    if (platform !== "linux") return fail(noSandboxHere);
    const found = (variables.PATH ?? "")
      .split(delimiter)
      .filter((folder) => isAbsolute(folder) && !`${folder}${sep}`.startsWith(`${workspaceRoot}${sep}`))
      .map((folder) => join(folder, "bwrap"))
      .find(canRun);
    return found === undefined ? fail(absent) : ok(found);
  }
}

/** A sandbox that never came up does not read what it is told; that shows in how it ended. */
function feed(child: ChildProcess, descriptor: number, text: string | Buffer): void {
  const pipe = child.stdio[descriptor];
  if (!(pipe instanceof Duplex)) return;
  pipe.on("error", () => {});
  pipe.end(text);
}

/** One running sandbox: gathers what it says, and ends it at the first limit it meets. */
class Watch {
  readonly finished: Promise<Result<SandboxExit, Failure>>;
  readonly #child: ChildProcess;
  readonly #started = performance.now();
  #stoppedBy: StopCause | undefined;
  #output = "";
  #outputBytes = 0;
  readonly #report: Buffer[] = [];
  #reportBytes = 0;
  #errors = "";
  /** The program inside has begun: it said "ready". */
  #isUp = false;
  #lastResort: NodeJS.Timeout | undefined;

  constructor(
    child: ChildProcess,
    { limits }: SandboxCommand,
    onOutput: (text: string) => void,
    signal: AbortSignal,
  ) {
    this.#child = child;
    const onAbort = (): void => this.#kill();
    const timer = setTimeout(() => this.#stop("wallTime"), limits.wallMilliseconds);
    const watch = setInterval(() => {
      if (child.pid === undefined || child.exitCode !== null) return;
      const use = readTreeUse(child.pid, limits.memoryBytes);
      if (use.memoryBytes > limits.memoryBytes) this.#stop("memory");
      else if (use.cpuSeconds > limits.cpuSeconds) this.#stop("cpu");
      // The kernel holds the limit itself; this is for one that does not, and a list read while it changes counts double.
      else if (this.#isUp && countFiles(child.pid, memoryFolders) > mostFiles) this.#stop("files");
      else if (use.processes > 2 * limits.processes + 16) this.#stop("processes");
    }, watchMilliseconds);
    signal.addEventListener("abort", onAbort, { once: true });

    const decoder = new StringDecoder("utf8");
    child.stdout?.on("data", (chunk: Buffer) => {
      const room = limits.outputBytes - this.#outputBytes;
      if (room <= 0 || this.#stoppedBy === "output") return;
      this.#outputBytes += chunk.length;
      const text = decoder.write(chunk.subarray(0, room));
      this.#output = (this.#output + text).slice(-keptOutput);
      if (!signal.aborted) onOutput(text);
      if (chunk.length > room) this.#stop("output");
    });
    child.stderr?.on("data", (chunk: Buffer) => {
      if (this.#errors.length < keptErrors) this.#errors += chunk.toString("utf8");
    });
    const report = child.stdio[3];
    if (report instanceof Readable)
      report.on("data", (chunk: Buffer) => {
        this.#reportBytes += chunk.length;
        if (!this.#isUp) this.#onUp();
        if (this.#reportBytes > longestReport) this.#stop("report");
        else this.#report.push(chunk);
      });
    this.finished = new Promise((resolve) => {
      const end = (result: Result<SandboxExit, Failure>): void => {
        clearTimeout(timer);
        clearInterval(watch);
        clearTimeout(this.#lastResort);
        signal.removeEventListener("abort", onAbort);
        resolve(signal.aborted ? fail(failureOf("cancelled", "Cancelled.")) : result);
      };
      child.on("error", (error) =>
        end(fail(failureOf("unavailable", `The sandbox could not be started: ${error.message}.`))),
      );
      // Comes when every process that held the pipes is gone, not only the first.
      child.on("close", (code) => end(this.#conclude(code)));
    });
  }

  #stop(cause: StopCause): void {
    this.#stoppedBy ??= cause;
    this.#kill();
  }

  /**
   * bubblewrap's child dies with it, and with that one the kernel ends every other process of the namespace. The child
   * only asks for that a moment after it was born: killed before it is up, bubblewrap would leave it behind.
   */
  #kill(): void {
    if (this.#isUp) this.#child.kill("SIGKILL");
    else if (this.#lastResort === undefined)
      this.#lastResort = setTimeout(() => killTree(this.#child), longestStart);
  }

  #onUp(): void {
    this.#isUp = true;
    if (this.#lastResort !== undefined) this.#kill();
  }

  #conclude(code: number | null): Result<SandboxExit, Failure> {
    const report = Buffer.concat(this.#report).toString("utf8");
    if (this.#stoppedBy === undefined && !report.startsWith(ready))
      return fail(failureOf("unavailable", cannotStart(this.#errors)));
    if (this.#stoppedBy === undefined && report === ready && code === copyFailed)
      return fail(failureOf("tooLarge", cannotCopy(this.#errors)));
    return ok({
      end:
        this.#stoppedBy === undefined
          ? { kind: "exited", code: code ?? 137 }
          : { kind: "stopped", by: this.#stoppedBy },
      report: report.slice(ready.length),
      output: this.#output,
      milliseconds: performance.now() - this.#started,
    });
  }
}

/** Children first: an orphan would no longer be found. */
function killTree(child: ChildProcess): void {
  if (child.pid === undefined) return;
  for (const process of [...descendantsOf(child.pid)].reverse()) {
    try {
      kill(process, "SIGKILL");
    } catch {
      // Gone meanwhile.
    }
  }
}

function cannotStart(errors: string): string {
  const reason = errors?.replace(/^bwrap: /, "") ?? "";
  return `The sandbox could not be set up (${reason === "" ? "no reason given" : reason}). Allow bubblewrap to create user namespaces on this machine.`;
}

function cannotCopy(errors: string): string {
  return `The workspace does not fit the sandbox (${errors.split("\n")[0]?.slice(0, 300) ?? ""}). Raise the run's scratchBytes.`;
}

function canRun(file: string): boolean {
  try {
    accessSync(file, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
