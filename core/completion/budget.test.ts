import fc from "fast-check";
import { expect, test } from "vitest";
import { fitToContext, stableSuffix } from "./budget.ts";

const budget = { contextTokens: 512, generationTokens: 100, charactersPerToken: 3 };
const characters = (512 - 100 - 16) * 3;

test("what fits is kept whole", () => {
  const place = { prefix: "def f():\n    ", suffix: "\nx = 1\n", prefixLine: 0 };
  expect(fitToContext(place, budget)).toEqual({ prefix: place.prefix, suffix: place.suffix });
});

test("prefix and suffix never exceed what the model takes, and keep what is nearest the cursor", () => {
  const text = fc.string({ maxLength: 6000, unit: fc.constantFrom("a", "b", " ", "\n", "(", "é") });
  fc.assert(
    fc.property(text, text, fc.nat(5000), (prefix, suffix, prefixLine) => {
      const cut = fitToContext({ prefix, suffix, prefixLine }, budget);
      expect(cut.prefix.length + cut.suffix.length).toBeLessThanOrEqual(characters);
      expect(cut.suffix.length).toBeLessThanOrEqual(characters / 4);
      expect(prefix.endsWith(cut.prefix)).toBe(true);
      expect(stableSuffix(suffix).startsWith(cut.suffix)).toBe(true);
    }),
  );
});

test("a growing prefix leaves the suffix as it is and its own start mostly too", () => {
  const lines = Array.from(
    { length: 200 },
    (_, index) => `value_${index} = compute(${index}, other=${index})`,
  );
  const suffix = "\n\nrest = 1\n".repeat(200);
  const cuts = lines.map((_, count) =>
    fitToContext({ prefix: lines.slice(0, count + 1).join("\n"), suffix, prefixLine: 32 }, budget),
  );
  expect(new Set(cuts.map((cut) => cut.suffix)).size).toBe(1);
  const kept = cuts.filter(
    (cut, index) => index > 0 && cut.prefix.startsWith(cuts[index - 1]?.prefix ?? "?"),
  );
  expect(kept.length / cuts.length).toBeGreaterThan(0.7);
});

test("closers that editors add by themselves stay out of the prompt; anything else stays in", () => {
  expect(stableSuffix('")]\nnext')).toBe("\nnext");
  expect(stableSuffix(" + b)\nnext")).toBe(" + b)\nnext");
});
