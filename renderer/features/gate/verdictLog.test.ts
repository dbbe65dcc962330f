import { expect, test } from "vitest";
import type { GateOutcome, Verdict } from "../../../core/contract/gate.ts";
import { VerdictLog } from "./verdictLog.ts";
import { gateState } from "./verdictWords.ts";

const verdict = (outcome: GateOutcome, hash: string): Verdict => ({
  outcome,
  subjectHash: hash.repeat(64),
  findings: [],
  analyzers: [],
  reason: "Because.",
  milliseconds: 1,
});

test("warnings and blocks are listed, newest first, each text in its place once; a pass only shows in the state", () => {
  const log = new VerdictLog();
  log.judged("ghost text", verdict("block", "a"), "one", "a.py");
  log.judged("ghost text", verdict("warn", "b"), "two", "a.py");
  log.judged("accept", verdict("block", "a"), "one", "a.py");
  expect(log.store.getState().items.map(({ what, text }) => `${what} ${text}`)).toEqual([
    "accept one",
    "ghost text two",
  ]);
  expect(gateState(log.store.getState().latest).text).toBe("gate ■");
  log.judged("accept", verdict("pass", "c"), "three", "a.py");
  expect(log.store.getState().items).toHaveLength(2);
  expect(gateState(log.store.getState().latest).text).toBe("gate ✓");
});

test("the list does not grow without end", () => {
  const log = new VerdictLog();
  for (let index = 0; index < 250; index++)
    log.judged("ghost text", { ...verdict("warn", "a"), subjectHash: `${index}` }, `${index}`, "a.py");
  expect(log.store.getState().items).toHaveLength(100);
  expect(log.store.getState().items[0]?.text).toBe("249");
});
