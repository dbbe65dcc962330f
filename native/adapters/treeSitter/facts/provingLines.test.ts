import { beforeAll, expect, test } from "vitest";
import { branchesToCover } from "../../../../core/facts/branches.ts";
import { readTree } from "../../../fixtures/readTree.ts";
import { treeSitterParser } from "../treeSitterParser.ts";

beforeAll(() => Promise.all(["python", "typescript"].map(treeSitterParser.load)));

/** "name: 3 4", the lines that prove it; "name: –" where lines cannot. */
function proofs(path: string, source: string, functionName: string): string[] {
  return branchesToCover({ ...readTree(path, source), functionName }).map(
    ({ name, provenBy }) => `${name}: ${provenBy?.lines.join(" ") ?? "–"}`,
  );
}

test("Python: bodies, else and elif, what follows a branch that leaves, handlers, cases and returns", () => {
  const source = `def price(amount, items: list, rate=None):
    """What it costs."""
    if amount < 0:
        raise ValueError(
            "negative")
    if rate is None: rate = 1
    if amount > 100:
        # much
        amount -= 1
    elif amount > 50:
        """less"""
        return 2
    else:
        amount += 1
    if amount == 3 and rate:
        return 3
    if amount == 4 or rate:
        return 4
    for item in items:
        if item:
            continue
        if not item.left:
            amount += 1
    assert amount
    try:
        pass
    except KeyError:
        amount = 6
    except (OSError, TypeError):
        raise
    match amount:
        case 7:
            rate = 2
        case _: pass
    return (
        amount
    )
`;
  expect(proofs("price.py", source, "price")).toEqual([
    "amount_at_least_0: 5",
    "amount_at_0: –",
    "raises_value_error: 3 4",
    "rate_is_none: –",
    "rate_is_not_none: –",
    "amount_over_100: 8",
    "amount_at_most_100: 9",
    "amount_at_100: –",
    "amount_over_50: 11",
    "amount_at_most_50: 13",
    "amount_at_50: –",
    "amount_is_3_and_rate: 15",
    "amount_is_not_3: –",
    "not_rate: –",
    "amount_is_4: –",
    "rate: –",
    "amount_is_not_4_and_not_rate: 18",
    "items_empty: –",
    "several_items: –",
    "item: 20",
    "not_item: 21",
    "not_item_left: 22",
    "item_left: –",
    "raises_assertion_error: –",
    "catches_key_error: 27",
    "catches_os_error: –",
    "catches_type_error: –",
    "raises_os_error: –",
    "raises_type_error: –",
    "amount_is_7: 32",
    "amount_other: –",
    "returns_amount: 34 35 36",
  ]);
});

test("TypeScript: the same, with else if, cases that fall through, and what stands on one line", () => {
  const source = `export function price(amount: number, items: Item[], rate?: number) {
  if (amount < 0) throw new RangeError("negative");
  if (amount > 100) {
    amount -= 1;
  } else if (amount > 50) {
    return 2;
  } else {
    interface Later {}
    amount += 1;
  }
  if (amount === 1) return 1; else if (amount === 2) return 2;
  if (amount === 3)
    return 3;
  else
    if (rate) {
      return 4;
    }
  const all = items.length > 0 ? items : [];
  switch (amount) {
    case 5:
      first();
    case 6:
      second();
      break;
    case 7: {
      third();
      break;
    }
    default:
      other();
  }
  try {
    save(() => {
      amount = 1;
    });
  } catch {
    return -1;
  }
  return rate ?? all;
}
const twice = (value: number) =>
  value * 2;
function both() {
  first();
  second();
}
`;
  expect(proofs("price.ts", source, "price")).toEqual([
    "amount_at_least_0: 2",
    "amount_at_0: –",
    "raises_range_error: –",
    "amount_over_100: 3",
    "amount_at_most_100: 4",
    "amount_at_100: –",
    "amount_over_50: 5",
    "amount_at_most_50: 8",
    "amount_at_50: –",
    "amount_is_1: –",
    "amount_is_not_1: –",
    "amount_is_2: –",
    "amount_is_not_2: 11 12 13 14 15 16",
    "amount_is_3: 12",
    "amount_is_not_3: 14",
    "rate: 15",
    "not_rate: 17",
    "items_not_empty: –",
    "items_empty: –",
    "amount_is_5: 20",
    "amount_is_6: –",
    "amount_is_7: 25",
    "amount_other: 29",
    "catches_error: 36",
    "returns_1: 36",
    "returns_rate_all: 38",
    "rate_missing: –",
  ]);
  expect(proofs("price.ts", source, "twice")).toEqual(["returns_value_2: 41"]);
  expect(proofs("price.ts", source, "both")).toEqual(["runs: 44"]);
});
