import { expect, test } from "vitest";
import { type OutlineSymbol, outlineRows, rowAt, withoutLocals } from "./outlineRows.ts";

function symbol(
  name: string,
  kindName: string,
  from: number,
  to: number,
  children: readonly OutlineSymbol[] = [],
): OutlineSymbol {
  const range = { start: { line: from, column: 0 }, end: { line: to, column: 9 } };
  return { name, detail: "", kindName, range, selection: range, children };
}

const symbols = [
  symbol("load", "function", 20, 30, [
    symbol("path", "variable", 20, 20),
    symbol("inner", "function", 22, 24),
  ]),
  symbol("Order", "class", 2, 10, [symbol("total", "method", 5, 9), symbol("total", "method", 3, 4)]),
];

test("top to bottom, each with its depth and a key of its own", () => {
  expect(outlineRows(symbols, new Set()).map(({ key, level }) => `${level} ${key}`)).toEqual([
    "1 /Order#0",
    "2 /Order#0/total#0",
    "2 /Order#0/total#1",
    "1 /load#1",
    "2 /load#1/path#0",
    "2 /load#1/inner#1",
  ]);
});

test("what is collapsed hides what is in it, and takes the cursor itself", () => {
  const rows = outlineRows(symbols, new Set(["/Order#0"]));
  expect(rows.map((row) => [row.symbol.name, row.expanded])).toEqual([
    ["Order", false],
    ["load", true],
    ["path", undefined],
    ["inner", undefined],
  ]);
  expect(rowAt(rows, { line: 6, column: 0 })?.symbol.name).toBe("Order");
});

test("the innermost symbol holds the cursor", () => {
  const rows = outlineRows(symbols, new Set());
  expect([rowAt(rows, { line: 23, column: 1 })?.symbol.name, rowAt(rows, { line: 15, column: 0 })]).toEqual([
    "inner",
    undefined,
  ]);
});

test("a function's variables are left out, functions inside it are kept", () => {
  expect(withoutLocals(symbols)[0]?.children.map((child) => child.name)).toEqual(["inner"]);
});
