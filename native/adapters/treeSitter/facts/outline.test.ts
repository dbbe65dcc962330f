import { beforeAll, expect, test } from "vitest";
import { enclosingDefinition, outlineOf } from "../../../../core/facts/outline.ts";
import { readTree } from "../../../fixtures/readTree.ts";
import { treeSitterParser } from "../treeSitterParser.ts";

beforeAll(() => Promise.all(["python", "typescript"].map(treeSitterParser.load)));

const python = `import logging
from subprocess import run as start
import pandas as pd

logger = logging.getLogger(__name__)
SEEN = {}

class NotThere(KeyError):
    """Nobody of that name."""

class Basket(Base):
    """Goods of one person.

    Not thread-safe.
    """

    @cached
    def total(
        self,
        items: list[int],  # what is added
        /,
        rate: float = 0.5,
        *extra,
        strict=False,
        **options,
    ) -> int | None:
        global COUNT
        count = 0
        for item in items:
            if item < 10 and strict or item is None:
                raise ValueError("small")
            count += item if item else 1
        try:
            value = SEEN["a"]
            if not value:
                raise KeyError("a")
            raise NotThere("b")
        except LookupError as error:
            logger.warning("none %s", error)
            raise
        self.count = count
        self.rows[0] = 1
        items.append(3)
        options["x"] = 1
        SEEN["b"] = 2
        COUNT = count
        print(count)
        start(["ls"])
        frame = pd.read_csv("a.csv")
        frame.sort()
        count.real.append(2)

        def inner():
            print("inner")
            raise OSError
        return self.add(inner(), [one for one in items if one])

async def rows(path):
    with open(path) as file:
        async for row in file:
            yield row

def size_of(x):
    match x:
        case int(): return 1
        case [a, b]: return a
        case _: return None
`;

test("Python: what a method takes, gives, changes, raises and calls", () => {
  const at = python.split("\n").findIndex((line) => line.includes("raise ValueError"));
  expect(outlineOf({ ...readTree("basket.py", python), startLine: at, endLine: at })).toEqual([
    {
      kind: "method",
      name: "Basket.total",
      signature:
        "def total(self, items: list[int], /, rate: float = 0.5, *extra, strict=False, **options) -> int | None",
      startLine: 16,
      endLine: 55,
      inputs: [
        { name: "items", type: "list[int]", by: "position" },
        { name: "rate", type: "float", default: "0.5" },
        { name: "extra", rest: "list" },
        { name: "strict", default: "False", by: "name" },
        { name: "options", rest: "map" },
      ],
      output: "int | None",
      sideEffects: [
        { line: 38, what: "logs (logger.warning)" },
        { line: 40, what: "sets self.count" },
        { line: 41, what: "changes self.rows" },
        { line: 42, what: "changes the parameter items" },
        { line: 43, what: "changes the parameter options" },
        { line: 44, what: "changes SEEN, which is defined outside" },
        { line: 45, what: "sets COUNT, which is defined outside" },
        { line: 46, what: "prints (print)" },
        { line: 47, what: "starts a process (start)" },
        { line: 48, what: "reads a file (pd.read_csv)" },
      ],
      exceptions: [
        { line: 30, type: "ValueError" },
        { line: 39, type: "LookupError" },
      ],
      calls: [
        { line: 38, name: "logger.warning" },
        { line: 42, name: "items.append" },
        { line: 46, name: "print" },
        { line: 47, name: "start" },
        { line: 48, name: "pd.read_csv" },
        { line: 49, name: "frame.sort" },
        { line: 50, name: "count.real.append" },
        { line: 55, name: "self.add" },
        { line: 55, name: "inner" },
      ],
      complexity: 9,
      lines: 40,
      asynchronous: false,
      generator: false,
    },
  ]);
});

test("Python: the definitions within a selection, a class with all that its methods do", () => {
  const source = `@dataclass
class Point:
    """A place."""
    x: int
    y: float = 0.0

    def move(self, by):
        self.x += by

async def rows(path):
    with open(path) as file:
        async for row in file:
            yield row

def size_of(x):
    match x:
        case int(): return 1
        case [a, b]: return a
        case _: return None
`;
  const outlines = outlineOf({ ...readTree("a.py", source), startLine: 0, endLine: 19 });
  expect(
    outlines.map(({ kind, name, signature, output, inputs, sideEffects, complexity, ...others }) => ({
      head: `${kind} ${name}: ${signature}`,
      inputs,
      output,
      sideEffects,
      complexity,
      docstring: others.docstring,
      flags: [others.asynchronous, others.generator],
      lines: [others.startLine, others.endLine],
    })),
  ).toEqual([
    {
      head: "class Point: class Point",
      inputs: [
        { name: "x", type: "int" },
        { name: "y", type: "float", default: "0.0" },
      ],
      output: undefined,
      sideEffects: [{ line: 7, what: "sets self.x" }],
      complexity: 1,
      docstring: "A place.",
      flags: [false, false],
      lines: [0, 7],
    },
    {
      head: "method Point.move: def move(self, by)",
      inputs: [{ name: "by" }],
      output: undefined,
      sideEffects: [{ line: 7, what: "sets self.x" }],
      complexity: 1,
      docstring: undefined,
      flags: [false, false],
      lines: [6, 7],
    },
    {
      head: "function rows: async def rows(path)",
      inputs: [{ name: "path" }],
      output: "row",
      sideEffects: [{ line: 10, what: "opens a file (open)" }],
      complexity: 2,
      docstring: undefined,
      flags: [true, true],
      lines: [9, 12],
    },
    {
      head: "function size_of: def size_of(x)",
      inputs: [{ name: "x" }],
      output: "1 | a | None",
      sideEffects: [],
      complexity: 3,
      docstring: undefined,
      flags: [false, false],
      lines: [14, 18],
    },
  ]);
});

const script = `import { writeFile as write } from "node:fs/promises";
let seen = 0;

/**
 * Adds up what
 * is in it.
 *
 * @param items all of them
 */
export const total = async (
  items: readonly number[], // all
  { rate = 1, ...others }: Options = {},
  done?: (sum: number) => void,
  ...more: string[]
): Promise<number> => {
  seen++;
  if (items.length === 0 || !done) throw new RangeError("empty");
  try {
    if (rate > 1) throw new TypeError("rate");
  } catch (error) {
    console.error(error);
    throw error;
  }
  await write("a.txt", JSON.stringify(items));
  const response = await fetch(\`/x\`);
  others.x = 1;
  items.sort();
  for (const one of items) this.sum += one ?? 0;
  const found = new Map<string, number>();
  found.set("a", 1);
  return items.map((one) => one * rate).reduce((a, b) => a + b);
};

export class Basket extends Base {
  constructor(private readonly store: Store, name = "x") { super(); this.name = name; }
  *all() { yield* this.rows; }
  size = (by) => this.rows.length;
}
`;

test("TypeScript: arrows, patterns, comments, throws and catches", () => {
  const tree = readTree("basket.ts", script);
  const [total, ...others] = outlineOf({ ...tree, startLine: 0, endLine: 40 });
  expect(total).toEqual({
    kind: "function",
    name: "total",
    signature:
      "const total = async (items: readonly number[], { rate = 1, ...others }: Options = {}, done?: (sum: number) => void, ...more: string[]): Promise<number> =>",
    startLine: 9,
    endLine: 31,
    docstring: "Adds up what is in it.",
    inputs: [
      { name: "items", type: "readonly number[]" },
      { name: "{ rate = 1, ...others }", type: "Options", default: "{}" },
      { name: "done", type: "(sum: number) => void", optional: true },
      { name: "more", type: "string[]", rest: "list" },
    ],
    output: "Promise<number>",
    sideEffects: [
      { line: 15, what: "sets seen, which is defined outside" },
      { line: 20, what: "prints (console.error)" },
      { line: 23, what: "reads or writes files (write)" },
      { line: 24, what: "uses the network (fetch)" },
      { line: 25, what: "sets others.x of a parameter" },
      { line: 26, what: "changes the parameter items" },
      { line: 27, what: "sets this.sum" },
    ],
    exceptions: [
      { line: 16, type: "RangeError" },
      { line: 21, type: "error" },
    ],
    calls: [
      { line: 20, name: "console.error" },
      { line: 23, name: "write" },
      { line: 23, name: "JSON.stringify" },
      { line: 24, name: "fetch" },
      { line: 26, name: "items.sort" },
      { line: 28, name: "Map" },
      { line: 29, name: "found.set" },
      { line: 30, name: "items.map().reduce" },
      { line: 30, name: "items.map" },
    ],
    complexity: 7,
    lines: 23,
    asynchronous: true,
    generator: false,
  });
  expect(
    others.map(({ kind, name, signature, inputs, output, generator }) => ({
      kind,
      name,
      signature,
      inputs: inputs.map((input) => input.name),
      output,
      generator,
    })),
  ).toEqual([
    {
      kind: "class",
      name: "Basket",
      signature: "class Basket extends Base",
      inputs: ["store", "name"],
      output: undefined,
      generator: false,
    },
    {
      kind: "method",
      name: "Basket.constructor",
      signature: 'constructor(private readonly store: Store, name = "x")',
      inputs: ["store", "name"],
      output: undefined,
      generator: false,
    },
    {
      kind: "method",
      name: "Basket.all",
      signature: "*all()",
      inputs: [],
      output: "this.rows",
      generator: true,
    },
    {
      kind: "method",
      name: "Basket.size",
      signature: "size = (by) =>",
      inputs: ["by"],
      output: "this.rows.length",
      generator: false,
    },
  ]);
});

test("the definition that a line lies in, decorators and export included", () => {
  const tree = readTree("basket.py", python);
  expect([0, 8, 16, 30, 53, 54, 59].map((line) => enclosingDefinition({ ...tree, line }))).toEqual([
    undefined,
    { name: "NotThere", kind: "class", startLine: 7, endLine: 8, bodyStartLine: 8 },
    { name: "Basket.total", kind: "method", startLine: 16, endLine: 55, bodyStartLine: 26 },
    { name: "Basket.total", kind: "method", startLine: 16, endLine: 55, bodyStartLine: 26 },
    { name: "Basket.total.inner", kind: "function", startLine: 52, endLine: 54, bodyStartLine: 53 },
    { name: "Basket.total.inner", kind: "function", startLine: 52, endLine: 54, bodyStartLine: 53 },
    { name: "rows", kind: "function", startLine: 57, endLine: 60, bodyStartLine: 58 },
  ]);
  const typed = readTree("basket.ts", script);
  expect([1, 9, 15, 36].map((line) => enclosingDefinition({ ...typed, line })?.name)).toEqual([
    undefined,
    "total",
    "total",
    "Basket.size",
  ]);
});

test("Python: an error is caught by its own type, by what it is a kind of, and by a bare except, in the try's own block", () => {
  const raising = (type: string, clause: string): string => `class Own(KeyError): pass
def f():
    try:
        raise ${type}
    ${clause}
        pass
`;
  const cases: readonly (readonly [type: string, clause: string])[] = [
    ["ValueError", "except Exception:"],
    ["SystemExit", "except Exception:"],
    ["SystemExit", "except:"],
    ["Own", "except LookupError:"],
    ["Own", "except (OSError, KeyError) as error:"],
    ["FileNotFoundError", "except IOError:"],
    ["ValueError", "except KeyError:"],
    ["ValueError", "finally:"],
  ];
  const left = cases.filter(([type, clause]) => {
    const tree = readTree("a.py", raising(type, clause));
    return outlineOf({ ...tree, startLine: 3, endLine: 3 })[0]?.exceptions.length === 1;
  });
  expect(left).toEqual([
    ["SystemExit", "except Exception:"],
    ["ValueError", "except KeyError:"],
    ["ValueError", "finally:"],
  ]);
});
