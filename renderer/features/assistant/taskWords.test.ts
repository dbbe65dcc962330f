import { expect, test } from "vitest";
import { casesWord, missingCases } from "./taskWords.ts";

const goal = (description: string, reached: "yes" | "no" | "notTold") => ({ description, line: 3, reached });

test("cases: how many were reached, and which were not", () => {
  const goals = [
    goal("when `a` holds", "yes"),
    goal("raises ValueError", "no"),
    goal("`b` is empty", "notTold"),
  ];
  const some = { reached: 1, told: 2, goals };
  expect([casesWord(some), missingCases(some)]).toEqual([
    { shape: "▲", word: "1 of 2 reached", tone: "warn" },
    "Not reached: raises ValueError (line 4).\nOf 1 more the lines that ran cannot tell.",
  ]);
  const all = { reached: 1, told: 1, goals: [goal("when `a` holds", "yes")] };
  expect([casesWord(all), missingCases(all)]).toEqual([
    { shape: "✓", word: "1 of 1 reached", tone: "pass" },
    "",
  ]);
  const none = { reached: 0, told: 0, goals: [goal("`b` is empty", "notTold")] };
  expect(casesWord(none)).toEqual({ shape: "–", word: "not told", tone: "dim" });
});
