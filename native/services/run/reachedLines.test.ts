import { spawnSync } from "node:child_process";
import { existsSync, readdirSync } from "node:fs";
import { homedir } from "node:os";
import { dirname, join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { ReachedLines } from "../../../core/contract/run.ts";
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

const python = `def loaded():
    return 1


LOADED = loaded()


def price(amount):
    """What it costs."""
    if amount < 0:
        raise ValueError("negative")
    elif amount > 100:
        return amount * 0.9
    total = 0
    for _ in range(amount):
        total += 1
    return total
`;
const script = (isTyped: boolean): string => `// What it costs.
function loaded() {
  return 1;
}
export const LOADED = loaded();

export function price(amount${isTyped ? ": number" : ""}) {
  if (amount < 0) {
    throw new Error("negative");
  } else if (amount > 100) {
    return amount * 0.9;
  }
  let total = 0;
  for (let index = 0; index < amount; index++) {
    total += 1;
  }
  return total;
}
`;

beforeAll(() => {
  requireBubblewrap();
  root = newWorkspace({
    "price.py": python,
    "src/price.ts": script(true),
    "src/price.mjs": script(false),
    "src/price.cjs": script(false).replaceAll("export ", "").concat("module.exports = { price };\n"),
    "package.json": '{"type":"module"}\n',
  });
  addPytest(root);
  addJavaScriptRunners(root);
}, 300_000);
afterAll(() => removeWorkspace(root));

async function reached(
  testFile: string,
  text: string,
  trace: string,
  others: readonly { path: string; text: string }[] = [],
): Promise<[status: string, reached: ReachedLines | undefined]> {
  const done = await composeRunFor(root).runs.runTests(
    { testFile, files: [{ path: testFile, text }, ...others], trace },
    () => {},
    never,
  );
  if (!done.ok) throw new Error(done.error.message);
  return [done.value.reason, done.value.reached];
}

const pytest = (body: string): string => `from price import price\n\n\ndef test_price():\n    ${body}\n`;

test.each([
  ["a large amount", "assert price(200) == 180", [9, 11, 12]],
  ["a small one", "assert price(1) == 1", [9, 11, 13, 14, 15, 16]],
  ["nothing", "pass", []],
  [
    "another thread",
    "import threading\n    one = threading.Thread(target=price, args=(200,))\n    one.start()\n    one.join()",
    [9, 11, 12],
  ],
])("pytest: the lines that %s reaches, and none that ran on loading alone", async (_, body, lines) => {
  expect(await reached("test_price.py", pytest(body), "price.py")).toEqual([
    "1 test ran, none failed.",
    { path: "price.py", lines },
  ]);
});

test("pytest: a failed test has reached its lines too", async () => {
  expect(await reached("test_price.py", pytest("price(-1)"), "price.py")).toEqual([
    "1 of 1 tests failed.",
    { path: "price.py", lines: [9, 10] },
  ]);
});

test("unittest: the lines that its tests reach", async () => {
  const text =
    "import unittest\nfrom price import price\n\n\nclass PriceTest(unittest.TestCase):\n    def test_price(self):\n        self.assertEqual(price(200), 180)\n";
  expect(await reached("test_price.py", text, "price.py")).toEqual([
    "1 test ran, none failed.",
    { path: "price.py", lines: [9, 11, 12] },
  ]);
});

// `loaded` ran on loading, which cannot be told apart here. A function's head belongs to it where no `export` comes first.
test.each([
  ["node:test", "src/price.ts", "price.test.ts", [1, 2, 7, 9, 10]],
  ["node:test", "src/price.cjs", "price.test.mjs", [1, 2, 6, 7, 9, 10]],
  ["vitest", "src/price.ts", "price.test.ts", [1, 2, 6, 7, 9, 10]],
  ["vitest", "src/price.mjs", "price.test.mjs", [1, 2, 6, 7, 9, 10]],
  ["@jest/globals", "src/price.cjs", "price.test.cjs", [1, 2, 6, 7, 9, 10]],
])("%s: the lines of %s that tests reach", async (runner, trace, testFile, lines) => {
  const text = `import { test } from "${runner}";\nimport assert from "node:assert";\nimport { price } from "./${trace}";\ntest("price", () => { assert.equal(price(200), 180); });\n`;
  const common = text.replace(/import (.*?) from (".*?");/g, "const $1 = require($2);");
  expect(await reached(testFile, testFile.endsWith("cjs") ? common : text, trace)).toEqual([
    "1 test ran, none failed.",
    { path: trace, lines, detail: "Functions that ran while the file was loaded count too." },
  ]);
});

test("what is said of a file that is not there, and of a run that does not come to its end", async () => {
  expect(await reached("test_price.py", pytest("pass"), "gone.py")).toEqual([
    "1 test ran, none failed.",
    { path: "gone.py", detail: "gone.py is not among the workspace's files." },
  ]);
  expect(await reached("test_price.py", pytest("import os; os._exit(0)"), "price.py")).toEqual([
    "The tests ended before their report was complete (exit 0).",
    { path: "price.py", detail: "The run did not come to its end." },
  ]);
});

test("a file that was compiled without a source map is not guessed at", async () => {
  const text =
    'const { test } = require("@jest/globals");\nconst { price } = require("./src/price.cjs");\ntest("price", () => { price(200); });\n';
  const others = [
    {
      path: "jest.config.cjs",
      text: 'module.exports = { transform: { "price.cjs$": "<rootDir>/longer.cjs" } };\n',
    },
    {
      path: "longer.cjs",
      text: 'module.exports = { process: (source) => ({ code: "\\n\\n" + source }) };\n',
    },
  ];
  expect(await reached("price.test.cjs", text, "src/price.cjs", others)).toEqual([
    "1 test ran, none failed.",
    {
      path: "src/price.cjs",
      detail: "The lines could not be told: the file was compiled, and no source map says how.",
    },
  ]);
});

const line = '{"kind":"reached","lines":[1,2,3]}';
const end = '{"kind":"end","code":0,"tests":1}';
test.each([
  ["prints them", `print('''${line}\\n${end}''')`],
  ["looks for the file in its environment", "import os; assert 'AIRLOCK_TRACE' not in os.environ"],
])("forged lines: code that %s changes nothing", async (_, body) => {
  expect(await reached("test_price.py", pytest(body), "price.py")).toEqual([
    "1 test ran, none failed.",
    { path: "price.py", lines: [] },
  ]);
});

test("forged lines: code that writes them to the channel fails", async () => {
  const body = `import os; os.write(3, b'''${line}\\n''')`;
  expect(await reached("test_price.py", pytest(body), "price.py")).toEqual([
    "The report was written by something other than the test runner.",
    { path: "price.py", detail: "The run did not come to its end." },
  ]);
});

test.each(["vitest", "node:test"])("%s: tests do not see that they are followed", async (runner) => {
  const text = `import { test } from "${runner}";\nimport assert from "node:assert";\ntest("x", () => { assert.equal(process.env.AIRLOCK_TRACE, undefined); });\n`;
  expect(await reached("price.test.ts", text, "src/price.ts")).toEqual([
    "1 test ran, none failed.",
    {
      path: "src/price.ts",
      lines: [],
      detail: "Functions that ran while the file was loaded count too.",
    },
  ]);
});

/** The folder of a Python that can be asked for single lines, where this machine has one. */
function newerPython(): string | undefined {
  const versions = join(homedir(), ".pyenv", "versions");
  const installed = existsSync(versions)
    ? readdirSync(versions).map((version) => join(versions, version, "bin", "python3"))
    : [];
  for (const program of [...installed, "python3", "python3.12", "python3.13", "python3.14"]) {
    const asked = spawnSync(
      program,
      ["-c", "import os, sys; sys.monitoring; print(os.path.realpath(sys.executable))"],
      { encoding: "utf8" },
    );
    const folder = dirname((asked.stdout ?? "").trim());
    if (asked.status === 0 && existsSync(join(folder, "python3"))) return folder;
  }
  return undefined;
}

const newer = newerPython();

test.skipIf(newer === undefined)("Python from 3.12 on: the same lines", async () => {
  const other = newWorkspace({
    "price.py": python,
    "test_price.py":
      "import sys, unittest\nfrom price import price\n\n\nclass PriceTest(unittest.TestCase):\n    def test_price(self):\n        self.assertTrue(sys.monitoring)\n        self.assertEqual(price(200), 180)\n",
  });
  const done = await composeRunFor(other, { PATH: `${newer}:${process.env.PATH}` }).runs.runTests(
    { testFile: "test_price.py", files: [], trace: "price.py" },
    () => {},
    never,
  );
  removeWorkspace(other);
  expect(done).toMatchObject({
    ok: true,
    value: { reason: "1 test ran, none failed.", reached: { path: "price.py", lines: [9, 11, 12] } },
  });
});
