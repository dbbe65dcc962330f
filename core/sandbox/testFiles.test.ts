import { expect, test } from "vitest";
import { filesOfRun, isTestFile, testFilesFor } from "./testFiles.ts";

test.each([
  ["tests/test_reports.py", true],
  ["orders/reports_test.py", true],
  ["web/totals.test.ts", true],
  ["web/totals.spec.jsx", true],
  ["web/__tests__/totals.js", true],
  ["orders/reports.py", false],
  ["tests/__init__.py", false],
  ["tests/conftest.py", false],
  ["web/contest.ts", false],
])("%s: %s", (path, isTest) => {
  expect(isTestFile(path)).toBe(isTest);
});

test("the namesake comes first, then what lies near, never another language", () => {
  const files = [
    "web/reports.test.ts",
    "tests/test_models.py",
    "orders/tests/test_prices.py",
    "tests/test_reports.py",
    "orders/reports.py",
  ];
  expect(testFilesFor("orders/reports.py", files)).toEqual([
    "tests/test_reports.py",
    "orders/tests/test_prices.py",
    "tests/test_models.py",
  ]);
  expect(testFilesFor("tests/test_models.py", files)[0]).toBe("tests/test_models.py");
  expect(testFilesFor("web/totals.ts", files)).toEqual(["web/reports.test.ts"]);
});

test("a run says something of its own file and of those that it is named after", () => {
  const files = [
    "orders/reports.py",
    "web/reports.ts",
    "reports.md",
    "tests/test_reports.py",
    "orders/models.py",
  ];
  expect(filesOfRun("tests/test_reports.py", files)).toEqual(["tests/test_reports.py", "orders/reports.py"]);
  expect(filesOfRun("checks.py", files)).toEqual(["checks.py"]);
});
