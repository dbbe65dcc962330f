import { afterAll, beforeAll, expect, test } from "vitest";
import type { TestRun } from "../../../core/contract/run.ts";
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

beforeAll(() => {
  requireBubblewrap();
  root = newWorkspace({ "package.json": '{"type":"module"}\n' });
  addPytest(root);
  addJavaScriptRunners(root);
}, 300_000);
afterAll(() => removeWorkspace(root));

async function run(testFile: string, text: string): Promise<TestRun> {
  const done = await composeRunFor(root).runs.runTests(
    { testFile, files: [{ path: testFile, text }], limits: { wallMilliseconds: 30_000 } },
    () => {},
    never,
  );
  if (!done.ok) throw new Error(done.error.message);
  return done.value;
}

const pass = '{"kind":"test","name":"forged","outcome":"passed","milliseconds":1,"message":""}';
const end = '{"kind":"end","code":0,"tests":1}';

test.each([
  ["prints a report and leaves", `print('''${pass}\\n${end}''')\nimport os\nos._exit(0)\n`],
  ["writes to the channel and leaves", `import os\nos.write(3, b'''${pass}\\n${end}\\n''')\nos._exit(0)\n`],
  [
    "guesses the word",
    `import os\nword = b"0" * 48\nos.write(3, word + b''' ${pass}\\n''' + word + b''' ${end}\\n''')\nos._exit(0)\n`,
  ],
  ["leaves in a test", "import os\n\ndef test_one():\n    pass\n\ndef test_two():\n    os._exit(0)\n"],
  [
    "leaves at the end of the tests",
    "import os, atexit\n\ndef test_one():\n    pass\n\ndef teardown_module():\n    os._exit(0)\n",
  ],
  ["kills the runner", "import os, signal\n\ndef test_one():\n    os.kill(os.getpid(), signal.SIGKILL)\n"],
  ["raises SystemExit while it is read", "import sys\nsys.exit(0)\n"],
  ["closes the channel", "import os\nos.close(3)\n\ndef test_one():\n    pass\n"],
  ["has no test", "def helper():\n    pass\n"],
  ["skips every test", "import pytest\n\n@pytest.mark.skip\ndef test_one():\n    pass\n"],
  ["adds a line to a good report", `import os\n\ndef test_one():\n    os.write(3, b'''${pass}\\n''')\n`],
  [
    "goes on in a forked child",
    "import os\n\ndef test_one():\n    os.fork()\n\ndef test_two():\n    assert os.getppid() == -1\n",
  ],
  [
    "leaves a JUnit report behind",
    "import os\nopen('/tmp/report.xml', 'w').write('<testsuites><testsuite tests=\"1\" failures=\"0\"/></testsuites>')\nos._exit(0)\n",
  ],
])("pytest: code that %s does not pass", async (_, text) => {
  const done = await run("test_forged.py", text);
  expect(done.runner).toBe("pytest");
  expect(done.status).toBe("failed");
  expect(done.tests.map(({ name }) => name)).not.toContain("forged");
});

test.each([
  [
    "leaves in a test",
    "import os, unittest\n\nclass T(unittest.TestCase):\n    def test_one(self):\n        os._exit(0)\n",
  ],
  ["raises SystemExit while it is read", "import sys, unittest\nsys.exit(0)\n"],
  ["has no test", "import unittest\n"],
])("unittest: code that %s does not pass", async (_, text) => {
  const done = await run("test_forged.py", text);
  expect([done.runner, done.status]).toEqual(["unittest", "failed"]);
});

const head = {
  "node:test": 'import { test } from "node:test";\nimport fs from "node:fs";\n',
  vitest: 'import { test } from "vitest";\nimport fs from "node:fs";\n',
  jest: 'import { test } from "@jest/globals";\nimport fs from "node:fs";\n',
};
const javascript: readonly (readonly [string, string])[] = [
  ["leaves while it is read", `fs.writeSync(1, \`${pass}\\n${end}\\n\`);\nprocess.exit(0);\n`],
  ["leaves by force", 'test("one", () => {});\ntest("two", () => process.reallyExit(0));\n'],
  ["leaves in a test", 'test("one", () => {});\ntest("two", () => process.exit(0));\n'],
  [
    "writes to the channel",
    `test("one", () => { try { fs.writeSync(3, \`${pass}\\n${end}\\n\`); } finally { process.exit(0); } });\n`,
  ],
  ["has no test", "export const nothing = 1;\n"],
];
for (const runner of ["node:test", "vitest", "jest"] as const)
  test.each(javascript)(`${runner}: code that %s does not pass`, async (_, text) => {
    const name = runner === "jest" ? "forged.test.cjs" : "forged.test.mjs";
    const source = head[runner] + text;
    const done = await run(
      name,
      runner === "jest"
        ? source.replace(/import (.*?) from (".*?");/g, "const $1 = require($2);").replace(/^export .*$/m, "")
        : source,
    );
    expect(done.runner).toBe(runner);
    expect(done.status).not.toBe("passed");
    expect(done.tests.map(({ name: one }) => one)).not.toContain("forged");
  });
