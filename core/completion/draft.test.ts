import { expect, test } from "vitest";
import { Draft } from "./draft.ts";
import { lineShape } from "./multiline.ts";

function draftAt(prefix: string, suffix: string): Draft {
  return new Draft({ place: { prefix, suffix }, shape: lineShape({ prefix, suffix }), maxLines: 12 });
}

test("the first line is told once it is whole, and the whole follows", () => {
  const draft = draftAt("def f(x):", "\n");
  const pieces = ["\n    ", "y = 1", "\n    ", "return y", "\n\n\n", "def g"];
  const seen = pieces.map((text) => [draft.add({ text, probability: 0.5 }), draft.firstLine()]);
  expect(seen[1]).toEqual(["continue", undefined]);
  expect(seen[2]).toEqual(["continue", "\n    y = 1"]);
  expect(seen.at(-1)?.[0]).toBe("stop");
  expect(draft.whole(false)).toBe("\n    y = 1\n    return y");
  expect(draft.probability(draft.whole(false).length)).toBeCloseTo(0.5);
});

test("pieces that only wrote the healed part do not count", () => {
  const draft = draftAt("x = su", "\n");
  draft.add({ text: "", probability: 0.01 });
  draft.add({ text: "m(y)", probability: 0.9 });
  expect(draft.probability(4)).toBeCloseTo(0.9);
});
