import { expect, test } from "vitest";
import { readRipgrepLine } from "./readMatches.ts";

test("ADVERSARIAL 29: half a line of a search that was stopped says nothing, and ends nothing", () => {
  const whole = '{"type":"end","data":{"path":{"text":"a.py"}}}';
  for (let length = 0; length < whole.length; length++)
    expect(readRipgrepLine(whole.slice(0, length))).toBeUndefined();
  expect(readRipgrepLine(whole)).toEqual({ kind: "fileEnd" });
});
