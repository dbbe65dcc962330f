import { type ChildProcess, spawn } from "node:child_process";
import { StringDecoder } from "node:string_decoder";
import { rgPath } from "@vscode/ripgrep";
import { fail, ok, type Result } from "../../../core/base/result.ts";
import { type Failure, failureOf } from "../../../core/contract/failure.ts";

const keptErrorCharacters = 2000;
/** A line of ripgrep's answer longer than this (one huge source line) is dropped rather than kept in memory. */
const longestAnswer = 32 * 1024 * 1024;

/** Runs ripgrep in the workspace. Its own configuration file is ignored: a workspace or shell must not steer it. */
export class Ripgrep {
  readonly #root: string;

  constructor(root: string) {
    this.#root = root;
  }

  /** Every file git does not ignore, hidden ones too, as workspace paths; links are not followed, so loops cannot be. */
  async listFiles(signal: AbortSignal): Promise<Result<readonly string[], Failure>> {
    const paths: string[] = [];
    const args = ["--files", "--hidden", "--null", "--glob", "!.git", "--no-messages"];
    const run = await this.run(args, "\0", (path) => paths.push(path), signal);
    return run.ok ? ok(paths) : run;
  }

  /**
   * Runs ripgrep and hands over its output piece by piece, parted at `separator`. Ends early when the signal is
   * aborted ("cancelled") or `onPiece` answers false. Fails with "invalidRequest" when ripgrep refuses its arguments.
   */
  async run(
    args: readonly string[],
    separator: "\0" | "\n",
    onPiece: (piece: string) => unknown,
    signal: AbortSignal,
  ): Promise<Result<void, Failure>> {
    if (signal.aborted) return fail(failureOf("cancelled", "Cancelled."));
    const child = spawn(rgPath, ["--no-config", "--color=never", ...args], {
      cwd: this.#root,
      stdio: ["ignore", "pipe", "pipe"],
    });
    const kill = (): void => void child.kill("SIGKILL");
    signal.addEventListener("abort", kill, { once: true });
    try {
      return await collect(child, separator, onPiece, signal);
    } finally {
      signal.removeEventListener("abort", kill);
    }
  }
}

function collect(
  child: ChildProcess,
  separator: string,
  onPiece: (piece: string) => unknown,
  signal: AbortSignal,
): Promise<Result<void, Failure>> {
  return new Promise((resolve) => {
    const decoder = new StringDecoder("utf8");
    let rest = "";
    let errors = "";
    let stopped = false;
    let oversized = false;
    const take = (piece: string): void => {
      if (oversized) oversized = false;
      else if (!stopped && piece !== "" && onPiece(piece) === false) {
        stopped = true;
        child.kill("SIGKILL");
      }
    };
    child.stdout?.on("data", (chunk: Buffer) => {
      if (stopped || signal.aborted) return;
      const pieces = (rest + decoder.write(chunk)).split(separator);
      rest = pieces.pop() ?? "";
      for (const piece of pieces) take(piece);
      if (rest.length > longestAnswer) {
        rest = "";
        oversized = true;
      }
    });
    child.stderr?.on("data", (chunk: Buffer) => {
      if (errors.length < keptErrorCharacters) errors += chunk.toString("utf8");
    });
    child.on("error", (error) => {
      resolve(
        fail(failureOf("toolMissing", `Search cannot start ripgrep (${error.message}). Run npm install.`)),
      );
    });
    child.on("close", (code) => {
      take(rest);
      if (signal.aborted) resolve(fail(failureOf("cancelled", "Cancelled.")));
      // 1 is "nothing found"; 2 with output on stderr and files unreadable is not worth failing a search for.
      else if (stopped || code === 0 || code === 1 || errors === "" || !isUsageError(errors))
        resolve(ok(undefined));
      else resolve(fail(failureOf("invalidRequest", usageSentence(errors))));
    });
  });
}

const isUsageError = (errors: string): boolean =>
  /regex parse error|error parsing glob|unrecognized/i.test(errors);

function usageSentence(errors: string): string {
  const lines = errors.split("\n").map((line) => line.trim());
  const reason =
    lines.findLast((line) => line.startsWith("error:")) ?? lines.find((line) => line !== "") ?? "";
  return `The search pattern cannot be used: ${reason.replace(/^error:\s*/, "").replace(/^rg:\s*/, "")}.`;
}
