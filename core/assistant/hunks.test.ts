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
