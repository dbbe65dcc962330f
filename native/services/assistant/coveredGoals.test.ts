import { afterAll, beforeAll, expect, test } from "vitest";
import type { Alternative } from "../../../core/contract/assistant.ts";
import type { Verdict } from "../../../core/contract/gate.ts";
import { branchesToCover } from "../../../core/facts/branches.ts";
import { treeSitterParser } from "../../adapters/treeSitter/treeSitterParser.ts";
import { readTree } from "../../fixtures/readTree.ts";
import {
  addPytest,
  composeRunFor,
  newWorkspace,
  removeWorkspace,
  requireBubblewrap,
} from "../../fixtures/sandboxTools.ts";
import { type Covering, coveringOf } from "./coveredGoals.ts";
import { judgeAlternative } from "./judgeAlternative.ts";

let root: string;
/** What the editor shows: one line more than the file on disk. */
const source = `

def price(amount):
    if amount < 0:
        raise ValueError("negative")
    if amount > 100:
        return amount * 0.9
    return amount
`;
const zeros = "0".repeat(64);
const verdict: Verdict = {
  outcome: "pass",
  subjectHash: zeros,
  findings: [],
  analyzers: [],
  reason: "Nothing was found.",
  milliseconds: 1,
};

beforeAll(async () => {
  requireBubblewrap();
  await treeSitterParser.load("python");
  root = newWorkspace({ "price.py": source.slice(1) });
  addPytest(root);
}, 300_000);
afterAll(() => removeWorkspace(root));

function covering(): Covering {
  const goals = branchesToCover({ ...readTree("price.py", source), functionName: "price" });
  return { path: "price.py", text: source, goals };
}

async function judge(after: string, given: Covering | undefined): Promise<Alternative> {
  const path = "tests/test_price.py";
  return await judgeAlternative(
    {
      id: "one",
      code: after,
      explanation: "",
      edit: { path, language: "python", before: "", after, isNewFile: true },
      probability: 0.9,
      tokens: 10,
      origin: { kind: "local", model: "small" },
      metrics: {
        model: { id: "small", name: "small", sha256: zeros },
        promptHash: zeros,
        promptTokens: 1,
        reusedTokens: 0,
        generatedTokens: 10,
        firstTokenMs: 1,
        totalMs: 1,
        overheadMs: 0,
        fromCache: false,
      },
      interrupted: false,
    },
    { gate: { scan: async () => verdict }, runs: composeRunFor(root).runs, parser: treeSitterParser },
    {
      testFile: path,
      covering: given,
      runTests: true,
      signal: new AbortController().signal,
      onTesting: () => {},
    },
  );
}

const written = "from price import price\n\n\ndef test_price():\n    assert price(200) == 180\n";

test("tests that were written for a function say which of its cases they reach, in the text of the editor", async () => {
  const { tests, covers } = await judge(written, covering());
  expect([tests.status, covers]).toEqual([
    "passed",
    {
      reached: 2,
      told: 5,
      goals: [
        { description: "when `amount < 0` does not hold", line: 3, reached: "yes" },
        { description: "exactly on the boundary: `amount` is 0", line: 3, reached: "notTold" },
        { description: "raises ValueError, when `amount < 0` holds", line: 4, reached: "no" },
        { description: "when `amount > 100` holds", line: 5, reached: "yes" },
        { description: "when `amount > 100` does not hold", line: 5, reached: "no" },
        { description: "exactly on the boundary: `amount` is 100", line: 5, reached: "notTold" },
        { description: "returns `amount`", line: 7, reached: "no" },
      ],
    },
  ]);
});

test("nothing is said of cases where none were asked for, and none where the run did not come to its end", async () => {
  expect((await judge(written, undefined)).covers).toBeUndefined();
  const left = await judge("import os\n\n\ndef test_price():\n    os._exit(0)\n", covering());
  expect([left.tests.status, left.covers]).toEqual(["failed", undefined]);
});

test("tests that go into the function's own file move its lines, so these are not followed", () => {
  const target = { path: "price.py", language: "python", text: source, startLine: 0, endLine: 0 };
  const testing = {
    path: "tests/test_price.py",
    exists: false,
    importPath: "price",
    text: "",
    above: "",
    below: "",
    runner: "pytest" as const,
    functionName: "price",
    cases: [],
    stubs: "",
  };
  expect(coveringOf({ target, testing })).toEqual({ path: "price.py", text: source, goals: [] });
  expect(coveringOf({ target, testing: { ...testing, path: "price.py" } })).toBeUndefined();
  expect(coveringOf({ target, testing: undefined })).toBeUndefined();
});
