import { beforeAll, expect, test } from "vitest";
import { branchesToCover } from "../../../../core/facts/branches.ts";
import { readTree } from "../../../fixtures/readTree.ts";
import { treeSitterParser } from "../treeSitterParser.ts";

beforeAll(() => Promise.all(["python", "typescript"].map(treeSitterParser.load)));

/** "line kind name: description" */
function goals(path: string, source: string, functionName: string): string[] {
  return branchesToCover({ ...readTree(path, source), functionName }).map(
    ({ line, kind, name, description }) => `${line} ${kind} ${name}: ${description}`,
  );
}

test("Python: both sides of conditions, boundaries, loops, errors and returns", () => {
  const source = `class Basket:
    def discount(self, amount, items: list, rate=None):
        if amount < 0:
            raise ValueError("negative")
        if amount > 100 and rate is not None:
            return amount * rate
        elif not items or self.closed:
            amount = 1
        for index, item in enumerate(items):
            while item.left >= 2:
                item.left -= 1
        try:
            found = [one for one in items if one.price]
        except (KeyError, TypeError):
            raise
        match amount:
            case 1: return None
            case _: pass
        if len(found) == 0: return 0
        return amount if self.open else -1
`;
  expect(goals("basket.py", source, "discount")).toEqual([
    "2 branch amount_at_least_0: when `amount < 0` does not hold",
    "2 boundary amount_at_0: exactly on the boundary: `amount` is 0",
    "3 exception raises_value_error: raises ValueError, when `amount < 0` holds",
    "4 branch amount_over_100_and_rate_is_not_none: when `amount > 100 and rate is not None` holds",
    "4 branch amount_at_most_100: when `amount > 100` does not hold",
    "4 branch rate_is_none: when `rate is not None` does not hold",
    "4 boundary amount_at_100: exactly on the boundary: `amount` is 100",
    "6 empty items_empty: `items` is empty",
    "6 branch self_closed: when `self.closed` holds",
    "6 branch items_and_not_self_closed: when `not items or self.closed` does not hold",
    "8 loop several_items: `items` has several elements",
    "9 loop loop_not_entered: the loop is never entered: `item.left >= 2` does not hold",
    "9 loop loop_several_times: the loop runs several times",
    "9 boundary item_left_at_2: exactly on the boundary: `item.left` is 2",
    "12 branch one_price: when `one.price` holds",
    "12 branch not_one_price: when `one.price` does not hold",
    "13 exception catches_key_error: `KeyError` is caught",
    "13 exception catches_type_error: `TypeError` is caught",
    "14 exception raises_key_error: raises KeyError",
    "14 exception raises_type_error: raises TypeError",
    "16 branch amount_is_1: `amount` is `1`",
    "17 branch amount_other: `amount` is none of the cases",
    "18 empty found_empty: `found` is empty",
    "18 branch found_not_empty: `found` is not empty",
    "19 branch self_open: when `self.open` holds",
    "19 branch not_self_open: when `self.open` does not hold",
  ]);
});

test("a flag is not empty, and a list that is written out has always the same elements", () => {
  const source = `def copy(source, follow_links=True, *, tags):
    for part in [source, 1]:
        if not follow_links and tags: raise OSError
`;
  expect(goals("copy.py", source, "copy")).toEqual([
    "2 branch follow_links: when `not follow_links` does not hold",
    "2 empty tags_empty: `tags` is empty",
    "2 exception raises_os_error: raises OSError, when `not follow_links and tags` holds",
  ]);
});

test("TypeScript: the same, with switch, catch, ?? and arrows", () => {
  const source = `export function discount(amount: number, items: Item[], limit?: number) {
  if (!items || amount >= limit) return 0;
  for (let index = 0; index < 3; index++) add(index);
  for (const [key, value] of Object.entries(items)) use(key, value);
  switch (amount) { case 1: break; default: throw new RangeError("x"); }
  try { save(); } catch { return -1; }
  const rate = limit ?? 1;
  return amount > 5 ? amount : rate;
}
const twice = (value: number) => value * 2;
function nothing() {}
`;
  expect(goals("a.ts", source, "discount")).toEqual([
    "1 empty items_empty: `items` is empty",
    "1 branch amount_at_least_limit: when `amount >= limit` holds",
    "1 branch items_and_amount_under_limit: when `!items || amount >= limit` does not hold",
    "1 boundary amount_at_limit: exactly on the boundary: `amount` is limit",
    "2 loop loop_not_entered: the loop is never entered",
    "2 loop loop_several_times: the loop runs several times",
    "3 loop several_items: `items` has several elements",
    "4 branch amount_is_1: `amount` is `1`",
    "4 branch amount_other: `amount` is none of the cases",
    "4 exception raises_range_error: raises RangeError",
    "5 exception catches_error: an error is caught",
    "5 return returns_1: returns `-1`",
    "6 branch limit_missing: `limit` is undefined or null",
    "7 branch amount_over_5: when `amount > 5` holds",
    "7 branch amount_at_most_5: when `amount > 5` does not hold",
    "7 boundary amount_at_5: exactly on the boundary: `amount` is 5",
  ]);
  expect(goals("a.ts", source, "twice")).toEqual(["9 return returns_value_2: returns `value * 2`"]);
  expect(goals("a.ts", source, "nothing")).toEqual(["10 return runs: runs to its end"]);
  expect(goals("a.ts", source, "gone")).toEqual([]);
});
