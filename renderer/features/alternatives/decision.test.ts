import { expect, test } from "vitest";
import type { Alternative } from "../../../core/contract/assistant.ts";
import {
  byEvidence,
  chosenText,
  columnsOf,
  type Decision,
  fails,
  hunksIn,
  mergeOf,
  reasonAgainst,
  undecided,
  withHunkToggled,
  withPickToggled,
} from "./decision.ts";

const before = "def a():\n    return 1\n\n\ndef b():\n    return 2\n";

function alternative(id: string, after: string, change: Partial<Alternative> = {}): Alternative {
  return {
    id,
    code: after,
    explanation: "",
    confidence: "medium",
    reasons: [],
    probability: 0.5,
    edit: { path: "a.py", language: "python", before, after, isNewFile: false },
    verdict: {
      outcome: "pass",
      subjectHash: "0".repeat(64),
      findings: [],
      analyzers: [],
      reason: "Nothing found.",
      milliseconds: 1,
    },
    types: { status: "clean", reason: "" },
    tests: { status: "passed", reason: "", passed: 1, failed: 0 },
    size: { added: 1, removed: 1, complexity: 1 },
    origin: { kind: "local", model: "m" },
    metrics: {
      model: { id: "m", name: "m", sha256: "0".repeat(64) },
      promptHash: "0".repeat(64),
      promptTokens: 1,
      reusedTokens: 0,
      generatedTokens: 1,
      firstTokenMs: 1,
      totalMs: 1,
      overheadMs: 0,
      fromCache: false,
    },
    interrupted: false,
    ...change,
  };
}

const both = alternative("one", before.replace("return 1", "return 10").replace("return 2", "return 20"));
const second = alternative("two", before.replace("return 2", "return 200"));

test("hunks are left out one by one, and all of them left out is the file", () => {
  const [first, last] = hunksIn(both);
  if (!first || !last) throw new Error("no hunks");
  const without = withHunkToggled(undecided, "one", first.id);
  expect(chosenText(both, without)).toBe(before.replace("return 2", "return 20"));
  expect(chosenText(both, withHunkToggled(without, "one", last.id))).toBe(before);
  expect(chosenText(both, withHunkToggled(without, "one", first.id))).toBe(both.edit?.after);
});

test("hunks of two make a third; two changes of one line are said to clash", () => {
  const [first, last] = hunksIn(both);
  const [other] = hunksIn(second);
  if (!first || !last || !other) throw new Error("no hunks");
  const picked = withPickToggled(withPickToggled(undecided, "one", first.id), "two", other.id);
  expect(mergeOf([both, second], picked)).toEqual({
    kind: "text",
    after: before.replace("return 1", "return 10").replace("return 2", "return 200"),
    from: ["one", "two"],
  });
  expect(mergeOf([both, second], withPickToggled(picked, "one", last.id))).toEqual({
    kind: "clash",
    lines: "6–6",
  });
  expect(mergeOf([both, second], undecided)).toEqual({ kind: "nothing" });
});

test("what speaks for an alternative puts it first", () => {
  const blocked = alternative("b", "x", { verdict: { ...both.verdict, outcome: "block", reason: "Bad." } });
  const failing = alternative("f", "x", { tests: { status: "failed", reason: "", passed: 0, failed: 1 } });
  const untested = alternative("u", "x", { tests: { status: "notRun", reason: "", passed: 0, failed: 0 } });
  const cut = alternative("c", "x", { interrupted: true });
  const larger = alternative("l", "x", { size: { added: 9, removed: 0, complexity: 1 } });
  const ordered = [cut, blocked, failing, untested, larger, both].toSorted(byEvidence);
  expect(ordered.map(({ id }) => id)).toEqual(["one", "l", "u", "f", "b", "c"]);
  expect([blocked, failing, untested, cut, both].filter(fails).map(({ id }) => id)).toEqual(["b", "f", "c"]);
  expect([blocked, cut, both].map(reasonAgainst)).toEqual([
    "Bad.",
    "The model stopped in the middle of it.",
    undefined,
  ]);
});

test("dismissed ones are left out, merged ones stand behind, words have no column", () => {
  const { edit: _edit, ...words } = alternative("w", "x");
  const decision: Decision = { ...undecided, dismissed: ["one"], merged: [alternative("m", "y")] };
  expect(columnsOf({ alternatives: [both, second, words] }, decision).map(({ id }) => id)).toEqual([
    "two",
    "m",
  ]);
});
