import { expect, test } from "vitest";
import { alternativeFixture, answerFixture } from "../../../core/conversations/answerFixture.ts";
import { joinedAnswers } from "./joinedAnswers.ts";

const local = alternativeFixture("local", "", "x = 1\n");
const cloud = alternativeFixture("cloud", "", "x = 2\n");

test("an answer from elsewhere is one more alternative; what was computed here and the local one stay first", () => {
  const here = { ...answerFixture([local]), explanation: "Here.", notice: "1 of 3." };
  const joined = joinedAnswers(here, {
    ...answerFixture([cloud]),
    explanation: "There.",
    notice: "It was cut.",
  });
  expect(joined.alternatives.map(({ id }) => id)).toEqual(["local", "cloud"]);
  expect([joined.explanation, joined.notice, joined.facts]).toEqual([
    "Here.",
    "1 of 3. It was cut.",
    here.facts,
  ]);
});

test("where nothing was written here, the words and the confidence are the other's", () => {
  const there = { ...answerFixture([cloud]), explanation: "There.", confidence: "high" as const };
  const joined = joinedAnswers({ ...answerFixture([]), explanation: "Facts.", confidence: "low" }, there);
  expect([joined.explanation, joined.confidence]).toEqual(["There.", "high"]);
});
