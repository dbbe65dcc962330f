import fc from "fast-check";
import { expect, test } from "vitest";
import { acceptedText, longestSubject, subjectOf } from "./acceptPart.ts";

const left = (remaining: string, closers = "") => ({ remaining, closers });

test("all, a word and a line of an offer", () => {
  const text = "total = sum(values)\n    return total";
  expect(acceptedText(left(text), "all")).toEqual({ text, replaces: 0, takesAll: true });
  expect(acceptedText(left(text), "word")).toEqual({ text: "total", replaces: 0, takesAll: false });
  expect(acceptedText(left(" = sum(values)"), "word")?.text).toBe(" =");
  expect(acceptedText(left("größe_2 + 1"), "word")?.text).toBe("größe_2");
  expect(acceptedText(left("(values)"), "word")?.text).toBe("(");
  expect(acceptedText(left("\n    return total"), "word")?.text).toBe("\n    return");
  expect(acceptedText(left(text), "line")).toEqual({
    text: "total = sum(values)",
    replaces: 0,
    takesAll: false,
  });
  expect(acceptedText(left("\n    return total\n"), "line")?.text).toBe("\n    return total");
});

test("closers are replaced by the part that brings them, and by no earlier one", () => {
  expect(acceptedText(left("x, y)", ")"), "word")).toEqual({ text: "x", replaces: 0, takesAll: false });
  expect(acceptedText(left("x, y)", ")"), "all")).toEqual({ text: "x, y)", replaces: 1, takesAll: true });
  expect(acceptedText(left(")", ")"), "word")).toEqual({ text: ")", replaces: 1, takesAll: true });
});

test("nothing left is nothing to accept", () => {
  for (const part of ["all", "word", "line"] as const) expect(acceptedText(left(""), part)).toBeUndefined();
});

test("accepting by words or lines adds up to the whole, and comes to an end", () => {
  const offers = fc.string({ unit: fc.constantFrom(..."ab1_ \n\t().=ü😀"), minLength: 1, maxLength: 60 });
  fc.assert(
    fc.property(offers, fc.constantFrom("word" as const, "line" as const), (text, part) => {
      let taken = "";
      for (let turns = 0; taken.length < text.length; turns++) {
        expect(turns).toBeLessThanOrEqual(text.length);
        const accepted = acceptedText(left(text.slice(taken.length)), part);
        taken += accepted?.text ?? "";
        expect(accepted?.takesAll).toBe(taken.length === text.length);
      }
      expect(taken).toBe(text);
    }),
  );
});

test("the subject is the file around the text, cut at lines to what the contract takes", () => {
  const place = { language: "python", path: "a.py" };
  const small = subjectOf({ ...place, before: "a\n", after: "\nb" }, "x");
  expect(small).toEqual({ ...place, before: "a\n", text: "x", after: "\nb" });
  const line = `${"y".repeat(96)}\n`;
  const big = subjectOf({ ...place, before: line.repeat(5000), after: line.repeat(5000) }, "x");
  expect(big.before.length + big.text.length + big.after.length).toBeLessThanOrEqual(longestSubject);
  expect(big.before.length).toBeGreaterThan(longestSubject / 2 - 200);
  expect(big.before.startsWith("y")).toBe(true);
  expect(big.before.length % 97).toBe(0);
  const lopsided = subjectOf({ ...place, before: line.repeat(5000), after: "\nb" }, "x");
  expect(lopsided.after).toBe("\nb");
  expect(lopsided.before.length).toBeGreaterThan(longestSubject - 300);
});
