import fc from "fast-check";
import { expect, test } from "vitest";
import { clashing, distinctHunks, hunksOf, withHunks } from "./hunks.ts";

const before = "a\nb\nc\nd\ne\n";

test("a proposal is taken apart into its changes", () => {
  expect(hunksOf(before, "a\nB\nc\nd\nnew\ne\n")).toEqual([
    { id: "1-2:B", start: 1, end: 2, removed: ["b"], added: ["B"], newStart: 1, newEnd: 2 },
    { id: "4-4:new", start: 4, end: 4, removed: [], added: ["new"], newStart: 4, newEnd: 5 },
  ]);
});

test("some of the changes of two proposals make a third", () => {
  const [upper] = hunksOf(before, "a\nB\nc\nd\ne\n");
  const [last] = hunksOf(before, "a\nbb\nc\nd\nE\n").slice(-1);
  if (!upper || !last) throw new Error("no hunks");
  expect(clashing([upper, last])).toBeUndefined();
  expect(withHunks(before, [last, upper])).toBe("a\nB\nc\nd\nE\n");
});

test("two changes of the same line clash, the same change twice does not", () => {
  const [one] = hunksOf(before, "a\nB\nc\nd\ne\n");
  const [other] = hunksOf(before, "a\nbb\nc\nd\ne\n");
  if (!one || !other) throw new Error("no hunks");
  expect(clashing([one, other])).toEqual([one, other]);
  expect(clashing(distinctHunks([one, one]))).toBeUndefined();
});

test("blocks that are added are taken one by one, and those of two proposals stand one after the other", () => {
  const file = "import unittest\n\n\nclass T:\n    def test_a(self):\n        pass\n";
  const one = hunksOf(
    file,
    `${file}\n    def test_b(self):\n        assert 1\n\n    def test_c(self):\n        assert 2\n`,
  );
  expect(one.map(({ added }) => added.find((line) => line !== ""))).toEqual([
    "    def test_b(self):",
    "    def test_c(self):",
  ]);
  const [other] = hunksOf(file, `${file}\n    def test_d(self):\n        assert 3\n`);
  const [, second] = one;
  if (!second || !other) throw new Error("no hunks");
  expect(clashing([second, other])).toBeUndefined();
  expect(withHunks(file, [second, other])).toBe(
    `${file}\n    def test_c(self):\n        assert 2\n\n    def test_d(self):\n        assert 3\n`,
  );
});

test("all changes together are the proposal, none are the file", () => {
  const text = fc
    .array(fc.constantFrom("a", "b", "c", "", "d e"), { maxLength: 12 })
    .map((lines) => lines.join("\n"));
  fc.assert(
    fc.property(text, text, (old, now) => {
      const hunks = hunksOf(old, now);
      expect(withHunks(old, [])).toBe(old);
      expect(withHunks(old, hunks)).toBe(now);
      expect(clashing(hunks)).toBeUndefined();
    }),
  );
});
