import fc from "fast-check";
import { expect, test } from "vitest";
import type { AnalyzerRun, Finding, GateOutcome, GateSubject } from "../contract/gate.ts";
import type { Analyzer, RawFinding } from "./analyzer.ts";
import { evaluateGate, type GateClock } from "./evaluateGate.ts";
import { mergeVerdict } from "./mergeVerdict.ts";
import { neighbourhoodOf } from "./neighbourhood.ts";
import { defaultGatePolicy } from "./policy.ts";
import { subjectHash } from "./subjectHash.ts";

const never = new AbortController().signal;
const clock: GateClock = {
  now: () => performance.now(),
  after: (milliseconds, wake) => {
    const timer = setTimeout(wake, milliseconds);
    return () => clearTimeout(timer);
  },
};

/** Finds every "BAD(...)", as a rule would. */
const badFinder: Analyzer = {
  name: "bad-finder",
  version: "1",
  appliesTo: () => true,
  analyze: async ({ source }) =>
    [...source.matchAll(/BAD\([^)]*\)/g)].map(
      (match): RawFinding => ({
        ruleId: "bad",
        cwe: [1],
        severity: "high",
        message: "Bad.",
        start: match.index,
        end: match.index + match[0].length,
      }),
    ),
};

function subject(before: string, text: string, after: string): GateSubject {
  return { language: "python", path: "a.py", before, text, after };
}

function judge(one: GateSubject, analyzers: readonly Analyzer[] = [badFinder], timeoutMs = 5000) {
  return evaluateGate(one, analyzers, { ...defaultGatePolicy, analyzerTimeoutMs: timeoutMs }, clock, never);
}

test("what stood in the file before is not the suggestion's fault; what it completes across its border is", async () => {
  expect((await judge(subject("BAD(1)\n", "x = 1", "\nBAD(2)"))).outcome).toBe("pass");
  expect((await judge(subject("x\nBA", "D(", "3)\n"))).findings).toMatchObject([
    {
      ruleId: "bad",
      outcome: "block",
      range: { start: { line: 1, column: 0 }, end: { line: 1, column: 6 } },
    },
  ]);
  expect((await judge(subject("BAD(1)", "\nBAD(2)\n", "BAD(3)"))).findings).toHaveLength(1);
});

test("nothing ran: blocked", async () => {
  expect(await judge(subject("", "x", ""), [])).toMatchObject({ outcome: "block" });
  const elsewhere: Analyzer = { ...badFinder, appliesTo: () => false };
  expect(await judge(subject("", "x", ""), [elsewhere])).toMatchObject({
    outcome: "block",
    analyzers: [{ status: "notApplicable" }],
  });
});

test.each<[string, Analyzer["analyze"]]>([
  ["rejects", () => Promise.reject(new Error("crashed"))],
  [
    "throws",
    () => {
      throw new Error("crashed at once");
    },
  ],
  ["never answers", () => new Promise(() => {})],
  // @ts-expect-error: what a foreign tool may answer is not what its type says.
  ["answers what cannot be read", async () => [{ ruleId: 7 }]],
  // @ts-expect-error: as above.
  ["answers nothing at all", async () => undefined],
])("ADVERSARIAL 39: an analyzer that %s blocks, whatever the others say", async (_what, analyze) => {
  const failing: Analyzer = { ...badFinder, name: "failing", analyze };
  const verdict = await judge(subject("", "harmless", ""), [badFinder, failing], 50);
  expect(verdict).toMatchObject({ outcome: "block", findings: [] });
  expect(verdict.analyzers.map((run) => run.status)).toEqual(["ran", "failed"]);
});

test("ADVERSARIAL 39: a 5 MB snippet is blocked unread", async () => {
  let asked = false;
  const nosy: Analyzer = {
    ...badFinder,
    analyze: async () => {
      asked = true;
      return [];
    },
  };
  const verdict = await judge(subject("", "x".repeat(5_000_000), ""), [nosy]);
  expect(verdict).toMatchObject({ outcome: "block", analyzers: [] });
  expect(asked).toBe(false);
});

test("a cancelled scan is a block, not a pass", async () => {
  const abort = new AbortController();
  const slow: Analyzer = { ...badFinder, analyze: () => new Promise(() => {}) };
  const judged = evaluateGate(subject("", "x", ""), [slow], defaultGatePolicy, clock, abort.signal);
  abort.abort();
  expect(await judged).toMatchObject({ outcome: "block", analyzers: [{ detail: "cancelled" }] });
});

const outcome = fc.constantFrom<GateOutcome>("pass", "warn", "block");
const finding = outcome.map(
  (one): Finding => ({
    ruleId: "r",
    analyzer: "a",
    cwe: [],
    severity: "info",
    outcome: one,
    range: { start: { line: 0, column: 0 }, end: { line: 0, column: 1 } },
    message: "m",
  }),
);
const run = fc
  .constantFrom<AnalyzerRun["status"]>("ran", "failed", "notApplicable", "absent")
  .map((status): AnalyzerRun => ({ analyzer: "a", version: "1", status, milliseconds: 0 }));
const rank = { pass: 0, warn: 1, block: 2 };

test("merging is monotone in findings and failures, and never passes what failed or was not looked at", () => {
  fc.assert(
    fc.property(fc.array(finding), fc.array(run), finding, (findings, runs, more) => {
      const merged = mergeVerdict(findings, runs);
      expect(rank[mergeVerdict([...findings, more], runs).outcome]).toBeGreaterThanOrEqual(
        rank[merged.outcome],
      );
      for (const one of findings) expect(rank[merged.outcome]).toBeGreaterThanOrEqual(rank[one.outcome]);
      if (runs.some((one) => one.status === "failed") || !runs.some((one) => one.status === "ran"))
        expect(merged.outcome).toBe("block");
      if (runs.some((one) => one.status === "absent")) expect(merged.outcome).not.toBe("pass");
    }),
  );
});

test("no two different subjects share a hash, also when a character moves from one part to the next", () => {
  const text = fc.string({ unit: "binary", maxLength: 6 });
  const parts = fc.tuple(text, text, text, text, text);
  const of = ([language, path, before, inserted, after]: readonly string[]) =>
    subjectHash({
      language: language ?? "",
      path: path ?? "",
      before: before ?? "",
      text: inserted ?? "",
      after: after ?? "",
    });
  fc.assert(
    fc.property(parts, parts, (left, right) => {
      expect(of(left) === of(right)).toBe(JSON.stringify(left) === JSON.stringify(right));
    }),
  );
  expect(of(["", "", "ab", "c", ""])).not.toBe(of(["", "", "a", "bc", ""]));
  expect(of(["", "", "", "\ud800", ""])).not.toBe(of(["", "", "", "\ud801", ""]));
});

test("in a huge file only the neighbourhood is read, and places are those of the whole file", () => {
  const line = "value = compute(value)\n";
  const huge = subject(line.repeat(20_000), "eval(x)\n", line.repeat(20_000));
  const place = neighbourhoodOf(huge);
  expect(place.subject.source.length).toBeLessThan(900 * line.length);
  expect(place.subject.source.slice(place.subject.start, place.subject.end)).toBe("eval(x)\n");
  expect(place.rangeOf(place.subject.start, place.subject.end - 1)).toEqual({
    start: { line: 20_000, column: 0 },
    end: { line: 20_000, column: 7 },
  });
});

test("a huge file of one line has bounded surroundings and right columns", () => {
  const place = neighbourhoodOf(subject("a".repeat(500_000), "b", "c".repeat(500_000)));
  expect(place.subject.source.length).toBeLessThanOrEqual(200_001);
  expect(place.rangeOf(place.subject.start, place.subject.end)).toEqual({
    start: { line: 0, column: 500_000 },
    end: { line: 0, column: 500_001 },
  });
});
