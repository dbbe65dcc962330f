import { expect, test } from "vitest";
import { ok } from "../../../core/base/result.ts";
import { treeSitterParser } from "../../adapters/treeSitter/treeSitterParser.ts";
import { testTargetsOf } from "./testTargets.ts";

const parts = {
  parser: treeSitterParser,
  listFiles: async () => ok(["tests/test_basket.py", "web/total.test.ts", "basket.py"]),
};
const { signal } = new AbortController();
const targetsOf = (path: string, text: string) => testTargetsOf({ path, text }, parts, signal);

test("functions by the names that a measurement takes, with their lines, and the likely tests", async () => {
  const text =
    "class Basket:\n    def total(self):\n        return 1\n\n\ndef empty():\n    return Basket()\n";
  expect(await targetsOf("basket.py", text)).toEqual(
    ok({
      functions: [
        { name: "Basket.total", startLine: 1, endLine: 2 },
        { name: "empty", startLine: 5, endLine: 6 },
      ],
      testFiles: ["tests/test_basket.py"],
    }),
  );
});

test("half a function is found too, and a language without a parser has none", async () => {
  expect(await targetsOf("web/total.ts", "const total = (n: number) => {\n  return n +")).toMatchObject({
    value: { testFiles: ["web/total.test.ts"] },
  });
  expect(await targetsOf("notes.txt", "def f(): pass")).toMatchObject({ value: { functions: [] } });
});
