import { devNull } from "node:os";
import { delimiter } from "node:path";
import { collectSealed } from "../../base/sealedChild.ts";
import { trustedPath } from "../../base/trustedPath.ts";

/** The most that git may answer: 64 MiB, as much as an editor opens. */
const largestAnswer = 64 * 1024 * 1024;

/**
 * A repository comes from anywhere and its .git/config may name programs. These settings stand above it: no monitor,
 * hook, pager, editor, credential helper, ssh command or lazy fetch of its choosing is started.
 */
export const harmless = [
  "core.fsmonitor=false",
  `core.hooksPath=${devNull}`,
  "core.pager=cat",
  "core.editor=true",
  "core.sshCommand=false",
  "core.askPass=",
  "credential.helper=",
  "diff.external=",
  "protocol.allow=never",
  "submodule.recurse=false",
  "core.quotePath=false",
  "safe.bareRepository=explicit",
].flatMap((setting) => ["-c", setting]);

/** What git said, or that it cannot: not installed, not a repository, no such object. */
export type GitAnswer =
  | { readonly kind: "answer"; readonly bytes: Buffer }
  | { readonly kind: "refused"; readonly message: string }
  | { readonly kind: "missing" };

/** The system's git, read-only: it takes no lock, asks nothing, and reaches no network. */
export class Git {
  readonly #root: string;
  readonly #environment: NodeJS.ProcessEnv;

  constructor(root: string, variables: NodeJS.ProcessEnv) {
    this.#root = root;
    this.#environment = gitEnvironment(variables, trustedPath(variables, root));
  }

  async status(signal: AbortSignal): Promise<GitAnswer> {
    const unfiltered = await this.#withoutLocalFilters(signal);
    const args = [
      "status",
      "--porcelain=v2",
      "--branch",
      "-z",
      "--untracked-files=all",
      "--ignore-submodules=all",
    ];
    return this.#run([...unfiltered, ...args, "--", "."], signal);
  }

  /**
   * Comparing a file runs the "clean" program of its filter. A person's own filters (git-lfs) may; one that the
   * repository's configuration names is switched off.
   */
  async #withoutLocalFilters(signal: AbortSignal): Promise<readonly string[]> {
    const listed = await this.#run(
      ["config", "--show-scope", "--name-only", "-z", "--get-regexp", "^filter\\."],
      signal,
    );
    if (listed.kind !== "answer") return [];
    const parts = listed.bytes.toString("utf8").split("\0");
    const filters = new Set<string>();
    for (let index = 0; index + 1 < parts.length; index += 2) {
      const filter = /^filter\.(.*)\.[^.]*$/s.exec(parts[index + 1] ?? "")?.[1];
      if (filter !== undefined && parts[index] !== "global" && parts[index] !== "system") filters.add(filter);
    }
    return [...filters].flatMap((filter) =>
      ["clean=", "process=", "smudge=", "required=false"].flatMap((value) => [
        "-c",
        `filter.${filter}.${value}`,
      ]),
    );
  }

  /** Where the workspace lies in its repository: "" or "folder/". */
  prefix(signal: AbortSignal): Promise<GitAnswer> {
    return this.#run(["rev-parse", "--show-prefix"], signal);
  }

  /** The bytes at HEAD of a path relative to the workspace, as stored: no filter and no text conversion runs. */
  headBytes(path: string, signal: AbortSignal): Promise<GitAnswer> {
    return this.#run(["cat-file", "blob", `HEAD:./${path}`], signal);
  }

  /** The bytes of a path at a revision, as stored. */
  bytesAt(revision: string, path: string, signal: AbortSignal): Promise<GitAnswer> {
    return this.#run(["cat-file", "blob", `${revision}:./${path}`], signal);
  }

  /** Paths that differ between two revisions, or between HEAD and the working tree, NUL after each. */
  async changedPaths(
    revisions: readonly [string, string] | undefined,
    signal: AbortSignal,
  ): Promise<GitAnswer> {
    const unfiltered = await this.#withoutLocalFilters(signal);
    const compared = revisions === undefined ? ["HEAD"] : [...revisions];
    const args = [
      "diff",
      "--name-only",
      "--no-renames",
      "--no-ext-diff",
      "--no-textconv",
      "--relative",
      "-z",
    ];
    return this.#run([...unfiltered, ...args, "--end-of-options", ...compared, "--", "."], signal);
  }

  /** Paths that git neither follows nor ignores, NUL after each. */
  untrackedPaths(signal: AbortSignal): Promise<GitAnswer> {
    return this.#run(["ls-files", "--others", "--exclude-standard", "-z", "--", "."], signal);
  }

  /** The working tree against HEAD as a unified diff. */
  async workingDiff(signal: AbortSignal): Promise<GitAnswer> {
    const unfiltered = await this.#withoutLocalFilters(signal);
    const args = ["diff", "--no-ext-diff", "--no-textconv", "--no-color", "--relative", "HEAD"];
    return this.#run([...unfiltered, ...args, "--", "."], signal);
  }

  async #run(args: readonly string[], signal: AbortSignal): Promise<GitAnswer> {
    try {
      const { stdout } = await collectSealed(
        "git",
        ["--no-optional-locks", "--literal-pathspecs", ...harmless, ...args],
        { cwd: this.#root, env: this.#environment, maxBuffer: largestAnswer, signal },
      );
      return { kind: "answer", bytes: stdout };
    } catch (error) {
      if (!(error instanceof Error)) throw error;
      if ("code" in error && error.code === "ENOENT") return { kind: "missing" };
      const complaint = "stderr" in error ? String(error.stderr).trim() : "";
      return { kind: "refused", message: complaint || error.message };
    }
  }
}

/** Only what git needs to run; nothing of Airlock's, and no GIT_ variable that points it elsewhere. */
function gitEnvironment(variables: NodeJS.ProcessEnv, path: readonly string[]): NodeJS.ProcessEnv {
  const kept = ["HOME", "USERPROFILE", "XDG_CONFIG_HOME", "SYSTEMROOT", "TEMP", "TMPDIR", "LANG"];
  const environment: NodeJS.ProcessEnv = {
    PATH: path.join(delimiter),
    GIT_OPTIONAL_LOCKS: "0",
    GIT_TERMINAL_PROMPT: "0",
    GIT_NO_LAZY_FETCH: "1",
    GIT_ALLOW_PROTOCOL: "",
    LC_ALL: "C",
  };
  for (const name of kept) if (variables[name] !== undefined) environment[name] = variables[name];
  return environment;
}
