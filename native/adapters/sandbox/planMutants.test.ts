import { beforeAll, expect, test } from "vitest";
import { languageOfPath } from "../../../core/base/languageOfPath.ts";
import { applyMutant, describeMutant } from "../../../core/sandbox/mutation/mutant.ts";
import { planMutants } from "../../../core/sandbox/mutation/planMutants.ts";
import { errorsIn } from "../../../core/syntax/syntaxNode.ts";
import { treeSitterParser } from "../treeSitter/treeSitterParser.ts";

beforeAll(() => Promise.all(["python", "typescript"].map(treeSitterParser.load)));

function planned(path: string, source: string, name: string): string[] {
  const plan = planMutants(path, source, name, treeSitterParser);
  if (!plan.ok) throw new Error(plan.error.message);
  for (const mutant of plan.value.mutants) {
    const tree = treeSitterParser.parse(languageOfPath(path), path, applyMutant(source, mutant));
    expect(tree && errorsIn(tree)).toEqual([]);
  }
  return plan.value.mutants.map((mutant) => `${mutant.operator}: ${describeMutant(source, mutant)}`);
}

test("Python: each operator, and nothing in docstrings, logging, types and messages", () => {
  const source = `import logging

def other(a):
    return a + 1

class Basket:
    def total(self, items: list[int], rate: float = 0.5) -> int | None:
        """Adds 1 + 1."""
        if not items and rate is not None:
            raise ValueError("there are %d items" % 0)
        logging.info("adding %d", len(items) + 1)
        count = -1
        for item in items:
            if item < 10 or item == 3:
                count += item * 2
        self.store(count)
        print("done", True)
        return count if count >= 0 else f"{count}!"

    def __repr__(self):
        return "Basket" + "1"
`;
  expect(planned("basket.py", source, "Basket.total")).toEqual([
    "constant: 0.5 became (0.5 + 1)",
    "removed not: not items became items",
    "negated condition: not items and rate is not None became not (not items and rate is not None)",
    "logical: and became or",
    "comparison: is not became is",
    'removed exception: raise ValueError("there are %d items" % 0) became pass',
    "arithmetic: -1 became 1",
    "constant: 1 became 2",
    "negated condition: item < 10 or item == 3 became not (item < 10 or item == 3)",
    "boundary: < became <=",
    "constant: 10 became 11",
    "logical: or became and",
    "comparison: == became !=",
    "constant: 3 became 4",
    "arithmetic: += became -=",
    "arithmetic: * became /",
    "constant: 2 became 3",
    "removed call: self.store(count) became pass",
    'return: return count if count >= 0 else f"{count}!" became return None',
    "negated condition: count >= 0 became not (count >= 0)",
    "boundary: >= became >",
    "constant: 0 became 1",
    'constant: f"{count}!" became ""',
  ]);
  expect(planned("basket.py", source, "total")).toEqual(planned("basket.py", source, "Basket.total"));
  expect(planMutants("basket.py", source, "Basket.__repr__", treeSitterParser)).toMatchObject({
    ok: false,
    error: { message: "Basket.__repr__ holds nothing to mutate. Name a function that decides or computes." },
  });
});

test("TypeScript: methods, arrows and functions with a name", () => {
  const source = `export class Basket {
  items: number[] = [];
  total = (factor = 1): number => this.items.reduce((sum, one) => sum + one * factor, 0);
  add(item: number): void {
    if (item < 0 || !Number.isFinite(item)) throw new RangeError("negative");
    console.log("adding", item);
    this.items.push(item);
  }
}
export const label = function (n: number): string {
  n++;
  return n === 1 ? \`one \${n}\` : "";
};
`;
  expect(planned("a.ts", source, "Basket.total")).toEqual([
    "constant: 1 became 2",
    "return: this.items.reduce((sum, one) => sum + one * factor, 0) became undefined",
    "return: sum + one * factor became undefined",
    "arithmetic: + became -",
    "arithmetic: * became /",
    "constant: 0 became 1",
  ]);
  expect(planned("a.ts", source, "add")).toEqual([
    "negated condition: (item < 0 || !Number.isFinite(item)) became (!(item < 0 || !Number.isFinite(item)))",
    "boundary: < became <=",
    "constant: 0 became 1",
    "logical: || became &&",
    "removed not: !Number.isFinite(item) became Number.isFinite(item)",
    'removed exception: throw new RangeError("negative"); became ;',
    "removed call: this.items.push(item); became ;",
  ]);
  expect(planned("a.ts", source, "label")).toEqual([
    "arithmetic: ++ became --",
    // biome-ignore lint/suspicious/noTemplateCurlyInString: the source's own
    'return: return n === 1 ? `one ${n}` : ""; became return undefined;',
    "comparison: === became !==",
    "constant: 1 became 2",
    // biome-ignore lint/suspicious/noTemplateCurlyInString: the source's own
    'constant: `one ${n}` became ""',
    'constant: "" became "mutated"',
  ]);
});

test("what cannot be mutated is said", () => {
  const said = (path: string, source: string, name: string): string => {
    const plan = planMutants(path, source, name, treeSitterParser);
    return plan.ok ? "" : plan.error.message;
  };
  expect(said("a.go", "", "f")).toBe(
    "a.go cannot be mutated: name a file of Python, JavaScript or TypeScript.",
  );
  expect(said("a.py", "def f(:\n", "f")).toBe("a.py cannot be read as code. Correct its syntax first.");
  expect(said("a.py", "def f():\n    pass\n\nclass A:\n    def g(self):\n        pass\n", "h")).toBe(
    "a.py has no single function h. It has f, A.g.",
  );
});
