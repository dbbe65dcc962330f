import fc from "fast-check";
import { expect, test } from "vitest";
import { costWords, textParts, usageWords } from "./requestWords.ts";

test("placeholders stand out, a longer one is not taken for a shorter", () => {
  expect(textParts("a WITHHELD1, WITHHELD12.", ["WITHHELD1", "WITHHELD12"])).toEqual([
    { text: "a ", kind: "plain" },
    { text: "WITHHELD1", kind: "withheld" },
    { text: ", ", kind: "plain" },
    { text: "WITHHELD12", kind: "withheld" },
    { text: ".", kind: "plain" },
  ]);
});

test("what is not seen is shown by its number: zero width, reversed, control, line separators", () => {
  const shown = textParts("a\u200b\u202e\u0007\u2028\u{e0041}\n\tb", []).map(({ text }) => text);
  expect(shown).toEqual(["a", "U+200B", "U+202E", "U+0007", "U+2028", "U+E0041", "\n\tb"]);
});

test("nothing is lost, whatever the text and the placeholders hold", () => {
  fc.assert(
    fc.property(
      fc.string({ unit: "grapheme" }),
      fc.array(fc.constantFrom("withheld1", "withheld2.py", "a.b", "/w")),
      (text, names) => {
        const plain = textParts(text, names)
          .map((part) =>
            part.kind === "hidden"
              ? String.fromCodePoint(Number.parseInt(part.text.slice(2), 16))
              : part.text,
          )
          .join("");
        expect(plain).toBe(text);
      },
    ),
  );
});

test("what left today, with limits where there are some", () => {
  const usage = { requests: 1, bytes: 1, cost: 0, currency: "USD" };
  expect(usageWords(usage)).toBe("1 request, 1 byte");
  expect(usageWords({ ...usage, requests: 3, bytes: 41_200, mostBytes: 1e6, cost: 0.126, mostCost: 5 })).toBe(
    "3 requests, 41,200 of 1,000,000 bytes, 0.13 of 5.00 USD",
  );
  expect([costWords(0, "EUR"), costWords(0.00421, "EUR"), costWords(12.345, "EUR")]).toEqual([
    "0.00 EUR",
    "0.0042 EUR",
    "12.35 EUR",
  ]);
});
