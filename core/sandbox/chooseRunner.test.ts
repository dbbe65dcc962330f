import { expect, test } from "vitest";
import { chooseRunner } from "./chooseRunner.ts";

interface Case {
  readonly file: string;
  readonly text: string;
  readonly files?: readonly string[];
  readonly configuration?: Readonly<Record<string, string>>;
  readonly packages?: readonly string[];
}

const choose = ({ file, text, files = [], configuration = {}, packages = [] }: Case): string | undefined =>
  chooseRunner({
    testFile: file,
    testText: text,
    files: new Set([file, ...files]),
    configuration: new Map(Object.entries(configuration)),
    hasPackage: (name) => packages.includes(name),
  });

const unittest =
  "import os, unittest\n\n\nclass T(unittest.TestCase):\n    def test_x(self):\n        pass\n";

test.each<readonly [string, Case, string | undefined]>([
  ["functions are pytest's", { file: "test_a.py", text: "def test_a():\n    pass\n" }, "pytest"],
  ["an import says pytest", { file: "test_a.py", text: `import os, pytest\n${unittest}` }, "pytest"],
  ["a TestCase is unittest's", { file: "test_a.py", text: unittest }, "unittest"],
  ["pytest is configured", { file: "test_a.py", text: unittest, files: ["conftest.py"] }, "pytest"],
  [
    "pyproject.toml configures pytest",
    { file: "test_a.py", text: unittest, configuration: { "pyproject.toml": "[tool.pytest.ini_options]\n" } },
    "pytest",
  ],
  ["vitest is imported", { file: "a.test.ts", text: 'import { test } from "vitest";\n' }, "vitest"],
  ["jest is imported", { file: "a.test.js", text: "const { test } = require('@jest/globals');\n" }, "jest"],
  [
    "node:test wins over the workspace's vitest",
    { file: "a.test.mjs", text: 'import test from "node:test";\n', files: ["vitest.config.ts"] },
    "node:test",
  ],
  [
    "globals, configured",
    { file: "a.test.ts", text: "test('x', () => {});\n", files: ["jest.config.js"] },
    "jest",
  ],
  [
    "globals, by the test script",
    {
      file: "a.test.ts",
      text: "test('x', () => {});\n",
      configuration: { "package.json": '{"scripts":{"test":"vitest run"}}' },
    },
    "vitest",
  ],
  [
    "globals, by settings in package.json",
    { file: "a.test.ts", text: "test('x', () => {});\n", configuration: { "package.json": '{"jest":{}}' } },
    "jest",
  ],
  [
    "globals, by what is installed",
    { file: "a.test.ts", text: "test('x', () => {});\n", packages: ["jest"] },
    "jest",
  ],
  [
    "nothing tells",
    { file: "a.test.ts", text: "test('x', () => {});\n", configuration: { "package.json": "{" } },
    undefined,
  ],
  ["no language of ours", { file: "a_test.go", text: "package a\n" }, undefined],
])("%s", (_, one, runner) => {
  expect(choose(one)).toBe(runner);
});
