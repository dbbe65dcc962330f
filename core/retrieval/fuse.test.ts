import { expect, test } from "vitest";
import { fuse } from "./fuse.ts";

const idOf = (item: number): number => item;

test("what stands well in both lists stands first, and each says where it was found", () => {
  const fused = fuse(
    [
      { via: "words", weight: 1, items: [1, 2, 3] },
      { via: "sense", weight: 1, items: [3, 1] },
    ],
    idOf,
  );
  expect(fused.map(({ item, via }) => [item, via.join()])).toEqual([
    [1, "words,sense"],
    [3, "words,sense"],
    [2, "words"],
  ]);
});

test("a list with holes counts places, not neighbours", () => {
  const whole = fuse([{ via: "a", weight: 1, items: [9, 7] }], idOf);
  const holed = fuse([{ via: "a", weight: 1, items: [7], places: [1] }], idOf);
  expect(holed[0]?.score).toBe(whole[1]?.score);
});
