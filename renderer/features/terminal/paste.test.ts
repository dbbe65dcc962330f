import { expect, test } from "vitest";
import { asOneLine, readPaste } from "./paste.ts";

test("a plain word is pasted unasked", () => {
  expect(readPaste("ls -l")).toEqual({ text: "ls -l", lines: 1, runs: false });
});

test("a line end at the end runs at once, and is asked about", () => {
  expect(readPaste("rm -r x\r\n")).toEqual({ text: "rm -r x\n", lines: 1, runs: true });
});

test("several lines are counted, tabs kept", () => {
  expect(readPaste("a\tb\r\nc\rd")).toEqual({ text: "a\tb\nc\nd", lines: 3, runs: true });
});

test("ADVERSARIAL 34: an escape in the clipboard cannot end bracketed paste", () => {
  expect(readPaste("ls\x1b[201~;id\x9b201~\x03").text).toBe("ls[201~;id201~");
});

test("as one line", () => {
  expect(asOneLine("  a \\\n\n  b\n")).toBe("a \\ b");
});
