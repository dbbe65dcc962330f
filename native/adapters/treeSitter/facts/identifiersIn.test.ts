import { beforeAll, expect, test } from "vitest";
import { definitionsIn, importsIn } from "../../../../core/facts/identifiersIn.ts";
import { readTree } from "../../../fixtures/readTree.ts";
import { treeSitterParser } from "../treeSitterParser.ts";

beforeAll(() => Promise.all(["python", "typescript"].map(treeSitterParser.load)));

test("Python: functions, methods, classes and the module's variables", () => {
  const source = `LIMIT: int = 3
type Row = dict[str, int]
@dataclass
class Basket:
    items: list

    @property
    def total(self):
        def add(a): return a
        return add(1)

async def load(): pass
`;
  expect(definitionsIn(readTree("basket.py", source))).toEqual([
    { kind: "variable", name: "LIMIT", startLine: 0, endLine: 0 },
    { kind: "type", name: "Row", startLine: 1, endLine: 1 },
    { kind: "class", name: "Basket", startLine: 2, endLine: 9 },
    { kind: "method", name: "Basket.total", startLine: 6, endLine: 9, parent: "Basket" },
    { kind: "function", name: "Basket.total.add", startLine: 8, endLine: 8, parent: "Basket.total" },
    { kind: "function", name: "load", startLine: 11, endLine: 11 },
  ]);
});

test("TypeScript: what is exported begins with its export, a method with its decorators", () => {
  const source = `export interface Row { id: number }
type Rows = Row[];
export enum Size { Small }
@Injectable()
export abstract class Basket {
  @Get()
  @Cached()
  total() { return 1; }
  add = (one: number) => one;
}
export const load = async () => 1;
const limit = 3, { a } = load();
export default function main() {}
`;
  expect(definitionsIn(readTree("basket.ts", source))).toEqual([
    { kind: "interface", name: "Row", startLine: 0, endLine: 0 },
    { kind: "type", name: "Rows", startLine: 1, endLine: 1 },
    { kind: "enum", name: "Size", startLine: 2, endLine: 2 },
    { kind: "class", name: "Basket", startLine: 3, endLine: 9 },
    { kind: "method", name: "Basket.total", startLine: 5, endLine: 7, parent: "Basket" },
    { kind: "method", name: "Basket.add", startLine: 8, endLine: 8, parent: "Basket" },
    { kind: "function", name: "load", startLine: 10, endLine: 10 },
    { kind: "variable", name: "limit", startLine: 11, endLine: 11 },
    { kind: "function", name: "main", startLine: 12, endLine: 12 },
  ]);
});

test("what Python imports", () => {
  const source = `import os.path, numpy as np
from ..models import (
    Row as R,
    Basket,
)
from x import *
def f():
    from . import late
`;
  expect(importsIn(readTree("a.py", source))).toEqual([
    { module: "os.path", names: [], line: 0 },
    { module: "numpy", names: [], line: 0 },
    { module: "..models", names: ["Row", "Basket"], line: 1 },
    { module: "x", names: ["*"], line: 5 },
    { module: ".", names: ["late"], line: 7 },
  ]);
});

test("what JavaScript imports, in each of its ways", () => {
  const source = `import d, { a as b, type C } from "./y.js";
import * as ns from "z";
import "side";
import eq = require("q");
const { r, s: t } = require("w");
export * from "k";
export { u as v } from "kk";
const late = await import("late");
// import "comment";
const text = 'import "text"';
`;
  expect(importsIn(readTree("a.ts", source))).toEqual([
    { module: "./y.js", names: ["default", "a", "C"], line: 0 },
    { module: "z", names: ["*"], line: 1 },
    { module: "side", names: [], line: 2 },
    { module: "q", names: ["*"], line: 3 },
    { module: "w", names: ["r", "s"], line: 4 },
    { module: "k", names: ["*"], line: 5 },
    { module: "kk", names: ["u"], line: 6 },
    { module: "late", names: ["*"], line: 7 },
  ]);
});
