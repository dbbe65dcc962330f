import fc from "fast-check";
import { expect, test } from "vitest";
import { confidenceOf, geometricMean } from "./confidence.ts";

test("the geometric mean of equal values is the value, of none it is 0", () => {
  expect(geometricMean([])).toBe(0);
  expect(geometricMean([0.5, 0.5, 0.5])).toBeCloseTo(0.5);
  expect(geometricMean([1, 0.25])).toBeCloseTo(0.5);
});

test("lies between the least and the greatest", () => {
  fc.assert(
    fc.property(fc.array(fc.double({ min: 0.001, max: 1, noNaN: true }), { minLength: 1 }), (values) => {
      const mean = geometricMean(values);
      expect(mean >= Math.min(...values) - 1e-9 && mean <= Math.max(...values) + 1e-9).toBe(true);
    }),
  );
});

test("the gate lowers confidence and never raises it", () => {
  const level = (probability: number, outcome: "pass" | "warn" | "block") =>
    confidenceOf({ probability, tokens: 8, outcome }).level;
  expect([level(0.9, "pass"), level(0.9, "warn"), level(0.9, "block")]).toEqual(["high", "medium", "low"]);
  expect([level(0.5, "pass"), level(0.5, "warn"), level(0.2, "pass")]).toEqual(["medium", "low", "low"]);
  expect(confidenceOf({ probability: 0.9, tokens: 1, outcome: "pass" }).level).toBe("medium");
});
