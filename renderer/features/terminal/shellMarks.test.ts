import { describe, expect, test } from "vitest";
import {
  advanceShell,
  describeCommand,
  freshShell,
  parseShellMark,
  type ShellProgress,
} from "./shellMarks.ts";

function progressAfter(...marks: readonly string[]): ShellProgress {
  return marks.reduce((progress, data) => {
    const mark = parseShellMark(data);
    return mark ? advanceShell(progress, mark) : progress;
  }, freshShell);
}

describe("shell marks", () => {
  test("a command from prompt to exit code", () => {
    expect(progressAfter("A", "B", "E;pytest -q", "C", "D;1")).toEqual({
      commandLine: "",
      running: false,
      last: { text: "pytest -q", exitCode: 1 },
      folder: undefined,
    });
  });

  test("runs between C and D", () => {
    expect(progressAfter("A", "B", "E;sleep 9", "C")).toMatchObject({
      running: true,
      commandLine: "sleep 9",
    });
  });

  test("an empty line at the prompt is no command", () => {
    expect(progressAfter("E;ls", "C", "D;0", "A", "B", "D;0", "A").last).toEqual({ text: "ls", exitCode: 0 });
  });

  test("escaped semicolons, backslashes and line ends come back, on one line", () => {
    expect(parseShellMark("E;a\\x3b b\\\\c\\x0ad;nonce")).toEqual({ kind: "commandLine", text: "a; b\\c d" });
  });

  test("the folder the shell is in", () => {
    expect(progressAfter("P;Cwd=/srv/a\\x3bb").folder).toBe("/srv/a;b");
  });

  test("an exit code that is no number is unknown", () => {
    expect(parseShellMark("D;1e9999")).toEqual({ kind: "commandEnd", exitCode: undefined });
    expect(parseShellMark("Z;x")).toBeUndefined();
  });

  test("is told in words", () => {
    expect(describeCommand({ text: "make", exitCode: 2 })).toBe("make: failed with exit code 2");
    expect(describeCommand({ text: "", exitCode: 0 })).toBe("Command: succeeded");
  });
});
