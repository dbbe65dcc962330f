import fc from "fast-check";
import { expect, test } from "vitest";
import { concludeRun } from "./concludeRun.ts";
import type { SandboxEnd } from "./sandboxExit.ts";

const word = "f00d";
const exited = (code: number): SandboxEnd => ({ kind: "exited", code });
const line = (record: object): string => `${word} ${JSON.stringify(record)}\n`;
const one = (outcome: string): string =>
  line({ kind: "test", name: "adds", outcome, milliseconds: 2, message: "" });
const end = (code: number, tests: number): string => line({ kind: "end", code, tests });
const whole = one("passed") + end(0, 1);

test("a whole report whose tests passed, of a process that ended as it says, passes", () => {
  expect(concludeRun({ end: exited(0), report: whole }, word)).toEqual({
    status: "passed",
    reason: "1 test ran, none failed.",
    tests: [{ name: "adds", outcome: "passed", milliseconds: 2, message: "" }],
    complete: true,
  });
});

test.each([
  ["no report", exited(0), ""],
  ["no end", exited(0), one("passed")],
  ["a cut end", exited(0), whole.slice(0, -1)],
  ["another exit than reported", exited(1), whole],
  ["a signal", exited(137), whole],
  ["a limit", { kind: "stopped", by: "memory" } as const, whole],
  ["a wrong word", exited(0), whole.replaceAll(word, "beef")],
  ["a line without the word", exited(0), `ready\n${whole}`],
  ["a test after the end", exited(0), whole + one("passed")],
  ["two ends", exited(0), whole + end(0, 1)],
  ["a count that is wrong", exited(0), one("passed") + end(0, 2)],
  ["no test", exited(0), end(0, 0)],
  ["skipped tests alone", exited(0), one("skipped") + end(0, 1)],
  ["a failed test", exited(0), one("passed") + one("failed") + end(0, 2)],
  ["a broken test", exited(0), one("passed") + one("error") + end(0, 2)],
  ["an exit that is not 0", exited(1), one("passed") + end(1, 1)],
  ["something else on the channel", exited(0), `${word} {"kind":"test","outcome":"great"}\n${whole}`],
])("%s does not pass", (_, how, report) => {
  expect(concludeRun({ end: how, report }, word).status).not.toBe("passed");
});

const reached = (...lines: number[]): string => line({ kind: "reached", lines });

test("the lines that tests reached come with a whole report that was asked for them, whatever the tests came to", () => {
  expect(
    concludeRun({ end: exited(0), report: one("passed") + reached(3, 4) + end(0, 1) }, word, true),
  ).toEqual({
    status: "passed",
    reason: "1 test ran, none failed.",
    tests: [{ name: "adds", outcome: "passed", milliseconds: 2, message: "" }],
    complete: true,
    reached: { lines: [3, 4] },
  });
  const detail = line({ kind: "reached", detail: "Too busy." });
  expect(
    concludeRun({ end: exited(1), report: one("failed") + detail + end(1, 1) }, word, true),
  ).toMatchObject({
    status: "failed",
    reached: { detail: "Too busy." },
  });
});

test.each([
  ["nobody asked for", one("passed") + reached(1) + end(0, 1), false],
  ["came twice", one("passed") + reached(1) + reached(2) + end(0, 1), true],
  ["came after the end", whole + reached(1), true],
  ["are no numbers of lines", one("passed") + reached(-1) + end(0, 1), true],
])("lines that %s fail the run", (_, report, isTraced) => {
  const { status, ...rest } = concludeRun({ end: exited(0), report }, word, isTraced);
  expect([status, "reached" in rest]).toEqual(["failed", false]);
});

test("whatever is cut from a report or added to it, it does not pass", () => {
  fc.assert(
    fc.property(fc.nat(whole.length - 1), fc.string({ minLength: 1 }), (at, text) => {
      const cut = concludeRun({ end: exited(0), report: whole.slice(0, at) }, word);
      const added = concludeRun({ end: exited(0), report: `${whole}${text}\n` }, word);
      return cut.status !== "passed" && added.status !== "passed";
    }),
  );
});

test("a limit, a missing tool and the system's own end of processor time are told apart", () => {
  expect(
    concludeRun({ end: { kind: "stopped", by: "wallTime" }, report: one("passed") }, word),
  ).toMatchObject({
    status: "stopped",
    stoppedBy: "wallTime",
    tests: [{ name: "adds" }],
  });
  expect(concludeRun({ end: exited(152), report: "" }, word)).toMatchObject({
    status: "stopped",
    stoppedBy: "cpu",
  });
  expect(
    concludeRun({ end: exited(3), report: line({ kind: "missing", what: "pytest" }) }, word),
  ).toMatchObject({
    missing: "pytest",
  });
});
