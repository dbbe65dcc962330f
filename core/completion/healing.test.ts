import fc from "fast-check";
import { expect, test } from "vitest";
import { healPrefix } from "./healing.ts";

test.each([
  ["def f(x):\n    ", "def f(x):", "\n    "],
  ["def f(x):\n\n\n", "def f(x):", "\n\n\n"],
  ["    return su", "    return", " su"],
  ["a = 1\n    ret", "a = 1\n    ", "ret"],
  ["x.appe", "x.", "appe"],
  ["x = ", "x =", " "],
  ["call(", "call(", ""],
  ["größ", "größ", ""],
  ["a größ", "a", " größ"],
])("%j is read as %j and %j is written again", (prefix, kept, healed) => {
  expect(healPrefix(prefix)).toEqual({ kept, healed });
});

test("nothing of the prefix is lost or added", () => {
  fc.assert(
    fc.property(fc.string({ unit: "binary" }), (prefix) => {
      const { kept, healed } = healPrefix(prefix);
      expect(kept + healed).toBe(prefix);
      expect(healed.length).toBeLessThanOrEqual(48);
    }),
  );
});
