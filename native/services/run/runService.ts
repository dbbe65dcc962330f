import { randomBytes } from "node:crypto";
import { fail, ok, type Result } from "../../../core/base/result.ts";
import { type Failure, failureOf } from "../../../core/contract/failure.ts";
import type { ReachedLines, RunLimits, TestRun, TestRunnerName } from "../../../core/contract/run.ts";
import { chooseRunner, configurationNames } from "../../../core/sandbox/chooseRunner.ts";
import { type Conclusion, concludeRun } from "../../../core/sandbox/concludeRun.ts";
import { limitsFor } from "../../../core/sandbox/limits.ts";
import type { CopyWorkspace, Overlay, Sandbox, Scratch, Toolchain, Toolchains } from "./sandbox.ts";

export interface RunParts {
  readonly sandbox: Sandbox;
  readonly copy: CopyWorkspace;
  readonly toolchains: Toolchains;
}

export interface TestRequest {
  readonly testFile: string;
  /** Proposed text that stands in place of what is on disk. */
  readonly files: readonly Overlay[];
  readonly limits?: { readonly [K in keyof RunLimits]?: RunLimits[K] | undefined } | undefined;
  /** A file of the workspace of which the run says which lines ran while its tests ran. */
  readonly trace?: string | undefined;
}

/** A test file with everything found that its runs need; several runs can share it. */
export interface PreparedTests {
  readonly scratch: Scratch;
  readonly runner: TestRunnerName;
  readonly testFile: string;
  readonly toolchain: Toolchain;
  readonly files: readonly Overlay[];
  /** The file whose lines are followed, where the tests will see one. */
  readonly trace: string | undefined;
  /** The text of a file as the tests will see it. */
  textOf(path: string): string | undefined;
}

/** All that a sandboxed program finds in its environment. Nothing is taken over from ours. */
const environment: Readonly<Record<string, string>> = {
  PATH: "/airlock/bin:/usr/local/bin:/usr/bin:/bin",
  HOME: "/tmp/home",
  TMPDIR: "/tmp",
  USER: "sandbox",
  LOGNAME: "sandbox",
  LANG: "C.UTF-8",
  TERM: "dumb",
  NO_COLOR: "1",
  CI: "1",
  PYTHONDONTWRITEBYTECODE: "1",
  PYTHONUNBUFFERED: "1",
  // The same order of sets in every run, so that a mutant is judged by its change alone.
  PYTHONHASHSEED: "0",
};

/** Names the file to follow. Our runners take it out of the environment before they load any code of the workspace. */
const traceVariable = "AIRLOCK_TRACE";

/** Runs tests of generated code, in the sandbox and nowhere else. */
export class RunService {
  readonly #parts: RunParts;

  constructor(parts: RunParts) {
    this.#parts = parts;
  }

  /** What would hold the code, or why nothing can be run here. */
  sandbox(): Result<string, Failure> {
    return this.#parts.sandbox.describe();
  }

  /** Streams what is printed to `onOutput`. A run that was cut short, or whose report did not come whole, never passes. */
  async runTests(
    request: TestRequest,
    onOutput: (text: string) => void,
    signal: AbortSignal,
  ): Promise<Result<TestRun, Failure>> {
    const prepared = await this.prepare(request, false, signal);
    if (!prepared.ok) return prepared;
    const { scratch, runner, testFile } = prepared.value;
    try {
      const run = (tests: PreparedTests) =>
        this.runPrepared(tests, [], limitsFor(request.limits), onOutput, signal);
      const first = await run(prepared.value);
      if (!first.ok) return first;
      const { reached } = first.value.conclusion;
      const isSlowed = prepared.value.trace !== undefined && mayBeSlowness(first.value.conclusion);
      const done = isSlowed ? await run({ ...prepared.value, trace: undefined }) : first;
      if (!done.ok) return done;
      const { complete, missing, reached: _, ...conclusion } = done.value.conclusion;
      const { output, milliseconds } = done.value;
      return ok({
        runner,
        testFile,
        ...conclusion,
        output,
        milliseconds,
        notCopied: [...scratch.notCopied],
        ...(request.trace === undefined
          ? {}
          : { reached: reachedOf(request.trace, prepared.value, reached) }),
      });
    } finally {
      scratch.dispose();
    }
  }

  /** Copies the workspace and finds the runner. The caller disposes the scratch copy. */
  async prepare(
    { testFile, files, trace }: TestRequest,
    stopAtFirst: boolean,
    signal: AbortSignal,
  ): Promise<Result<PreparedTests, Failure>> {
    // Before anything is copied: without a sandbox nothing is run.
    const sandbox = this.#parts.sandbox.describe();
    if (!sandbox.ok) return sandbox;
    const copied = await this.#parts.copy(signal);
    if (!copied.ok) return copied;
    const scratch = copied.value;
    const found = this.#find(scratch, { testFile, files, trace }, stopAtFirst);
    if (!found.ok) scratch.dispose();
    return found;
  }

  #find(
    scratch: Scratch,
    { testFile, files, trace }: TestRequest,
    stopAtFirst: boolean,
  ): Result<PreparedTests, Failure> {
    const textOf = (path: string): string | undefined =>
      files.find((file) => file.path === path)?.text ?? scratch.read(path);
    const testText = textOf(testFile);
    if (testText === undefined)
      return fail(
        failureOf(
          "notFound",
          `${testFile} is not among the workspace's files. Name a test file that git does not ignore.`,
        ),
      );
    const configuration = new Map(
      configurationNames.flatMap((name): [string, string][] => {
        const text = textOf(name);
        return text === undefined ? [] : [[name, text]];
      }),
    );
    const runner = chooseRunner({
      testFile,
      testText,
      files: new Set([...scratch.files, ...files.map(({ path }) => path)]),
      configuration,
      hasPackage: (name) => this.#parts.toolchains.hasPackage(name),
    });
    if (runner === undefined)
      return fail(
        failureOf(
          "toolMissing",
          `Nothing says how to run ${testFile}. Install vitest or jest in the workspace, or import node:test.`,
        ),
      );
    const followed = trace !== undefined && textOf(trace) !== undefined ? trace : undefined;
    const toolchain = this.#parts.toolchains.find(runner, testFile, {
      stopAtFirst,
      isTraced: followed !== undefined,
    });
    if (!toolchain.ok) return toolchain;
    return ok({ scratch, runner, testFile, toolchain: toolchain.value, files, trace: followed, textOf });
  }

  /** One run of prepared tests, with `changes` on top of the proposed files. */
  async runPrepared(
    { scratch, toolchain, files, trace }: PreparedTests,
    changes: readonly Overlay[],
    limits: RunLimits,
    onOutput: (text: string) => void,
    signal: AbortSignal,
  ): Promise<
    Result<
      { readonly conclusion: Conclusion; readonly output: string; readonly milliseconds: number },
      Failure
    >
  > {
    const layer = await scratch.layer([...files, ...changes]);
    if (!layer.ok) return layer;
    const word = randomBytes(24).toString("hex");
    const done = await this.#parts.sandbox.run(
      {
        sources: [scratch.folder, layer.value],
        mounts: toolchain.mounts,
        command: toolchain.command,
        environment: trace === undefined ? environment : { ...environment, [traceVariable]: trace },
        word,
        limits,
      },
      onOutput,
      signal,
    );
    if (!done.ok) return done;
    const conclusion = concludeRun(done.value, word, trace !== undefined);
    if (conclusion.missing !== undefined)
      return fail(
        failureOf(
          "toolMissing",
          `${conclusion.missing} is not installed for ${toolchain.name}. Install it there to run these tests.`,
        ),
      );
    return ok({ conclusion, output: done.value.output, milliseconds: done.value.milliseconds });
  }
}

/** A test that took so long and failed may have failed for that; the runners' own limits are some seconds. */
const slowMilliseconds = 1000;

/** Following lines takes time, and must not be why tests do not pass: such a run is run again without. */
function mayBeSlowness({ stoppedBy, tests }: Conclusion): boolean {
  if (stoppedBy === "wallTime" || stoppedBy === "cpu") return true;
  return tests.some(
    ({ outcome, milliseconds }) =>
      (outcome === "failed" || outcome === "error") && milliseconds > slowMilliseconds,
  );
}

/** Lines of a run whose report did not come whole are not believed. */
function reachedOf(
  path: string,
  { trace }: PreparedTests,
  reached: Omit<ReachedLines, "path"> | undefined,
): ReachedLines {
  if (trace === undefined) return { path, detail: `${path} is not among the workspace's files.` };
  return { path, ...(reached ?? { detail: "The run did not come to its end." }) };
}
