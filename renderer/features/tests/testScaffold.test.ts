import { expect, test } from "vitest";
import { testScaffold } from "./testScaffold.ts";

const change = { description: "> became >=", line: 3 };

/** The test file with the scaffold in it, the place to go on marked with ▮. */
function written(testText: string, testFile: string, functionName = "price"): string {
  const target = { path: testFile.endsWith(".py") ? "prices.py" : "prices.ts", functionName, testFile };
  const { line, text, bodyLine, bodyColumn } = testScaffold(testText, target, change);
  const lines = testText.split("\n");
  const whole = [...lines.slice(0, line), ...text.split("\n").slice(0, -1), ...lines.slice(line)];
  const at = whole[line + bodyLine] ?? "";
  whole[line + bodyLine] = `${at.slice(0, bodyColumn)}▮${at.slice(bodyColumn)}`;
  return whole.join("\n");
}

test("pytest: a function below the others, before what runs the file", () => {
  expect(
    written(
      'def test_a():\n    assert price(1) == 1\n\n\nif __name__ == "__main__":\n    main()\n',
      "test_prices.py",
    ),
  ).toBe(`def test_a():
    assert price(1) == 1


# price must be told from one in which > became >= (prices.py:3).
def test_price_line_3():
    assert price(▮


if __name__ == "__main__":
    main()
`);
});

test("unittest: a method of the last class; a method under test wants its object first", () => {
  expect(
    written(
      "class PriceTest(unittest.TestCase):\n    def test_a(self):\n        pass\n",
      "test_prices.py",
      "Basket.total",
    ),
  ).toBe(`class PriceTest(unittest.TestCase):
    def test_a(self):
        pass

    # Basket.total must be told from one in which > became >= (prices.py:3).
    def test_basket_total_line_3(self):
        self.assertEqual(▮
`);
});

test("vitest and jest: among those of a describe, in the file's own word", () => {
  expect(
    written(
      'describe("price", () => {\n  it("adds", () => {\n    expect(price(1)).toBe(1);\n  });\n});\n',
      "prices.test.ts",
    ),
  ).toBe(`describe("price", () => {
  it("adds", () => {
    expect(price(1)).toBe(1);
  });

  // price must be told from one in which > became >= (prices.ts:3).
  it("price, line 3", () => {
    expect(price(▮
  });
});
`);
});

test("node:test and an empty file", () => {
  expect(written("", "prices.test.js")).toBe(`
// price must be told from one in which > became >= (prices.ts:3).
test("price, line 3", () => {
  ▮
});
`);
});
