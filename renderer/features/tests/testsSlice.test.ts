import { expect, test } from "vitest";
import type { MutationReport } from "../../../core/contract/run.ts";
import { scoreSentence, timeLeft, withOutput } from "./testsSlice.ts";

const report = (counts: Partial<MutationReport>): MutationReport => ({
  path: "a.py",
  functionName: "f",
  testFile: "test_a.py",
  score: 0,
  killed: 0,
  survived: 0,
  timedOut: 0,
  errors: 0,
  planned: 0,
  cached: 0,
  survivors: [],
  milliseconds: 1,
  ...counts,
});

test("the score in a sentence", () => {
  expect(scoreSentence(report({ killed: 9, timedOut: 1, score: 1 }))).toBe("All 10 changes were noticed.");
  expect(scoreSentence(report({ killed: 9, survived: 1, score: 0.9 }))).toBe(
    "90 % of 10 changes were noticed; 1 was not.",
  );
  expect(scoreSentence(report({ killed: 1, survived: 2, errors: 3, score: 1 / 3 }))).toBe(
    "33 % of 3 changes were noticed; 2 were not. 3 could not be judged.",
  );
  expect(scoreSentence(report({ errors: 3 }))).toBe(
    "No change could be judged: each run ended without a result.",
  );
});

test("what is left is said once it is more than a guess", () => {
  expect(timeLeft(0, 0, 1000)).toBeUndefined();
  expect(timeLeft(1, 5, 1000)).toBeUndefined();
  expect(timeLeft(2, 50, 1000)).toBeUndefined();
  expect(timeLeft(5, 10, 4200)).toBe("about 5 s left");
  expect(timeLeft(10, 500, 10_000)).toBeUndefined();
  expect(timeLeft(50, 500, 30_000)).toBe("about 5 min left");
});

test("of what is printed the last 64 KiB are kept, from a line's beginning", () => {
  const kept = withOutput("first\n", `${"x".repeat(99)}\n`.repeat(700));
  expect(kept.length).toBeLessThanOrEqual(64 * 1024);
  expect(kept.startsWith("x")).toBe(true);
  expect(kept.split("\n")[0]).toHaveLength(99);
  expect(withOutput("a", "b")).toBe("ab");
});
