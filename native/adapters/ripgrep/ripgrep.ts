import type { ChildProcess } from "node:child_process";
import { StringDecoder } from "node:string_decoder";
import { rgPath } from "@vscode/ripgrep";
import { fail, ok, type Result } from "../../../core/base/result.ts";
import { type Failure, failureOf } from "../../../core/contract/failure.ts";
import { spawnSealed } from "../../base/sealedChild.ts";

/** Ignore files count without a repository too; those above the workspace do not, or they could hide all of it. */
const always = [
  "--no-config",
  "--color=never",
  "--hidden",
  "--no-require-git",
  "--no-ignore-parent",
  "--no-messages",
];
const keptErrorCharacters = 2000;
/** A piece of ripgrep's answer longer than this (a match in one huge line) is dropped rather than kept in memory. */
const longestPiece = 96 * 1024 * 1024;

/** Runs ripgrep in the workspace. Ripgrep's own configuration file is ignored: a workspace or shell must not steer it. */
export class Ripgrep {
  readonly #root: string;
  readonly #excluded: () => readonly string[];

  /** `excluded` answers the globs that are never searched nor listed, as the setting files.exclude has them. */
  constructor(root: string, excluded: () => readonly string[]) {
    this.#root = root;
    this.#excluded = excluded;
  }

  /** Every file git does not ignore, hidden ones too, as workspace paths; links are not followed, so loops cannot be. */
  async listFiles(signal: AbortSignal): Promise<Result<readonly string[], Failure>> {
    const paths: string[] = [];
    const run = await this.#run(["--files", "--null"], [], "\0", (path) => paths.push(path), signal);
    return run.ok ? ok(paths) : run;
  }

  /**
   * Searches with `args` (ripgrep's, an expression among them) and hands over its JSON lines as they come. Ends early
   * when the signal is aborted ("cancelled") or `onLine` answers false. "invalidRequest" when ripgrep refuses `args`.
   */
  search(
    args: readonly string[],
    onLine: (line: string) => boolean,
    signal: AbortSignal,
  ): Promise<Result<void, Failure>> {
    return this.#run(["--json", "--crlf", ...args], ["--", "./"], "\n", onLine, signal);
  }

  async #run(
    args: readonly string[],
    places: readonly string[],
    separator: "\0" | "\n",
    onPiece: (piece: string) => unknown,
    signal: AbortSignal,
  ): Promise<Result<void, Failure>> {
    if (signal.aborted) return fail(failureOf("cancelled", "Cancelled."));
    // Later globs win, so what is excluded stays so whatever a search includes.
    const excluded = ["**/.git", ...this.#excluded()].map((glob) => `--glob=!${glob}`);
    const child = spawnSealed(rgPath, [...always, ...args, ...excluded, ...places], {
      cwd: this.#root,
      env: process.env,
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
    /** The piece that is still coming: parts, so that a long one is not copied with each chunk. */
    let parts: string[] = [];
    let length = 0;
    let errors = "";
    let stopped = false;
    const endPiece = (): void => {
      const piece = length > longestPiece ? "" : parts.join("");
      parts = [];
      length = 0;
      if (stopped || piece === "" || onPiece(piece) !== false) return;
      stopped = true;
      child.kill("SIGKILL");
    };
    child.stdout?.on("data", (chunk: Buffer) => {
      if (stopped || signal.aborted) return;
      for (const [index, part] of decoder.write(chunk).split(separator).entries()) {
        if (index > 0) endPiece();
        length += part.length;
        if (length > longestPiece) parts = [];
        else parts.push(part);
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
      // Stopped in the middle of a line, what is left is no whole answer.
      if (signal.aborted) {
        resolve(fail(failureOf("cancelled", "Cancelled.")));
        return;
      }
      endPiece();
      // 1 is "nothing found"; 2 with output on stderr and files unreadable is not worth failing a search for.
      if (stopped || code === 0 || code === 1 || errors === "" || !isUsageError(errors))
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
