import { execFileSync } from "node:child_process";
import { chmodSync, rmSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import {
  addJavaScriptRunners,
  addPytest,
  composeRunFor,
  newWorkspace,
  removeWorkspace,
  requireBubblewrap,
} from "../../fixtures/sandboxTools.ts";

let root: string;
const never = new AbortController().signal;

const javascriptBody = (assertion: string): string =>
  `test("adds", () => { ${assertion.replace("EXPECTED", "3")} });\ntest("is wrong", () => { ${assertion.replace("EXPECTED", "4")} });\ntest.skip("is left out", () => {});\n`;

const tests: Readonly<Record<string, string>> = {
  "tests/test_pytest.py":
    "import pytest\nfrom m import add\n\n\ndef test_adds():\n    assert add(1, 2) == 3\n\n\ndef test_is_wrong():\n    assert add(1, 2) == 4\n\n\n@pytest.mark.skip\ndef test_is_left_out():\n    pass\n",
  "tests/test_unittest.py":
    'import unittest\nfrom m import add\n\n\nclass AddTest(unittest.TestCase):\n    def test_adds(self):\n        self.assertEqual(add(1, 2), 3)\n\n    def test_is_wrong(self):\n        self.assertEqual(add(1, 2), 4)\n\n    @unittest.skip("later")\n    def test_is_left_out(self):\n        pass\n',
  "node.test.ts": `import { test } from "node:test";\nimport assert from "node:assert";\nimport { add } from "./add.ts";\n${javascriptBody("assert.equal(add(1, 2), EXPECTED)")}`,
  "vitest.test.ts": `import { expect, test } from "vitest";\nimport { add } from "./add.ts";\n${javascriptBody("expect(add(1, 2)).toBe(EXPECTED)")}`,
  "jest.test.cjs": `const { expect, test } = require("@jest/globals");\nconst add = (a, b) => a + b;\n${javascriptBody("expect(add(1, 2)).toBe(EXPECTED)")}`,
};

beforeAll(() => {
  requireBubblewrap();
  root = newWorkspace({
    ...tests,
    "m.py": "def add(a, b):\n    return a + b\n",
    "add.ts": "export const add = (a: number, b: number): number => a + b;\n",
    "package.json": '{"type":"module"}\n',
    "vite.config.ts":
      'import { defineConfig } from "vitest/config";\nexport default defineConfig({ test: { pool: "threads" } });\n',
    ".gitignore": "secret.env\n",
    "secret.env": "TOKEN=1\n",
  });
  addPytest(root);
  addJavaScriptRunners(root);
}, 300_000);
afterAll(() => removeWorkspace(root));

test.each([
  ["tests/test_pytest.py", "pytest", "tests/test_pytest.py::test_", "_"],
  ["tests/test_unittest.py", "unittest", "tests.test_unittest.AddTest.test_", "_"],
  ["node.test.ts", "node:test", "", " "],
  ["vitest.test.ts", "vitest", "", " "],
  ["jest.test.cjs", "jest", "", " "],
])("%s runs with %s, test by test", async (testFile, runner, prefix, gap) => {
  let streamed = "";
  const done = await composeRunFor(root).runs.runTests(
    { testFile, files: [] },
    (text) => (streamed += text),
    never,
  );
  if (!done.ok) throw new Error(done.error.message);
  const name = (words: string): string => prefix + words.replaceAll(" ", gap);
  const { tests: results, ...run } = done.value;
  expect(run).toMatchObject({
    runner,
    testFile,
    status: "failed",
    reason: "1 of 3 tests failed.",
    notCopied: [],
  });
  expect(Object.fromEntries(results.map((one) => [one.name, one.outcome]))).toEqual({
    [name("adds")]: "passed",
    [name("is wrong")]: "failed",
    [name("is left out")]: "skipped",
  });
  const wrong = results.find(({ outcome }) => outcome === "failed");
  expect(wrong?.message).toMatch(/3/);
  expect(wrong?.milliseconds).toBeGreaterThan(0);
  expect(streamed.endsWith(run.output)).toBe(true);
});

test("proposed text stands in for the file on disk, and disk keeps its own", async () => {
  const request = {
    testFile: "tests/test_new.py",
    files: [
      {
        path: "tests/test_new.py",
        text: "from m import add\n\ndef test_new():\n    assert add(1, 2) == -1\n",
      },
      { path: "m.py", text: "def add(a, b):\n    return a - b\n" },
    ],
  };
  expect(await composeRunFor(root).runs.runTests(request, () => {}, never)).toMatchObject({
    ok: true,
    value: { status: "passed", reason: "1 test ran, none failed.", tests: [{ outcome: "passed" }] },
  });
});

test("a test file of Jest that passes has passed", async () => {
  const text = `const { expect, test } = require("@jest/globals");\ntest("adds", () => { expect(1 + 2).toBe(3); });\n`;
  const testFile = "passes.test.cjs";
  expect(
    await composeRunFor(root).runs.runTests({ testFile, files: [{ path: testFile, text }] }, () => {}, never),
  ).toMatchObject({
    ok: true,
    value: { runner: "jest", status: "passed", reason: "1 test ran, none failed." },
  });
});

test("what git ignores is not copied", async () => {
  const text =
    "import os\n\ndef test_files():\n    assert not os.path.exists('secret.env')\n    assert os.path.exists('m.py')\n    assert not os.path.exists('.git')\n";
  expect(
    await composeRunFor(root).runs.runTests(
      { testFile: "test_files.py", files: [{ path: "test_files.py", text }] },
      () => {},
      never,
    ),
  ).toMatchObject({ ok: true, value: { status: "passed" } });
});

test("a file that is too large is left out and named", async () => {
  writeFileSync(join(root, "weights.bin"), Buffer.alloc(9 * 1024 * 1024));
  const done = await composeRunFor(root).runs.runTests(
    { testFile: "vitest.test.ts", files: [] },
    () => {},
    never,
  );
  rmSync(join(root, "weights.bin"));
  expect(done).toMatchObject({ ok: true, value: { notCopied: ["weights.bin"] } });
});

test("a test file that is not there, and one nobody can run, are said", async () => {
  const service = composeRunFor(root).runs;
  expect(await service.runTests({ testFile: "gone.py", files: [] }, () => {}, never)).toMatchObject({
    ok: false,
    error: { code: "notFound" },
  });
  expect(await service.runTests({ testFile: "vite.config.ts", files: [] }, () => {}, never)).toMatchObject({
    ok: true,
    value: { status: "failed" },
  });
  expect(await service.runTests({ testFile: ".gitignore", files: [] }, () => {}, never)).toMatchObject({
    ok: false,
    error: { code: "toolMissing" },
  });
  expect(
    await service.runTests({ testFile: "x.py", files: [{ path: "../x.py", text: "" }] }, () => {}, never),
  ).toMatchObject({ ok: false });
});

test("a person without root's rights gets the same sandbox", () => {
  const ordinary = 1234;
  if (process.getuid?.() !== 0) return;
  chmodSync(root, 0o755);
  const script = resolve(import.meta.dirname, "../../fixtures/runAsPerson.ts");
  const said = execFileSync(process.execPath, [script, root], {
    uid: ordinary,
    gid: ordinary,
    cwd: "/",
    encoding: "utf8",
    env: { PATH: process.env.PATH, HOME: "/nonexistent" },
  });
  expect(JSON.parse(said)).toMatchObject({
    ok: true,
    value: { status: "passed", tests: Array.from({ length: 4 }, () => ({ outcome: "passed" })) },
  });
});
