import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { Result } from "../../../core/base/result.ts";
import type { Failure } from "../../../core/contract/failure.ts";
import type { MutationReport } from "../../../core/contract/run.ts";
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

const grade = `def grade(points, most=10):
    if points < 0 or points > most:
        raise ValueError("out of range")
    share = points / most
    if share >= 0.5:
        return "passed"
    return "failed"
`;
const good = `import pytest
from grade import grade


@pytest.mark.parametrize("points, expected", [(0, "failed"), (4.9, "failed"), (5, "passed"), (10, "passed")])
def test_grade(points, expected):
    assert grade(points) == expected


@pytest.mark.parametrize("points", [-0.1, -1, 10.5, 11])
def test_range(points):
    with pytest.raises(ValueError):
        grade(points)
`;

beforeAll(() => {
  requireBubblewrap();
  root = newWorkspace({
    "grade.py": grade,
    "test_good.py": good,
    "test_nothing.py": "from grade import grade\n\n\ndef test_nothing():\n    assert True\n",
    "test_weak.py":
      'from grade import grade\n\n\ndef test_weak():\n    assert grade(10) == "passed"\n    assert grade(0) == "failed"\n',
    "test_red.py": 'from grade import grade\n\n\ndef test_red():\n    assert grade(10) == "failed"\n',
    "loop.py": "def count(n):\n    i = 0\n    while i < n:\n        i += 1\n    return i\n",
    "test_loop.py":
      "from loop import count\n\n\ndef test_count():\n    assert count(3) == 3\n    assert count(0) == 0\n",
    "clamp.ts":
      "export function clamp(n: number, most: number): number {\n  if (n > most) return most;\n  return n;\n}\n",
    "clamp.test.ts":
      'import { test } from "node:test";\nimport assert from "node:assert";\nimport { clamp } from "./clamp.ts";\ntest("clamps", () => {\n  assert.equal(clamp(3, 2), 2);\n  assert.equal(clamp(1, 2), 1);\n});\n',
    "package.json": '{"type":"module"}\n',
  });
  addPytest(root);
  addJavaScriptRunners(root);
}, 300_000);
afterAll(() => removeWorkspace(root));

function measure(
  path: string,
  functionName: string,
  testFile: string,
  progress: (done: number, total: number) => void = () => {},
  signal: AbortSignal = never,
): Promise<Result<MutationReport, Failure>> {
  return composeRunFor(root).mutations.mutate({ path, functionName, testFile, files: [] }, progress, signal);
}

async function report(path: string, functionName: string, testFile: string): Promise<MutationReport> {
  const measured = await measure(path, functionName, testFile);
  if (!measured.ok) throw new Error(measured.error.message);
  return measured.value;
}

test("tests that test nothing notice nothing", async () => {
  const { score, killed, survived, errors, planned, survivors } = await report(
    "grade.py",
    "grade",
    "test_nothing.py",
  );
  expect({ score, killed, errors }).toEqual({ score: 0, killed: 0, errors: 0 });
  expect(survived).toBe(planned);
  expect(survivors).toHaveLength(planned);
});

test("good tests notice nearly everything; what they miss is a diff, and a question to a model", async () => {
  const { score, survivors, errors } = await report("grade.py", "grade", "test_good.py");
  expect(errors).toBe(0);
  expect(score).toBeGreaterThanOrEqual(0.85);
  for (const { diff, prompt } of survivors) {
    expect(diff).toMatch(/^--- a\/grade\.py\n\+\+\+ b\/grade\.py\n@@ /);
    expect(prompt).toContain(diff);
  }
  const weak = await report("grade.py", "grade", "test_weak.py");
  expect(weak.score).toBeGreaterThan(0);
  expect(weak.score).toBeLessThan(score);
  expect(
    weak.survivors.map(({ operator, description, line }) => ({ operator, description, line })),
  ).toContainEqual({
    operator: "removed exception",
    description: 'raise ValueError("out of range") became pass',
    line: 3,
  });
});

test("a mutant that never ends is noticed by its time", async () => {
  const { timedOut, survived, errors } = await report("loop.py", "count", "test_loop.py");
  expect(timedOut).toBeGreaterThan(0);
  expect({ survived, errors }).toEqual({ survived: 0, errors: 0 });
});

test("TypeScript, with node:test", async () => {
  expect(await report("clamp.ts", "clamp", "clamp.test.ts")).toMatchObject({
    killed: 3,
    survived: 1,
    survivors: [{ operator: "boundary", description: "> became >=", line: 2 }],
  });
});

test("what was judged is not run again, until something changes", async () => {
  const first = await report("grade.py", "grade", "test_weak.py");
  const again = await report("grade.py", "grade", "test_weak.py");
  expect(again).toMatchObject({ score: first.score, cached: again.planned, survivors: first.survivors });
  writeFileSync(join(root, "test_weak.py"), `${readFileSync(join(root, "test_weak.py"), "utf8")}\n`);
  expect(await report("grade.py", "grade", "test_weak.py")).toMatchObject({ score: first.score, cached: 0 });
});

test("a cancelled call says so, and the next goes on from what it found", async () => {
  const proposed = {
    path: "grade.py",
    functionName: "grade",
    testFile: "test_good.py",
    files: [{ path: "note.py", text: "" }],
  };
  const abort = new AbortController();
  const seen: string[] = [];
  const stopped = await composeRunFor(root).mutations.mutate(
    proposed,
    (done, total) => {
      seen.push(`${done}/${total}`);
      if (done === 4) abort.abort();
    },
    abort.signal,
  );
  expect(stopped).toMatchObject({ ok: false, error: { code: "cancelled" } });
  expect(seen.slice(0, 2)).toEqual([expect.stringMatching(/^0\//), expect.stringMatching(/^1\//)]);
  const rest = await composeRunFor(root).mutations.mutate(proposed, () => {}, never);
  expect(rest.ok && rest.value.cached).toBeGreaterThanOrEqual(4);
});

test("proposed code and proposed tests are measured; the disk is not touched", async () => {
  const measured = await composeRunFor(root).mutations.mutate(
    {
      path: "src/double.py",
      functionName: "double",
      testFile: "test_double.py",
      files: [
        { path: "src/double.py", text: "def double(n):\n    return n + n\n" },
        {
          path: "test_double.py",
          text: "from double import double\n\ndef test_double():\n    assert double(3) == 6\n",
        },
      ],
    },
    () => {},
    never,
  );
  expect(measured).toMatchObject({ ok: true, value: { score: 1, killed: 2, survivors: [] } });
});

test("tests that fail by themselves, and what is not there, are said", async () => {
  const sentence = async (...[path, name, tests]: [string, string, string]): Promise<string> => {
    const measured = await measure(path, name, tests);
    return measured.ok ? "" : measured.error.message;
  };
  expect(await sentence("grade.py", "grade", "test_red.py")).toBe(
    "The tests do not pass on grade as it is, so they cannot be measured: 1 of 1 tests failed. Make them pass first.",
  );
  expect(await sentence("grade.py", "mark", "test_good.py")).toBe(
    "grade.py has no single function mark. It has grade.",
  );
  expect(await sentence("gone.py", "grade", "test_good.py")).toContain(
    "gone.py is not among the workspace's files",
  );
  mkdirSync(`${root}-home`, { recursive: true });
  writeFileSync(join(`${root}-home`, "mutation.json"), "{ damaged");
  expect(await sentence("clamp.ts", "clamp", "clamp.test.ts")).toBe("");
});
