import { beforeAll, expect, test } from "vitest";
import { cellNames } from "../../../core/scratch/cellNames.ts";
import { treeSitterParser } from "../../adapters/treeSitter/treeSitterParser.ts";
import { readTree } from "../../fixtures/readTree.ts";

beforeAll(() => treeSitterParser.load("python"));

const names = (text: string): string => {
  const { reads, writes } = cellNames(readTree("cell.py", text));
  return `${reads.toSorted().join(" ")} → ${writes.toSorted().join(" ")}`;
};

test.each([
  ["x = 1", " → x"],
  ["x = x + 1", "x → x"],
  ["x += 1", "x → x"],
  ["x = 1\nx = x + y", "y → x"],
  ["a, (b, *c) = f(d)", "d f → a b c"],
  ["import numpy as np\nimport os.path\nfrom a import b as c, d", " → c d np os"],
  ["print(len(rows))", "rows → "],
  ["len = 3\nprint(len)", " → len"],
  ["for row in rows:\n    total += row", "rows total → row total"],
  ["for x in x:\n    print(x)", "x → x"],
  ["with open(path) as file:\n    text = file.read()", "path → file text"],
  ["if ready:\n    x = 1\nprint(x)", "ready x → x"],
  ["[y for y in ys if y > least]", "least ys → "],
  ["(n := 10)\nn", " → n"],
  ["lambda a: a + b", "b → "],
  ["del x, rows[0]", "rows x → rows x"],
  ["x: int = 3", " → x"],
])("names of %j", (text, expected) => {
  expect(names(text)).toBe(expected);
});

test.each([
  ["frame['x'] = frame['y'] * 2", "frame → frame"],
  ["frame.index.name = 'a'", "frame → frame"],
  ["rows.append(1)", "rows → rows"],
  ["last = rows.pop()", "rows → last"],
  ["frame.drop(columns=['a'], inplace=True)", "frame → frame"],
  ["clean = frame.drop(columns=['a'])", "frame → clean"],
  ["model.fit(x, y)", "model x y → model"],
  ["counts[key] += 1", "counts key → counts"],
  ["frame.plot()", "frame → "],
])("what is changed in place is written: %j", (text, expected) => {
  expect(names(text)).toBe(expected);
});

test.each([
  ["def f(a, b=default):\n    c = a + rate\n    return g(c)", "default g rate → f"],
  ["def f():\n    global total\n    total = 1", " → f total"],
  ["def f(n):\n    return f(n - 1)", " → f"],
  [
    "class Basket(Base):\n    size = 3\n    def total(self):\n        return self.size * rate",
    "Base rate → Basket",
  ],
  ["@cached\ndef f():\n    return helper()\n\ndef helper():\n    return limit", "cached limit → f helper"],
  ["try:\n    x = 1\nexcept ValueError as error:\n    print(error)", " → error x"],
  ["match p:\n    case Point(x=0, y=y):\n        print(y)", "Point p → y"],
])("functions and classes: %j", (text, expected) => {
  expect(names(text)).toBe(expected);
});

test("text that is no Python gives what can be read of it, and nothing breaks", () => {
  expect(names("x = = 1\nprint(rows)")).toContain("rows");
  expect(names("")).toBe(" → ");
  expect(() => names(`x = ${"(".repeat(5000)}1`)).not.toThrow();
});
