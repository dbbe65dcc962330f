import { expect, test } from "vitest";
import { reachedGoals } from "./reachedGoals.ts";

const goal = { line: 1, kind: "branch", description: "when `a` holds" } as const;

test("a goal is reached when one of its lines ran, and not told when it has none", () => {
  const goals = [
    { ...goal, name: "a", provenBy: { lines: [2, 3] } },
    { ...goal, name: "not_a", provenBy: { lines: [5] } },
    { ...goal, name: "a_at_0" },
  ];
  expect(reachedGoals(goals, [1, 3])).toEqual([
    { name: "a", reached: "yes" },
    { name: "not_a", reached: "no" },
    { name: "a_at_0", reached: "notTold" },
  ]);
  expect(reachedGoals(goals, [])).toEqual([
    { name: "a", reached: "no" },
    { name: "not_a", reached: "no" },
    { name: "a_at_0", reached: "notTold" },
  ]);
});
