import { expect, test } from "vitest";
import type { ConversationTurn, NewTurn } from "../../../core/contract/conversations.ts";
import { alternativeFixture, answerFixture } from "../../../core/conversations/answerFixture.ts";
import { type Decision, undecided } from "../alternatives/decision.ts";
import type { Turn, TurnState } from "./assistantSlice.ts";
import { newTurnOf, titleOf, turnFrom } from "./turnRecord.ts";

const text = Array.from({ length: 300 }, (_, line) => `line_${line} = ${line}\n`).join("");
const target = { path: "src/orders.py", language: "python", text, startLine: 3, endLine: 9 };
const question = {
  task: "refactor" as const,
  spec: "Make it faster",
  target,
  attachments: [{ origin: "selection" as const, path: "a.py", text: "x" }],
  without: ["piece"],
};
const turn = (state: TurnState, rest: Partial<Turn> = {}): Turn => ({
  id: "t1",
  conversationId: "c1",
  question,
  at: 5,
  state,
  restored: true,
  ...rest,
});
const kept = (asked: NewTurn): ConversationTurn => {
  const json: ConversationTurn = JSON.parse(JSON.stringify({ ...asked, sequence: 1, at: 5 }));
  return json;
};

test("a turn with its half-made decision comes back as it was, and can be asked again", () => {
  const answer = answerFixture([alternativeFixture("a", text, text.replace("line_7 ", "line_seven "))]);
  const decision: Decision = {
    ...undecided,
    leftOut: { a: ["1"] },
    picked: { a: ["2"] },
    dismissed: ["b"],
    merged: [alternativeFixture("m", text, `${text}merged = 1\n`)],
    accepted: { id: "a", path: "src/orders.py", before: `\n${text}`, after: text, isNewFile: false },
  };
  const answered = turn({ kind: "answered", answer }, { checkpoint: "c".repeat(40) });
  const record = kept(newTurnOf(answered, decision));
  expect(turnFrom("c1", record)).toEqual({ turn: answered, decision });
  // The file is kept once: with the question.
  expect(JSON.stringify(record).split("line_150 ").length - 1).toBe(1);
  expect(record).toMatchObject({
    question: "Make it faster",
    target: { path: "src/orders.py", startLine: 3, endLine: 9 },
  });
});

test("what was still being written, or stopped, is words to be read", () => {
  const asking = turn({ kind: "asking", stage: "writing", texts: ["def f("], since: 0 });
  expect(turnFrom("c1", kept(newTurnOf(asking, undefined))).turn.state).toEqual({
    kind: "stopped",
    texts: ["def f("],
    reason: "Airlock was closed while the model wrote.",
    failed: false,
  });
  const crashed = turn({ kind: "stopped", texts: ["x"], reason: "The model ended.", failed: true });
  const stopped = turn({ kind: "stopped", texts: [], reason: "Stopped.", failed: false });
  for (const ended of [crashed, stopped])
    expect(turnFrom("c1", kept(newTurnOf(ended, undefined)))).toEqual({ turn: ended, decision: undefined });
});

test("what another version wrote is shown by its words", () => {
  const foreign = { id: "t", sequence: 1, at: 5, task: "chat", question: "Why?", state: "answered" as const };
  expect(turnFrom("c1", { ...foreign, answer: { blocks: [] }, decision: 3 })).toEqual({
    turn: {
      id: "t",
      conversationId: "c1",
      at: 5,
      restored: true,
      question: { task: "explain", spec: "Why?", attachments: [], without: [] },
      state: {
        kind: "stopped",
        texts: [],
        reason: "This answer was kept by another version of Airlock and cannot be shown. Ask again.",
        failed: true,
      },
    },
    decision: undefined,
  });
});

test("a conversation is named after what was asked", () => {
  const empty = { ...question, spec: " " };
  expect([
    titleOf(question),
    titleOf(empty),
    titleOf({ ...empty, task: "debug", trace: "Traceback\n  File\nKeyError: 'x'\n" }),
    titleOf({ ...empty, task: "review", revisions: "main..HEAD" }),
  ]).toEqual(["Make it faster", "Refactor orders.py 4–10", "KeyError: 'x'", "main..HEAD"]);
});
