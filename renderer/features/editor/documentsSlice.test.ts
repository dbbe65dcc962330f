import fc from "fast-check";
import { expect, test } from "vitest";
import { limitsOf, plainFormat, smallestReplacement, tabLabel } from "./documentsSlice.ts";

test("the smallest replacement turns one text into the other and touches nothing around it", () => {
  expect(smallestReplacement("one two three", "one 2 three")).toEqual({ start: 4, end: 7, text: "2" });
  // Few letters: the same at both ends is then the rule, and the two must not overlap.
  const fewLetters = fc.string({ unit: fc.constantFrom("a", "b") });
  fc.assert(
    fc.property(fewLetters, fewLetters, (before, after) => {
      const { start, end, text } = smallestReplacement(before, after);
      expect(before.slice(0, start) + text + before.slice(end)).toBe(after);
    }),
  );
});

test("long lines and large files are named, others are not", () => {
  expect(limitsOf("short\nlines\n", 12)).toBeUndefined();
  expect(limitsOf(`a\n${"x".repeat(20_001)}\n`, 20_004)).toContain("20,001 characters");
  expect(limitsOf(`a\n${"x".repeat(20_001)}`, 20_003)).toContain("20,001 characters");
  expect(limitsOf("", 21 * 1024 * 1024)).toContain("21 MB");
});

test("a tab says its state in words", () => {
  const document = {
    resource: "file:a.py",
    path: "a.py",
    untitled: false,
    language: "python",
    phase: { kind: "ready" },
    dirty: true,
    readOnly: true,
    format: plainFormat,
    disk: { kind: "deleted" },
    limits: undefined,
  } as const;
  expect([tabLabel("a.py", undefined), tabLabel("a.py", document)]).toEqual([
    "a.py",
    "a.py, unsaved, read-only, deleted on disk",
  ]);
});
