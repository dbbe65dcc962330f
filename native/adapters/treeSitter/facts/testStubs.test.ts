import { beforeAll, expect, test } from "vitest";
import { branchesToCover } from "../../../../core/facts/branches.ts";
import { outlineOf } from "../../../../core/facts/outline.ts";
import { type StubRunner, testStubs } from "../../../../core/facts/testStubs.ts";
import { errorsIn } from "../../../../core/syntax/syntaxNode.ts";
import { readTree } from "../../../fixtures/readTree.ts";
import { treeSitterParser } from "../treeSitterParser.ts";

beforeAll(() => Promise.all(["python", "typescript"].map(treeSitterParser.load)));

function stubs(path: string, source: string, functionName: string, runner: StubRunner, importPath: string) {
  const tree = readTree(path, source);
  const inputs = outlineOf({ ...tree, startLine: 0, endLine: 9 }).find(
    ({ name }) => name === functionName,
  )?.inputs;
  const goals = branchesToCover({ ...tree, functionName });
  const text = testStubs({ functionName, goals, runner, importPath, inputs: inputs ?? [] });
  const test = readTree(path, text);
  expect(errorsIn(test.root)).toEqual([]);
  return text;
}

const python = `class Basket:
    def total(self, items, rate=0.5, *more, **others):
        return rate if items == "a\\n" else 0
`;
const script =
  "export function total(items: string[], rate = 1) {\n  if (items.length > 0) return rate;\n}\n";

test("pytest", () => {
  expect(stubs("a.py", python, "Basket.total", "pytest", "shop.basket")).toBe(`import pytest

from shop.basket import Basket


def test_basket_total_items_is_a_n():
    # when \`items == "a\\n"\` holds (line 3)
    # Call Basket.total(items, rate=0.5, *more, **others).
    pytest.fail("to be written")


def test_basket_total_items_is_not_a_n():
    # when \`items == "a\\n"\` does not hold (line 3)
    # Call Basket.total(items, rate=0.5, *more, **others).
    pytest.fail("to be written")
`);
});

test("unittest", () => {
  const source = "def size_of(x):\n    return x\n";
  expect(stubs("a.py", source, "size_of", "unittest", "sizes")).toBe(`import unittest

from sizes import size_of


class SizeOfTest(unittest.TestCase):
    def test_returns_x(self):
        # returns \`x\` (line 2)
        # Call size_of(x).
        self.fail("to be written")


if __name__ == "__main__":
    unittest.main()
`);
});

const body = `import { total } from "../src/total.ts";

describe(total.name, () => {
  test("\`items\` is not empty", () => {
    // \`items\` is not empty (line 2)
    // Call total(items, rate=1).
    assert.fail("to be written");
  });

  test("\`items\` is empty", () => {
    // \`items\` is empty (line 2)
    // Call total(items, rate=1).
    assert.fail("to be written");
  });
});
`;

test.each<[StubRunner, string]>([
  ["vitest", 'import { assert, describe, test } from "vitest";\n'],
  ["jest", 'import assert from "node:assert/strict";\nimport { describe, test } from "@jest/globals";\n'],
  ["node:test", 'import assert from "node:assert/strict";\nimport { describe, test } from "node:test";\n'],
])("%s", (runner, head) => {
  expect(stubs("a.ts", script, "total", runner, "../src/total.ts")).toBe(head + body);
});
