import { expect, test } from "vitest";
import type { OutlineSymbol } from "../outline/outlineRows.ts";
import { symbolItems } from "./symbolItems.ts";

function symbol(name: string, kindName: string, line: number, children: readonly OutlineSymbol[] = []) {
  const range = { start: { line, column: 0 }, end: { line: line + 5, column: 0 } };
  return { name, detail: "", kindName, range, selection: range, children };
}

const symbols = [
  symbol("Report", "class", 10, [
    symbol("total", "method", 12, [symbol("sum_of_all", "variable", 13)]),
    symbol("customers", "method", 16),
  ]),
  symbol("monthly_totals", "function", 1),
];

test("all symbols stand in the file's order and say what they stand in", () => {
  const items = symbolItems(symbols, "", () => undefined);
  expect(items.map(({ label, detail }) => [label, detail])).toEqual([
    ["monthly_totals", undefined],
    ["Report", undefined],
    ["total", "Report"],
    ["customers", "Report"],
  ]);
});

test("what is typed leaves those that fit, the best first, and goes to the name", () => {
  const lines: number[] = [];
  const items = symbolItems(symbols, "total", ({ start }) => lines.push(start.line));
  items[0]?.run();
  expect([items.map(({ label }) => label), lines]).toEqual([["total", "monthly_totals"], [12]]);
});
