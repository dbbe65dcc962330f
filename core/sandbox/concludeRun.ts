import { z } from "zod";
import {
  type ReachedLines,
  reachedLines,
  type StopCause,
  type TestResult,
  type TestRun,
  testOutcome,
} from "../contract/run.ts";
import type { SandboxExit } from "./sandboxExit.ts";

/** One line of the report channel, after the run's own word. */
const record = z.discriminatedUnion("kind", [
  z.object({
    kind: z.literal("test"),
    name: z.string().max(2000),
    outcome: testOutcome,
    milliseconds: z.number().nonnegative(),
    message: z.string().max(20_000),
  }),
  z.object({ kind: z.literal("missing"), what: z.string().max(200) }),
  reachedLines.omit({ path: true }).extend({ kind: z.literal("reached") }),
  /** The last line: what the runner itself says it will exit with, and how many tests it named. */
  z.object({ kind: z.literal("end"), code: z.int(), tests: z.int().nonnegative() }),
]);
type ReportRecord = z.infer<typeof record>;

export type Conclusion = Pick<TestRun, "status" | "stoppedBy" | "reason" | "tests"> & {
  /** A tool that the runner did not find: nothing ran. */
  readonly missing?: string;
  /** Whether the report came whole, so that a failure is a test's own. */
  readonly complete: boolean;
  /** Of the file that the run was asked to follow, once the report came whole. */
  readonly reached?: Omit<ReachedLines, "path">;
};

const stopSentences: Record<StopCause, string> = {
  wallTime: "It ran longer than it may and was ended.",
  cpu: "It used more processor time than it may and was ended.",
  memory: "It used more memory than it may and was ended.",
  processes: "It started more processes than it may and was ended.",
  files: "It made more files than it may and was ended.",
  output: "It printed more than it may and was ended.",
  report: "It reported more than it may and was ended.",
};

/** What the system says when the processor's time is up: SIGXCPU, or SIGKILL after it. */
const cpuExit = 128 + 24;

/**
 * What a run was worth. Nothing that was printed counts: only lines of the report channel, each under the word that the
 * runner was given before any of the workspace's code was loaded, and only when the last of them came and agrees with
 * the way the process ended.
 */
export function concludeRun(
  { end, report }: Pick<SandboxExit, "end" | "report">,
  word: string,
  isTraced = false,
): Conclusion {
  const read = readReport(report, word);
  const tests = (read ?? []).flatMap((one): TestResult[] =>
    one.kind === "test"
      ? [{ name: one.name, outcome: one.outcome, milliseconds: one.milliseconds, message: one.message }]
      : [],
  );
  if (end.kind === "stopped") return stopped(end.by, tests);
  const failed = (reason: string): Conclusion => ({ status: "failed", reason, tests, complete: false });
  if (read === undefined) return failed("The report was written by something other than the test runner.");
  const last = read.at(-1);
  if (last?.kind === "missing") return { ...failed(`${last.what} is not installed.`), missing: last.what };
  if (last?.kind !== "end") {
    if (end.code === cpuExit) return stopped("cpu", tests);
    return failed(`The tests ended before their report was complete (exit ${end.code}).`);
  }
  const followed = read.filter((one) => one.kind === "reached");
  if (
    read.length !== tests.length + followed.length + 1 ||
    followed.length > (isTraced ? 1 : 0) ||
    last.tests !== tests.length
  )
    return failed("The report was written by something other than the test runner.");
  if (last.code !== end.code)
    return failed(`The report says exit ${last.code}, the process said ${end.code}.`);
  const [reached] = followed.map(({ kind: _, ...lines }) => lines);
  return { ...judged(tests, end.code), tests, complete: true, ...(reached === undefined ? {} : { reached }) };
}

/** A run whose report came whole. */
function judged(tests: readonly TestResult[], code: number): Pick<Conclusion, "status" | "reason"> {
  const bad = tests.filter(({ outcome }) => outcome === "failed" || outcome === "error").length;
  if (bad > 0) return { status: "failed", reason: `${bad} of ${tests.length} tests failed.` };
  if (!tests.some(({ outcome }) => outcome === "passed")) return { status: "failed", reason: "No test ran." };
  if (code !== 0)
    return { status: "failed", reason: `Every test passed, yet the runner ended with ${code}.` };
  return {
    status: "passed",
    reason: `${tests.length} ${tests.length === 1 ? "test" : "tests"} ran, none failed.`,
  };
}

function stopped(by: StopCause, tests: readonly TestResult[]): Conclusion {
  return { status: "stopped", stoppedBy: by, reason: stopSentences[by], tests: [...tests], complete: false };
}

/** undefined when a line is not the runner's. A last line that was cut off in writing counts as not written. */
function readReport(report: string, word: string): readonly ReportRecord[] | undefined {
  const lines = report.split("\n").slice(0, -1);
  const records: ReportRecord[] = [];
  for (const line of lines) {
    if (!line.startsWith(`${word} `)) return undefined;
    const parsed = record.safeParse(parseJson(line.slice(word.length + 1)));
    if (!parsed.success) return undefined;
    records.push(parsed.data);
  }
  return records;
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
