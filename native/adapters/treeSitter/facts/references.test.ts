import { beforeAll, expect, test } from "vitest";
import { outlineOf } from "../../../../core/facts/outline.ts";
import { type Reference, referencesTo } from "../../../../core/facts/references.ts";
import { wouldBreak } from "../../../../core/facts/wouldBreak.ts";
import { readTree } from "../../../fixtures/readTree.ts";
import { treeSitterParser } from "../treeSitterParser.ts";

beforeAll(() => Promise.all(["python", "typescript"].map(treeSitterParser.load)));

function found(name: string, definingPath: string, sources: Readonly<Record<string, string>>): Reference[] {
  const files = Object.entries(sources).map(([path, source]) => readTree(path, source));
  return [...referencesTo({ name, definingPath, files })];
}

function told(references: readonly Reference[]): string[] {
  return references.map(({ path, line, how, text }) => `${path}:${line} ${how}: ${text}`);
}

const python = {
  "shop/rates.py": `def rate_of(name, factor=1, *, strict=False):
    return rate_of(name)

class Rate:
    pass

def other(rate_of):
    return rate_of(1)
`,
  "shop/basket.py": `from .rates import Rate, rate_of as rate
from math import rate_of
# rate_of in words
class Special(Rate):
    def total(self, names: list[Rate]):
        "rate_of"
        return sum(rate(name, 2, strict=True) for name in names)
def local(rate):
    return rate(1)
`,
  "main.py": `import shop.rates
from shop import rates as r, basket
print(shop.rates.rate_of("a"), r.rate_of(*names), basket.rate_of)
callback = r.rate_of
`,
  "far.py": `from elsewhere import rate_of
rate_of()
`,
  "star.py": "from shop.rates import *\nrate_of(1, 2, 3)\n",
};

test("Python: aliases, modules and star imports count; words, texts, shadows and namesakes do not", () => {
  expect(told(found("rate_of", "shop/rates.py", python))).toEqual([
    "shop/rates.py:1 call: return rate_of(name)",
    "shop/basket.py:0 import: from .rates import Rate, rate_of as rate",
    "shop/basket.py:6 call: return sum(rate(name, 2, strict=True) for name in names)",
    'main.py:2 call: print(shop.rates.rate_of("a"), r.rate_of(*names), basket.rate_of)',
    'main.py:2 call: print(shop.rates.rate_of("a"), r.rate_of(*names), basket.rate_of)',
    "main.py:3 reads: callback = r.rate_of",
    "star.py:1 call: rate_of(1, 2, 3)",
  ]);
  expect(told(found("Rate", "shop/rates.py", python))).toEqual([
    "shop/basket.py:0 import: from .rates import Rate, rate_of as rate",
    "shop/basket.py:3 inherits: class Special(Rate):",
    "shop/basket.py:4 reads: def total(self, names: list[Rate]):",
  ]);
});

test("what would break, with its places", () => {
  const references = found("rate_of", "shop/rates.py", python);
  const [outline] = outlineOf({
    ...readTree("shop/rates.py", python["shop/rates.py"]),
    startLine: 0,
    endLine: 1,
  });
  if (outline === undefined) throw new Error("The function has no outline.");
  expect(wouldBreak({ outline, references })).toEqual([
    {
      sentence: "1 call passes 3 arguments where 2 can be given.",
      places: [{ path: "star.py", line: 1 }],
    },
    {
      sentence: "2 calls pass 1 argument.",
      places: [
        { path: "shop/rates.py", line: 1 },
        { path: "main.py", line: 2 },
      ],
    },
    {
      sentence: "1 call passes 2 arguments and 1 argument by name.",
      places: [{ path: "shop/basket.py", line: 6 }],
    },
    {
      sentence: "1 call passes 0 arguments and as many as a list or map holds.",
      places: [{ path: "main.py", line: 2 }],
    },
    { sentence: "1 call passes 3 arguments.", places: [{ path: "star.py", line: 1 }] },
    {
      sentence: "1 call passes `strict` by name: another name for it breaks it.",
      places: [{ path: "shop/basket.py", line: 6 }],
    },
    {
      sentence: "Another name for `rate_of` breaks 7 uses in 4 files.",
      places: references.map(({ path, line }) => ({ path, line })),
    },
  ]);
  const changed = { name: "rate_of", inputs: [{ name: "name" }, { name: "factor" }] };
  expect(wouldBreak({ outline: changed, references }).map(({ sentence }) => sentence)).toEqual([
    "2 calls leave out `factor`, which must be given.",
    "1 call passes `strict`, which is no input.",
    "1 call passes 3 arguments where 2 can be given.",
    "2 calls pass 1 argument.",
    "1 call passes 2 arguments and 1 argument by name.",
    "1 call passes 0 arguments and as many as a list or map holds.",
    "1 call passes 3 arguments.",
    "Another name for `rate_of` breaks 7 uses in 4 files.",
  ]);
});

test("Python: methods count wherever a member has that name, but for modules and for other classes' own", () => {
  const sources = {
    "basket.py": "class Basket:\n    def total(self, rate): return self.total(1)\n",
    "use.py": `import stats
from basket import Basket
basket.total(2)
Basket.total(basket, 2)
stats.total(1)
total = 3
print(total)
class Other:
    def total(self): return self.total()
`,
  };
  const references = found("total", "basket.py", sources);
  expect(told(references)).toEqual([
    "basket.py:1 call: def total(self, rate): return self.total(1)",
    "use.py:2 call: basket.total(2)",
    "use.py:3 call: Basket.total(basket, 2)",
  ]);
  expect(references.map(({ passed }) => passed?.positional)).toEqual([1, 1, 1]);
});

test("TypeScript: imports, re-exports, namespaces, require, inheritance, types and JSX", () => {
  const sources = {
    "src/basket.tsx": `export class Basket {}
export const total = (items: Basket[]) => items.length;
total([]);
export { total as sum };
`,
    "src/index.ts": 'export { total, Basket } from "./basket.tsx";\n',
    "src/app/page.tsx": `import { total as sum, type Basket } from "../index.ts";
import * as basket from "../basket";
const { total } = require("./else");
class Special extends Basket { price = sum(this, ...rest); }
const show = (one: Basket, sum: number) => sum;
const view = <Basket items={basket.total} />;
new Basket(1, 2);
/* total() */ total();
`,
    "src/far.ts": 'import { total } from "./other";\ntotal(1);\nconst Basket = 1;\nshow(Basket);\n',
  };
  expect(told(found("total", "src/basket.tsx", sources))).toEqual([
    "src/basket.tsx:2 call: total([]);",
    "src/basket.tsx:3 reads: export { total as sum };",
    'src/index.ts:0 import: export { total, Basket } from "./basket.tsx";',
    'src/app/page.tsx:0 import: import { total as sum, type Basket } from "../index.ts";',
    "src/app/page.tsx:3 call: class Special extends Basket { price = sum(this, ...rest); }",
    "src/app/page.tsx:5 reads: const view = <Basket items={basket.total} />;",
  ]);
  expect(told(found("Basket", "src/basket.tsx", sources))).toEqual([
    "src/basket.tsx:1 reads: export const total = (items: Basket[]) => items.length;",
    'src/index.ts:0 import: export { total, Basket } from "./basket.tsx";',
    'src/app/page.tsx:0 import: import { total as sum, type Basket } from "../index.ts";',
    "src/app/page.tsx:3 inherits: class Special extends Basket { price = sum(this, ...rest); }",
    "src/app/page.tsx:4 reads: const show = (one: Basket, sum: number) => sum;",
    "src/app/page.tsx:5 reads: const view = <Basket items={basket.total} />;",
    "src/app/page.tsx:6 call: new Basket(1, 2);",
  ]);
});
