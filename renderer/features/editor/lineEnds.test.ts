import fc from "fast-check";
import { expect, test } from "vitest";
import { LineEnds } from "./lineEnds.ts";

test("lines that were not touched keep their own ends, new ones get the usual", () => {
  const ends = new LineEnds("a\r\nb\nc\r\nd");
  // "b" becomes "b1", "b2"
  ends.apply([{ startLine: 2, endLine: 2, text: "b1\nb2" }]);
  expect(ends.restore("a\nb1\nb2\nc\nd")).toBe("a\r\nb1\r\nb2\nc\r\nd");
});

test("joined lines lose the end between them", () => {
  const ends = new LineEnds("a\r\nb\nc");
  ends.apply([{ startLine: 1, endLine: 2, text: "" }]);
  expect(ends.restore("ab\nc")).toBe("ab\nc");
});

test("several changes of one event, given from the last to the first", () => {
  const ends = new LineEnds("a\r\nb\nc\n");
  ends.apply([
    { startLine: 3, endLine: 3, text: "x\ny" },
    { startLine: 1, endLine: 1, text: "w\n" },
  ]);
  expect(ends.restore("w\na\nb\nx\nyc\n")).toBe("w\na\r\nb\nx\nyc\n");
});

test("a text that nobody edited comes back byte for byte", () => {
  const part = fc.oneof(fc.constantFrom("\r\n", "\n", "\r"), fc.string({ maxLength: 5 }));
  fc.assert(
    fc.property(fc.array(part, { maxLength: 30 }), (parts) => {
      const text = parts.join("");
      const asMonacoKeepsIt = text.replaceAll(/\r\n|\r/g, "\n");
      expect(new LineEnds(text).restore(asMonacoKeepsIt)).toBe(text);
    }),
  );
});
