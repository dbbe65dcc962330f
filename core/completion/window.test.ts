import fc from "fast-check";
import { expect, test } from "vitest";
import { cutWindow, type LineSource, tailOf } from "./window.ts";

function source(lines: readonly string[]): LineSource {
  return { lineCount: lines.length, line: (index) => lines[index] ?? "" };
}

const limits = { prefixCharacters: 400, suffixCharacters: 300, stepLines: 8 };

test("a window that holds the whole file is the file", () => {
  const lines = ["import os", "", "def f():", "    pass"];
  expect(cutWindow(source(lines), { line: 2, column: 4 })).toEqual({
    prefix: "import os\n\ndef ",
    suffix: "f():\n    pass",
    prefixLine: 0,
  });
});

test("the prefix ends and the suffix begins at the cursor, within their limits", () => {
  const line = fc.string({ maxLength: 60 }).map((text) => text.replace(/[\r\n]/g, ""));
  fc.assert(
    fc.property(fc.array(line, { minLength: 1, maxLength: 80 }), fc.nat(), fc.nat(), (lines, row, at) => {
      const position = { line: row % lines.length, column: 0 };
      position.column = at % ((lines[position.line]?.length ?? 0) + 1);
      const cut = cutWindow(source(lines), position, limits);
      const text = lines.join("\n");
      const offset =
        lines.slice(0, position.line).reduce((sum, one) => sum + one.length + 1, 0) + position.column;
      const start = lines.slice(0, cut.prefixLine).reduce((sum, one) => sum + one.length + 1, 0);
      expect(cut.prefix).toBe(text.slice(start, offset));
      expect(text.slice(offset).startsWith(cut.suffix)).toBe(true);
      expect(cut.prefix.length).toBeLessThanOrEqual(limits.prefixCharacters + 1);
      expect(cut.suffix.length).toBeLessThanOrEqual(limits.suffixCharacters);
    }),
  );
});

test("typing forward over many lines moves the window's start in steps, not with every line", () => {
  const lines = Array.from({ length: 100 }, (_, index) => `line_${index} = ${index}`);
  const starts = lines.map(
    (_, index) => cutWindow(source(lines), { line: index, column: 3 }, limits).prefixLine,
  );
  expect(starts).toEqual([...starts].sort((a, b) => a - b));
  expect(starts.every((start) => start % 8 === 0)).toBe(true);
  expect(new Set(starts).size).toBeLessThanOrEqual(14);
});

test("one enormous line is cut to its end, and the cut stays put while typing", () => {
  const long = "x".repeat(50_000);
  expect(tailOf(long, 400).length).toBeLessThanOrEqual(400);
  const first = cutWindow(source([long]), { line: 0, column: 30_001 }, limits).prefix;
  const second = cutWindow(source([long]), { line: 0, column: 30_002 }, limits).prefix;
  expect(second).toBe(`${first}x`);
});

test("only lines inside the window are asked for", () => {
  const asked = new Set<number>();
  const huge: LineSource = {
    lineCount: 1_000_000,
    line: (index) => {
      asked.add(index);
      return `line ${index}`;
    },
  };
  cutWindow(huge, { line: 500_000, column: 2 }, limits);
  expect(asked.size).toBeLessThan(120);
});
