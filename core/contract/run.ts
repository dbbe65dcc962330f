import { z } from "zod";
import { workspacePath } from "./common.ts";
import { request } from "./define.ts";

/** What a sandboxed run may use. The host lowers what is above its own bounds. */
export const runLimits = z.object({
  /** From start to end, milliseconds. */
  wallMilliseconds: z.int().positive(),
  /** Of all its processes together. */
  cpuSeconds: z.int().positive(),
  /** Resident memory of all its processes together, and the data of each one, bytes. */
  memoryBytes: z.int().positive(),
  /** Processes and threads alive at once. */
  processes: z.int().positive(),
  openFiles: z.int().positive(),
  /** One file it writes, bytes. */
  fileBytes: z.int().positive(),
  /** All that it writes to the scratch copy, and as much again to /tmp, bytes. */
  scratchBytes: z.int().positive(),
  /** What it prints, bytes. */
  outputBytes: z.int().positive(),
});
export type RunLimits = z.infer<typeof runLimits>;

export const testRunnerName = z.enum(["pytest", "unittest", "vitest", "jest", "node:test"]);
export type TestRunnerName = z.infer<typeof testRunnerName>;

export const testOutcome = z.enum(["passed", "failed", "error", "skipped"]);

export const testResult = z.object({
  name: z.string(),
  outcome: testOutcome,
  milliseconds: z.number(),
  /** Why it did not pass; empty when it did. */
  message: z.string(),
});
export type TestResult = z.infer<typeof testResult>;

/** More lines than any file has whose tests somebody reads. */
export const mostReachedLines = 20_000;

/** Which lines of one file ran while tests ran. */
export const reachedLines = z.object({
  path: z.string(),
  /** Zero-based, ascending. What runs on loading alone is left out where that can be told. Absent: it was not measured. */
  lines: z.array(z.int().nonnegative()).max(mostReachedLines).optional(),
  /** One sentence: why it was not measured, or what the lines hold too much. */
  detail: z.string().max(500).optional(),
});
export type ReachedLines = z.infer<typeof reachedLines>;

/** Which limit ended a run. */
export const stopCause = z.enum(["wallTime", "cpu", "memory", "processes", "files", "output", "report"]);
export type StopCause = z.infer<typeof stopCause>;

export const testRun = z.object({
  runner: testRunnerName,
  testFile: z.string(),
  /** "passed" needs a whole report, at least one test that passed and none that did not. */
  status: z.enum(["passed", "failed", "stopped"]),
  stoppedBy: stopCause.optional(),
  /** One sentence. */
  reason: z.string(),
  tests: z.array(testResult),
  /** The last of what was printed, at most 64 KiB. */
  output: z.string(),
  milliseconds: z.number(),
  /** Files of the workspace that were too large or too many to copy. */
  notCopied: z.array(z.string()),
  /** Only where it was asked for. */
  reached: reachedLines.optional(),
});
export type TestRun = z.infer<typeof testRun>;

export const survivor = z.object({
  operator: z.string(),
  /** What was changed, in words: "< became <=". */
  description: z.string(),
  /** In the file, counted from 1. */
  line: z.int(),
  /** Unified. */
  diff: z.string(),
  /** An instruction for the model: write a test that fails for this mutant. */
  prompt: z.string(),
});
export type Survivor = z.infer<typeof survivor>;

export const mutationReport = z.object({
  path: z.string(),
  functionName: z.string(),
  testFile: z.string(),
  /** (killed + timedOut) / (killed + timedOut + survived), 0–1. */
  score: z.number().min(0).max(1),
  killed: z.int(),
  survived: z.int(),
  /** Mutants that ran into a limit: they were noticed. */
  timedOut: z.int(),
  /** Mutants whose run could not be judged; they count for nothing. */
  errors: z.int(),
  /** Mutants that could be made; more than were run when there was a limit. */
  planned: z.int(),
  /** Of those run, how many were known from before. */
  cached: z.int(),
  survivors: z.array(survivor),
  milliseconds: z.number(),
});
export type MutationReport = z.infer<typeof mutationReport>;

const runId = z.string().max(64);

/** Proposed text, by path: it stands in the scratch copy in place of what is on disk. */
export const overlays = z
  .array(z.object({ path: workspacePath, text: z.string().max(4 * 1024 * 1024) }))
  .max(64);

export const testTargets = z.object({
  /** Functions whose tests can be measured, in the order of the text: "name" or "Class.method". Empty where there is no parser. */
  functions: z.array(
    z.object({
      name: z.string(),
      /** Zero-based, both inclusive. */
      startLine: z.int(),
      endLine: z.int(),
    }),
  ),
  /** The workspace's test files of that language, likeliest first. */
  testFiles: z.array(z.string()),
});
export type TestTargets = z.infer<typeof testTargets>;

export const runRequests = {
  /** Whether generated code can be run here, and by what; `sentence` says what to do when it cannot. */
  "run.sandbox": request(z.object({}), z.object({ available: z.boolean(), sentence: z.string() })),
  /** What can be run and measured from a file, by its text as it stands in the editor. */
  "run.targets": request(
    z.object({ path: workspacePath, text: z.string().max(4 * 1024 * 1024) }),
    testTargets,
  ),
  /** Streams `run.didOutput` under `runId`. Cancel the request to end the run. */
  "run.tests": request(
    z.object({
      runId,
      testFile: workspacePath,
      files: overlays,
      limits: runLimits.partial().optional(),
      /** A file of which the run says what its tests reached. */
      trace: workspacePath.optional(),
    }),
    testRun,
  ),
  /** Streams `run.didProgress` under `runId`. `functionName` is "name" or "Class.method". */
  "run.mutate": request(
    z.object({
      runId,
      path: workspacePath,
      functionName: z.string().min(1).max(512),
      testFile: workspacePath,
      files: overlays,
      mutants: z.int().positive().max(500).optional(),
    }),
    mutationReport,
  ),
};

export const runEvents = {
  "run.didOutput": z.object({ runId, text: z.string() }),
  "run.didProgress": z.object({ runId, done: z.int(), total: z.int() }),
};
