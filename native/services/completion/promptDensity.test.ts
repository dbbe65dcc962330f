import { expect, test } from "vitest";
import { PromptDensity } from "./promptDensity.ts";

test("falls when a prompt was too long, for that model and file alone, until nothing is left to shorten", () => {
  const density = new PromptDensity();
  const usual = density.charactersPerToken("m", "a.py");
  expect(density.wasTooLong("m", "a.py", 1000, 400)).toBe(true);
  expect(density.charactersPerToken("m", "a.py")).toBeLessThan(usual * 0.4);
  expect([density.charactersPerToken("m", "b.py"), density.charactersPerToken("n", "a.py")]).toEqual([
    usual,
    usual,
  ]);
  let rounds = 0;
  while (density.wasTooLong("m", "a.py", 1000, 400)) rounds++;
  expect(rounds).toBeLessThan(10);
});
