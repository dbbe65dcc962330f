import { beforeAll, expect, test } from "vitest";
import { callMap } from "../../../core/assistant/callMap.ts";
import { changedFunctions, risksOf, suggestionsFor } from "../../../core/assistant/changedFunctions.ts";
import { complexityOf } from "../../../core/assistant/complexityOf.ts";
import { hunksOf } from "../../../core/assistant/hunks.ts";
import { entryPointsOf, moduleMap } from "../../../core/assistant/moduleMap.ts";
import { treeSitterParser } from "../../adapters/treeSitter/treeSitterParser.ts";
import { readTree as tree } from "../../fixtures/readTree.ts";

beforeAll(async () => {
  await Promise.all([treeSitterParser.load("python"), treeSitterParser.load("typescript")]);
});

function changes(before: string, after: string) {
  return changedFunctions({
    path: "shop.py",
    before: before === "" ? undefined : tree("shop.py", before),
    after: tree("shop.py", after),
    hunks: hunksOf(before, after),
  });
}

test("only the functions that a change touches are looked at", () => {
  const before = "def one():\n    return 1\n\n\ndef two():\n    return 2\n";
  const touched = changes(before, before.replace("return 2", "return 3"));
  expect(touched.map(({ after, before: old }) => [after.name, old?.name])).toEqual([["two", "two"]]);
});

test("what changed for callers is a risk: signature, exceptions, side effects", () => {
  const before =
    "def pay(amount):\n    if amount < 0:\n        raise ValueError(amount)\n    return amount\n";
  const after = "import os\n\n\ndef pay(amount, currency):\n    os.remove(currency)\n    return amount\n";
  const [pay] = changes(before, after);
  expect(pay && risksOf(pay).map(({ text }) => text)).toEqual([
    "pay has another signature: def pay(amount) became def pay(amount, currency).",
    "pay does not raise ValueError any more: who relies on it?",
    expect.stringMatching(/^pay now does this too: .*os\.remove/),
  ]);
});

test("long, wide and silent functions are suggested to be written another way", () => {
  const body = Array.from({ length: 62 }, (_, index) => `    if a == ${index}:\n        b = ${index}\n`).join(
    "",
  );
  const [wide] = changes("", `def wide(a, b, c, d, e, f, g):\n${body}    return b\n`);
  expect(wide && suggestionsFor(wide).map(({ text }) => text)).toEqual([
    "wide has 126 lines: parts of it may want names of their own.",
    "wide takes 7 values: some may belong together in one object.",
    "wide does not say what it is for.",
  ]);
});

test("a map names parts by what they say of themselves, who uses them, and where a project begins", () => {
  const trees = [
    tree("shop/models.py", '"""What is sold. And more."""\n\n\nclass Item:\n    pass\n'),
    tree("shop/report.py", "from shop.models import Item\nfrom . import models\n"),
    tree("shop/main.py", 'from .models import Item\n\n\nif __name__ == "__main__":\n    print(Item)\n'),
    tree("web/page.ts", '// The page.\nimport { show } from "./show";\n'),
    tree("web/show.ts", "export function show() {}\n"),
    tree("shop/empty.py", "\n"),
  ];
  const manifests = new Map([
    ["README.md", "# Shop\n\nSells things.\n"],
    ["package.json", '{\n  "scripts": {\n    "start": "node web"\n  }\n}\n'],
  ]);
  const { purpose, modules, needs } = moduleMap(trees, manifests);
  expect(purpose.map(({ text }) => text)).toEqual(["Sells things."]);
  expect(modules.map(({ text }) => text)).toEqual([
    "shop/models.py: What is sold. Defines Item.",
    "web/show.ts: Defines show.",
    "shop/report.py",
    "shop/main.py",
    "web/page.ts: The page.",
  ]);
  expect(needs.map(({ text }) => text)).toEqual([
    "shop/models.py is used by shop/report.py, shop/main.py.",
    "web/show.ts is used by web/page.ts.",
  ]);
  expect(entryPointsOf(trees, manifests).map(({ text, place }) => [text, place?.line])).toEqual([
    ["shop/main.py can be run as a program.", 3],
    ['package.json: start is "node web".', 2],
  ]);
});

test("the functions that most others call are named with their callers; a name that two define is left out", () => {
  const trees = [
    tree(
      "a.py",
      "def total(x):\n    return sum(x)\n\n\ndef save(x):\n    return x\n\n\ndef report(x):\n    return save(total(x))\n",
    ),
    tree(
      "b.py",
      "from a import total\n\n\nclass Page:\n    def draw(self):\n        return total([1])\n\n    def save(self):\n        return self.draw()\n",
    ),
  ];
  expect(callMap(trees).map(({ text, place }) => [text, place])).toEqual([
    ["total is called by report, Page.draw.", { path: "a.py", line: 0 }],
    ["Page.draw is called by Page.save.", { path: "b.py", line: 4 }],
  ]);
});

test("complexity counts ways through a piece of code, indented or not", async () => {
  const count = (code: string) => complexityOf(code, "python", "a.py", treeSitterParser);
  expect(await count("x = 1\n")).toBe(1);
  expect(await count("    if a and b:\n        x = 1\n    for y in z:\n        pass\n")).toBe(4);
  expect(await complexityOf("# words", "markdown", "a.md", treeSitterParser)).toBe(0);
});
