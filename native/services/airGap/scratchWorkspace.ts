/** The files of the folder that a session works in. One test fails on purpose: a session has failing tests. */
export const scratchFiles: Readonly<Record<string, string>> = {
  "README.md": "# Orders\n\nA small folder that `airlock doctor --air-gap` works in.\n",
  "orders.py": `"""Orders of a small shop."""


def total(prices: list[float]) -> float:
    """The sum of all prices."""
    result = 0.0
    for price in prices:
        result += price
    return result


def discount(price: float, percent: int) -> float:
    """The price after a discount in percent."""
    if percent < 0 or percent > 100:
        raise ValueError("percent must be from 0 to 100")
    return price * (100 - percent) / 100
`,
  "mistyped.py": "from orders import total\n\nwrong: int = total([1.0, 2.0]).upper()\n",
  "test_orders.py": `import unittest

from orders import discount, total


class OrdersTest(unittest.TestCase):
    def test_total(self):
        self.assertEqual(total([1.0, 2.0]), 3.0)

    def test_discount(self):
        self.assertEqual(discount(100.0, 10), 91.0)
`,
  "cart.ts": `export interface Item {
  readonly name: string;
  readonly price: number;
}

export function cheapest(items: readonly Item[]): Item | undefined {
  return [...items].sort((a, b) => a.price - b.price)[0];
}
`,
};

export const failingTestFile = "test_orders.py";
export const mistypedFile = "mistyped.py";
