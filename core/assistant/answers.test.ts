import fc from "fast-check";
import { expect, test } from "vitest";
import { answerConfidence } from "./answerConfidence.ts";
import { changedSpan, editSize, subjectOfEdit } from "./changedSpan.ts";
import { readChatAnswer, withoutFences } from "./chatAnswer.ts";
import { testFilePlan, testFileText } from "./testFilePlan.ts";
import { withLines } from "./textLines.ts";

test("a whole JSON answer is read, and every beginning of one as far as it goes", () => {
  const whole = { explanation: 'Says "hi" \\ twice.\nThen ends. ü😀', code: "print('\\n')\n\tx = {}\n" };
  const text = JSON.stringify(whole);
  expect(readChatAnswer(text)).toEqual({ ...whole, whole: true });
  fc.assert(
    fc.property(fc.nat(text.length - 1), (length) => {
      const { explanation, code, whole: isWhole } = readChatAnswer(text.slice(0, length));
      expect(isWhole).toBe(false);
      expect(whole.explanation.startsWith(explanation.replace(/\ud83d$/, ""))).toBe(true);
      expect(whole.code.startsWith(code)).toBe(true);
    }),
  );
});

test("anything may come from a model and nothing of it throws", () => {
  fc.assert(fc.property(fc.string(), (text) => void readChatAnswer(text)));
  expect(readChatAnswer('{"code": 5}')).toEqual({ explanation: "", code: "", whole: true });
});

test("code is taken out of fences", () => {
  expect(withoutFences("```python\nx = 1\n```\n")).toBe("x = 1");
  expect(withoutFences("x = 1\n")).toBe("x = 1\n");
});

test("what is judged of an edit is its changed lines, in the file as it would be", () => {
  const text = fc
    .array(fc.constantFrom("a", "b", "", "c d"), { maxLength: 8 })
    .map((lines) => lines.join("\n"));
  fc.assert(
    fc.property(text, text, (before, after) => {
      const edit = { path: "a.py", language: "python", before, after, isNewFile: false };
      const subject = subjectOfEdit(edit);
      expect(subject.before + subject.text + subject.after).toBe(after);
      const { start, end } = changedSpan(before, after);
      expect(start === 0 || after[start - 1] === "\n").toBe(true);
      expect(end === after.length || after[end] === "\n").toBe(true);
    }),
  );
  expect(changedSpan("a\nc d", "\nc d")).toEqual({ start: 0, end: 0 });
  expect(editSize({ before: "a\nb\n", after: "a\nc\nd\n" })).toEqual({ added: 2, removed: 1 });
});

test("lines are replaced without touching the others", () => {
  expect(withLines("a\nb\nc", 1, 2, "B\n")).toBe("a\nB\nc");
  expect(withLines("a", 1, 1, "b")).toBe("a\nb\n");
  expect(withLines("", 0, 1, "a")).toBe("a\n");
});

test("evidence lowers confidence and says why", () => {
  const good = {
    probability: 0.9,
    tokens: 20,
    outcome: "pass",
    complexity: 2,
    types: { status: "clean", reason: "" },
    tests: { status: "passed", reason: "", passed: 3, failed: 0 },
    interrupted: false,
  } as const;
  expect(answerConfidence(good)).toEqual({
    level: "high",
    reasons: ["90 % sure of each token", "tests pass with it"],
  });
  expect(answerConfidence({ ...good, complexity: 14 }).level).toBe("medium");
  expect(answerConfidence({ ...good, tests: { ...good.tests, status: "failed" } })).toEqual({
    level: "low",
    reasons: ["90 % sure of each token", "tests fail with it"],
  });
  expect(answerConfidence({ ...good, interrupted: true }).level).toBe("low");
});

test("tests go to the file that is named after the code, or beside the tests that there are", () => {
  expect(testFilePlan("shop/basket.py", ["shop/basket.py", "tests/test_basket.py"])).toEqual({
    path: "tests/test_basket.py",
    exists: true,
    importPath: "shop.basket",
  });
  expect(testFilePlan("src/shop/basket.py", ["tests/test_other.py"])).toEqual({
    path: "tests/test_basket.py",
    exists: false,
    importPath: "shop.basket",
  });
  expect(testFilePlan("web/totals.ts", [])).toEqual({
    path: "web/totals.test.ts",
    exists: false,
    importPath: "./totals",
  });
  expect(testFilePlan("web/totals.ts", ["test/web/totals.spec.ts"]).importPath).toBe("../../web/totals");
});

test("what is tested is imported once, and what starts the tests stays at the end", () => {
  const text =
    'import unittest\n\n\nclass T(unittest.TestCase):\n    pass\n\n\nif __name__ == "__main__":\n    unittest.main()\n';
  expect(testFileText(text, "", "area", "from shapes import area")).toEqual({
    above: "import unittest\nfrom shapes import area\n\n\nclass T(unittest.TestCase):\n    pass\n",
    below: '\n\nif __name__ == "__main__":\n    unittest.main()\n',
  });
  const imported = "from shapes import area\n";
  expect(testFileText(imported, "", "area", "from shapes import area").above).toBe(imported);
});
