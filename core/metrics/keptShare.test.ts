import fc from "fast-check";
import { expect, test } from "vitest";
import { keptShare } from "./keptShare.ts";

test.each([
  ["return a + b", "return a + b", 1],
  ["return a + b", "return   a+b  # sum", 1],
  ["abc def", "abc xyz", 0.5],
  ["abc", "", 0],
  ["  \n", "", 1],
  ["foo(bar)", "foo(qux)", 5 / 8],
  ["a b c", "c b a", 1 / 3],
])("%j, of which %j stands: %d", (accepted, standing, share) => {
  expect(keptShare(accepted, standing)).toBeCloseTo(share, 10);
});

test("it is a share; text around what was accepted takes nothing away; less standing is never more kept", () => {
  const text = fc
    .array(fc.constantFrom("a", "bb", " ", "\n", "(", "ccc"), { maxLength: 30 })
    .map((one) => one.join(" "));
  fc.assert(
    fc.property(text, text, text, (accepted, before, after) => {
      const share = keptShare(accepted, before);
      expect(share).toBeGreaterThanOrEqual(0);
      expect(share).toBeLessThanOrEqual(1);
      expect(keptShare(accepted, `${before}\n${accepted}\n${after}`)).toBe(1);
      expect(keptShare(accepted, `${before} ${after}`)).toBeGreaterThanOrEqual(share);
    }),
  );
});

test("texts too long for words are compared by lines", () => {
  const lines = Array.from({ length: 1500 }, (_, i) => `value_${i} = compute(${i}, ${i + 1})`);
  const kept = lines.filter((_, i) => i % 2 === 0);
  const share = keptShare(lines.join("\n"), [...kept, "tail"].join("\n"));
  expect(share).toBeGreaterThan(0.49);
  expect(share).toBeLessThan(0.51);
});
