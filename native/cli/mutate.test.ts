import { spawnSync } from "node:child_process";
import { resolve } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { mutationReport } from "../../core/contract/run.ts";
import { addPytest, newWorkspace, removeWorkspace, requireBubblewrap } from "../fixtures/sandboxTools.ts";

let root: string;

beforeAll(() => {
  requireBubblewrap();
  root = newWorkspace({
    "m.py": "def larger(a, b):\n    return a > b\n",
    "test_weak.py": "from m import larger\n\ndef test_larger():\n    assert larger(2, 1)\n",
    "test_good.py":
      "from m import larger\n\ndef test_larger():\n    assert larger(2, 1)\n    assert not larger(1, 1)\n    assert larger(1, 2) is False\n",
  });
  addPytest(root);
}, 300_000);
afterAll(() => removeWorkspace(root));

/** The command as main.ts calls it, in a process of its own whose current folder is the workspace. */
function mutate(
  target: string,
  tests: string,
  json = false,
  PATH = process.env.PATH,
): { readonly code: number | null; readonly out: string; readonly err: string } {
  const command = resolve(import.meta.dirname, "commands/mutate.ts");
  const program = `import { mutate } from ${JSON.stringify(command)};
process.exit(await mutate(process.argv[1], { tests: process.argv[2], mutants: 60, json: ${json} }));`;
  const done = spawnSync(process.execPath, ["--input-type=module", "-e", program, target, tests], {
    cwd: root,
    encoding: "utf8",
    env: { PATH, AIRLOCK_HOME: `${root}-home` },
  });
  return { code: done.status, out: done.stdout, err: done.stderr };
}

test("a survivor is a diff and exit 1; none is exit 0", () => {
  const weak = mutate("m.py:larger", "test_weak.py");
  expect(weak.code).toBe(1);
  expect(weak.out).toContain(`survived: m.py:2: boundary: > became >=
--- a/m.py
+++ b/m.py
@@ -1,2 +1,2 @@
 def larger(a, b):
-    return a > b
+    return a >= b
`);
  expect(weak.out).toMatch(/^larger: 50 % of 2 mutants noticed \(1 killed, /m);
  expect(mutate("m.py:larger", "test_good.py")).toMatchObject({
    code: 0,
    out: expect.stringMatching(/^larger: 100 % of 2 mutants noticed/),
  });
});

test("--json is the report", () => {
  const { code, out } = mutate("m.py:larger", "test_weak.py", true);
  expect(code).toBe(1);
  expect(mutationReport.parse(JSON.parse(out))).toMatchObject({
    score: 0.5,
    survived: 1,
    functionName: "larger",
  });
});

test.each([
  ["m.py", "test_good.py", /^airlock: Name a file and a function in it/],
  ["gone.py:f", "test_good.py", /^airlock: gone\.py does not exist/],
  ["m.py:gone", "test_good.py", /^airlock: m\.py has no single function gone\. It has larger\.\n$/],
  ["/etc/passwd:f", "test_good.py", /^airlock: Both files must lie below the current folder/],
])("%s could not run: exit 2 and a sentence", (target, tests, sentence) => {
  expect(mutate(target, tests)).toEqual({ code: 2, out: "", err: expect.stringMatching(sentence) });
});

test("no sandbox is exit 2", () => {
  expect(mutate("m.py:larger", "test_good.py", false, "")).toEqual({
    code: 2,
    out: "",
    err: "airlock: Install bubblewrap (Debian: apt install bubblewrap) to run generated code.\n",
  });
});
