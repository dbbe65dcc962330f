import { beforeAll, expect, test } from "vitest";
import { variablesAt } from "../../../../core/facts/failingLine.ts";
import { readTree } from "../../../fixtures/readTree.ts";
import { treeSitterParser } from "../treeSitterParser.ts";

beforeAll(() => Promise.all(["python", "typescript"].map(treeSitterParser.load)));

/** Each name with its definitions, "line: text". */
function origins(path: string, source: string, text: string): Record<string, string[]> {
  const line = source.split("\n").findIndex((one) => one.includes(text));
  return Object.fromEntries(
    variablesAt({ ...readTree(path, source), line }).map(({ name, definedAt }) => [
      name,
      definedAt.map((one) => `${one.line}: ${one.text}`),
    ]),
  );
}

const python = `import numpy as np
from .rates import rate_of as rate
LIMIT = 3

class Basket:
    size = 4
    side = size + 1

    def total(self, items: list[int], *rest, factor=LIMIT):
        count = 0
        with open("x") as file, lock:
            for index, item in enumerate(items):
                count += item * rate(
                    index,
                    factor,
                )
        try:
            count = int(file.read())
        except ValueError as error:
            log(error, size)
        if (length := len(rest)) > LIMIT: return length
        return [item.name.at(size=rest) for item in items if np.any(item)]

def changes():
    global LIMIT
    LIMIT = 5
`;

test("Python: assignments, parameters, loops, imports, with and except, the nearest first", () => {
  expect(origins("a.py", python, "index,")).toEqual({
    enumerate: [],
    items: ["8: items: list[int]"],
  });
  expect(origins("a.py", python, "                    factor,")).toEqual({
    count: ["9: count = 0", "17: count = int(file.read())"],
    item: ["11: for index, item in enumerate(items):"],
    rate: ["1: from .rates import rate_of as rate"],
    index: ["11: for index, item in enumerate(items):"],
    factor: ["8: factor=LIMIT"],
  });
  expect(origins("a.py", python, "count = int")).toEqual({
    int: [],
    file: ['10: with open("x") as file, lock:'],
  });
  // A class's names are not seen from its methods.
  expect(origins("a.py", python, "log(error")).toEqual({
    log: [],
    error: ["18: except ValueError as error:"],
    size: [],
  });
  expect(origins("a.py", python, "side =")).toEqual({ size: ["5: size = 4"] });
  expect(origins("a.py", python, "if (length")).toEqual({
    len: [],
    rest: ["8: *rest"],
    LIMIT: ["2: LIMIT = 3", "25: LIMIT = 5"],
    length: ["20: length := len(rest)"],
  });
  expect(origins("a.py", python, "return [item")).toEqual({
    item: ["21: for item in items"],
    rest: ["8: *rest"],
    items: ["8: items: list[int]"],
    np: ["0: import numpy as np"],
  });
  expect(origins("a.py", python, "def total")).toEqual({ LIMIT: ["2: LIMIT = 3", "25: LIMIT = 5"] });
});

const script = `import { rate as rateOf, type Row } from "./rates.ts";
const limit = 3;
export class Basket {
  total(items: Row[], { factor = limit, ...others }: Options) {
    let count = 0;
    for (const { price, tags: [first] } of items) {
      count += price * rateOf(first, factor);
      { const count = 5; show(count, others.x); }
    }
    try {
      count = parse(this.text);
    } catch (error) {
      return fail(error);
    }
    return items.map((item) => item.price + count);
  }
}
const twice = (value: number) => {
  var later = 1;
  if (value) { var later = 2; }
  return later + limit;
};
`;

test("TypeScript: blocks, patterns, imports and catch", () => {
  expect(origins("a.ts", script, "count += price")).toEqual({
    count: ["4: let count = 0;", "10: count = parse(this.text)"],
    price: ["5: for (const { price, tags: [first] } of items)"],
    rateOf: ['0: import { rate as rateOf, type Row } from "./rates.ts";'],
    first: ["5: for (const { price, tags: [first] } of items)"],
    factor: ["3: { factor = limit, ...others }: Options"],
  });
  expect(origins("a.ts", script, "{ const count")).toEqual({
    show: [],
    count: ["7: const count = 5;"],
    others: ["3: { factor = limit, ...others }: Options"],
  });
  expect(origins("a.ts", script, "return fail")).toEqual({ fail: [], error: ["11: catch (error)"] });
  expect(origins("a.ts", script, "return items.map")).toEqual({
    items: ["3: items: Row[]"],
    item: ["14: item"],
    count: ["10: count = parse(this.text)", "6: count += price * rateOf(first, factor)", "4: let count = 0;"],
  });
  expect(origins("a.ts", script, "return later")).toEqual({
    later: ["19: var later = 2;", "18: var later = 1;"],
    limit: ["1: const limit = 3;"],
  });
  expect(origins("a.ts", script, "const twice")).toEqual({});
});

test("a line without a statement has none", () => {
  const tree = readTree("a.py", "\n# only words\n");
  expect([0, 1, 2, 99].map((line) => variablesAt({ ...tree, line }))).toEqual([[], [], [], []]);
});
