import { devNull } from "node:os";
import { fail, ok, type Result } from "../../../core/base/result.ts";
import { type Failure, failureOf } from "../../../core/contract/failure.ts";
import { spawnSealed } from "../../base/sealedChild.ts";
import { harmless } from "./git.ts";

/** A repository of Airlock's own: nothing a person has configured has a say in it. */
const ownSettings = [
  "user.name=airlock",
  "user.email=airlock@localhost",
  "core.autocrlf=false",
  "core.protectNTFS=false",
  "core.protectHFS=false",
  `core.attributesFile=${devNull}`,
  `core.excludesFile=${devNull}`,
  "commit.gpgSign=false",
  "tag.gpgSign=false",
  "gc.auto=0",
  "gc.autoDetach=false",
  "maintenance.auto=false",
  "pack.threads=1",
  "pack.windowMemory=64m",
  // Many small objects become one file.
  "fastimport.unpackLimit=1",
].flatMap((setting) => ["-c", setting]);

const keptErrorCharacters = 2000;

/** Pieces of a command's input, made while it reads them. */
export type GitInput = AsyncIterable<Uint8Array | string> | Iterable<Uint8Array | string>;

/** Runs git on the bare repository `folder` and answers what it prints. It is never told where the workspace is. */
export async function runGit(
  folder: string,
  variables: NodeJS.ProcessEnv,
  args: readonly string[],
  signal: AbortSignal,
  input: GitInput = [],
): Promise<Result<Buffer, Failure>> {
  if (signal.aborted) return fail(failureOf("cancelled", "Cancelled."));
  const child = spawnSealed("git", [...harmless, ...ownSettings, `--git-dir=${folder}`, ...args], {
    cwd: folder,
    env: environmentIn(folder, variables),
  });
  // Not SIGKILL: asked to end, git takes its lock files along.
  const kill = (): void => void child.kill();
  signal.addEventListener("abort", kill, { once: true });
  const printed: Buffer[] = [];
  let errors = "";
  child.stdout.on("data", (chunk: Buffer) => printed.push(chunk));
  child.stderr.on("data", (chunk: Buffer) => {
    if (errors.length < keptErrorCharacters) errors += chunk.toString("utf8");
  });
  // A git that ends early leaves a pipe that nobody reads; its exit status says why.
  child.stdin.on("error", () => {});
  const ended = new Promise<Error | number | null>((resolve) => {
    child.on("error", resolve);
    child.on("close", resolve);
  });
  try {
    await feed(child.stdin, input, ended);
    const how = await ended;
    if (signal.aborted) return fail(failureOf("cancelled", "Cancelled."));
    if (how === 0) return ok(Buffer.concat(printed));
    if (how instanceof Error) return fail(cannotStart(how));
    return fail(
      failureOf("unavailable", `Git could not keep the files: ${errors.trim() || `it ended with ${how}`}`),
    );
  } finally {
    signal.removeEventListener("abort", kill);
    kill();
  }
}

async function feed(
  stdin: NodeJS.WritableStream & { readonly destroyed?: boolean },
  input: GitInput,
  ended: Promise<unknown>,
): Promise<void> {
  let isOver = false;
  void ended.then(() => {
    isOver = true;
  });
  for await (const piece of input) {
    if (isOver || stdin.destroyed) return;
    if (!stdin.write(piece))
      await Promise.race([new Promise((resolve) => stdin.once("drain", resolve)), ended]);
  }
  stdin.end();
}

function cannotStart(error: Error): Failure {
  return "code" in error && error.code === "ENOENT"
    ? failureOf(
        "toolMissing",
        "Git is not installed, so the files are not kept with each question. All else works without it.",
      )
    : failureOf("unavailable", `Git could not be started: ${error.message}.`);
}

/** Only what git needs to run. Its home is the repository itself: older ones read a configuration from there. */
function environmentIn(folder: string, variables: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  const environment: NodeJS.ProcessEnv = {
    HOME: folder,
    GIT_CONFIG_NOSYSTEM: "1",
    GIT_CONFIG_GLOBAL: devNull,
    GIT_TERMINAL_PROMPT: "0",
    GIT_NO_LAZY_FETCH: "1",
    GIT_ALLOW_PROTOCOL: "",
    LC_ALL: "C",
  };
  for (const name of ["PATH", "SYSTEMROOT", "TEMP", "TMPDIR"])
    if (variables[name] !== undefined) environment[name] = variables[name];
  return environment;
}
