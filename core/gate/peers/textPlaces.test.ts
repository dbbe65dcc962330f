import fc from "fast-check";
import { expect, test } from "vitest";
import { TextPlaces } from "./textPlaces.ts";

const line = fc.string({ unit: fc.constantFrom("a", " ", "é", "€", "𝒳"), maxLength: 12 });
const lineBreak = fc.constantFrom("\n", "\r\n", "\r");

test("a place counted as the tool counts is the same place in the text", () => {
  fc.assert(
    fc.property(
      fc.array(line, { minLength: 1, maxLength: 6 }),
      lineBreak,
      fc.nat(5),
      fc.nat(12),
      (lines, ending, at, column) => {
        const row = at % lines.length;
        const text = lines.map((one) => one + ending).join("");
        const before = lines
          .slice(0, row)
          .map((one) => one + ending)
          .join("");
        const characters = [...(lines[row] ?? "")].slice(0, column).join("");
        const places = new TextPlaces(text);
        const expected = before.length + characters.length;
        const bytes = new TextEncoder().encode(characters).length;
        expect(places.offsetAt(row + 1, [...characters].length, "character")).toBe(expected);
        expect(places.offsetAt(row + 1, bytes, "byte")).toBe(expected);
      },
    ),
  );
});

test("a place outside is the nearest inside", () => {
  const places = new TextPlaces("ab\ncd  \n");
  expect([
    places.offsetAt(0, 0, "byte"),
    places.offsetAt(1, 99, "byte"),
    places.offsetAt(99, 99, "character"),
    places.endOfLine(2),
  ]).toEqual([0, 2, 8, 5]);
});
