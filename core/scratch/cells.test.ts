import fc from "fast-check";
import { expect, test } from "vitest";
import { cellAt, cellLines, cellsOf, textOfCell } from "./cells.ts";

const pad = `"""Orders."""
import pandas as pd

# %% Load
orders = pd.read_csv("orders.csv")

# %% [markdown]
# # Totals
#
# By month.

#%%
orders.sum()
`;

test("a pad is cut at its markers; what stands before the first is a cell too", () => {
  expect(cellsOf(pad)).toEqual([
    { kind: "code", title: "", startLine: 0, codeLine: 0, endLine: 3 },
    { kind: "code", title: "Load", startLine: 3, codeLine: 4, endLine: 6 },
    { kind: "markdown", title: "", startLine: 6, codeLine: 7, endLine: 11 },
    { kind: "code", title: "", startLine: 11, codeLine: 12, endLine: 14 },
  ]);
  expect(cellsOf(pad).map((cell) => textOfCell(pad, cell))).toEqual([
    '"""Orders."""\nimport pandas as pd',
    'orders = pd.read_csv("orders.csv")',
    "# Totals\n\nBy month.",
    "orders.sum()",
  ]);
});

test.each([
  ["# %%", 2],
  ["#%%", 2],
  ["#   %% title", 2],
  ["# %%%% deeper", 2],
  ["# In[12]:", 2],
  ["# In [ ]:", 2],
  ["    # %%", 1],
  ["x = '# %%'", 1],
  ["# 50 %% of it", 1],
])("%s cuts a pad into %i", (line, count) => {
  expect(cellsOf(`x = 1\n${line}\ny = 2\n`)).toHaveLength(count);
});

test("an empty pad is one empty cell, blank lines before the first marker are none, CRLF is read", () => {
  expect(cellsOf("")).toEqual([{ kind: "code", title: "", startLine: 0, codeLine: 0, endLine: 1 }]);
  expect(cellsOf("\n\n# %%\nx\n").map(({ startLine }) => startLine)).toEqual([2]);
  const crlf = "# %% a\r\nx = 1\r\n# %% b\r\ny = 2";
  expect(cellsOf(crlf).map((cell) => [cell.title, textOfCell(crlf, cell)])).toEqual([
    ["a", "x = 1"],
    ["b", "y = 2"],
  ]);
});

test("the cell of a line is the one that it lies in, or the nearest below", () => {
  const cells = cellsOf("\n\n# %% a\nx\n# %% b\ny");
  expect([0, 2, 3, 4, 5, 99].map((line) => cellAt(cells, line)?.title)).toEqual([
    "a",
    "a",
    "a",
    "b",
    "b",
    "b",
  ]);
});

test("cells lie one behind the other and hold every line, whatever the text", () => {
  const line = fc.constantFrom("# %%", "# %% [markdown]", "", "x = 1", "# text", "# In[1]:", "  ", "'''");
  fc.assert(
    fc.property(fc.array(line), (lines) => {
      const cells = cellsOf(lines.join("\n"));
      for (const [index, cell] of cells.entries()) {
        expect(cell.endLine).toBeGreaterThan(cell.startLine);
        const before = cells[index - 1];
        if (before !== undefined) expect(cell.startLine).toBe(before.endLine);
      }
      expect(cells.at(-1)?.endLine ?? lines.length).toBe(Math.max(lines.length, 1));
    }),
  );
});

test("a cell that is written is read as it was", () => {
  const text = fc.array(fc.constantFrom("x = 1", "", "# a", "y")).map((lines) => lines.join("\n").trimEnd());
  fc.assert(
    fc.property(fc.constantFrom("code", "markdown", "raw"), text, (kind, body) => {
      fc.pre(!/^# %%/m.test(body));
      const written = cellLines(kind, "a title", body);
      const [cell] = cellsOf(written);
      expect(cell && [cell.kind, cell.title, textOfCell(written, cell)]).toEqual([kind, "a title", body]);
    }),
  );
});
