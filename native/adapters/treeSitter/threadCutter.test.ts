import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { ThreadCutter } from "./threadCutter.ts";

const folder = mkdtempSync(join(tmpdir(), "airlock-cutter-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const file = (path: string, text: string) => ({ path, text, stamp: { size: text.length, modified: 1 } });
const method = `class Shop:\n${"    x = 1\n".repeat(40)}    def sell(self):\n${"        pass\n".repeat(10)}`;

test("batches are cut in threads, answered in their order, with qualified names", async () => {
  const cutter = new ThreadCutter({ threads: 2 });
  const answers = await Promise.all(
    Array.from({ length: 6 }, (_, index) =>
      cutter.cut([file(`m${index}.py`, method), file("n.md", "words")]),
    ),
  );
  cutter.dispose();
  expect(answers.map((cut) => cut.map(({ path }) => path))).toEqual(
    Array.from({ length: 6 }, (_, index) => [`m${index}.py`, "n.md"]),
  );
  expect(answers[0]?.[0]?.chunks.map(({ symbol }) => symbol)).toEqual(["Shop", "Shop.sell"]);
  expect(answers[0]?.[0]?.chunks[0]?.content).toBe(answers[5]?.[0]?.chunks[0]?.content);
  expect(answers[0]?.[0]?.chunks[0]?.content).not.toBe(answers[0]?.[0]?.chunks[1]?.content);
});

test.each([
  [
    "throws",
    'import { parentPort } from "node:worker_threads"; parentPort.on("message", () => { throw new Error("x"); });',
  ],
  [
    "exits",
    'import { parentPort } from "node:worker_threads"; parentPort.on("message", () => process.exit(1));',
  ],
  [
    "hangs",
    'import { parentPort } from "node:worker_threads"; parentPort.on("message", () => { for (;;) {} });',
  ],
  ["cannot start", "import 'no-such-module-here';"],
])("where a thread %s, the files are cut by their lines", async (_what, program) => {
  const script = join(folder, `${Math.random()}.mjs`);
  writeFileSync(script, program);
  const cutter = new ThreadCutter({ threads: 1, program: script, timeLimit: 500 });
  for (let round = 0; round < 2; round++)
    expect((await cutter.cut([file("m.py", method)]))[0]?.chunks.map(({ symbol }) => symbol)).toEqual([
      "Shop",
      "sell",
    ]);
  cutter.dispose();
});
