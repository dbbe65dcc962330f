import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import type { GateSubject, Verdict } from "../../../core/contract/gate.ts";
import { characterAnalyzer } from "../../../core/gate/characterAnalyzer.ts";
import { suppressionAnalyzer } from "../../../core/gate/suppressionAnalyzer.ts";
import { FlowAnalyzer } from "../../adapters/analyzers/flowAnalyzer.ts";
import { FlowPrograms } from "../../adapters/analyzers/flowPrograms.ts";
import { secretAnalyzer } from "../../adapters/analyzers/secretAnalyzer.ts";
import { treeSitterParser } from "../../adapters/treeSitter/treeSitterParser.ts";
import { GateService } from "./gateService.ts";

const rules = new FlowAnalyzer({
  rulesFolder: join(import.meta.dirname, "../../../resources/rules"),
  programs: new FlowPrograms(treeSitterParser),
});
const gate = new GateService([rules, secretAnalyzer, characterAnalyzer, suppressionAnalyzer]);
const never = new AbortController().signal;

function subject(text: string, before = "", after = "", language = "python"): GateSubject {
  return { language, path: "a.py", before, text, after };
}
const ruleIds = (verdict: Verdict) => verdict.findings.map((one) => one.ruleId);

// Put together here, so that no scanner takes this file for a leak.
const githubToken = ["ghp_1234567890abcd", "efghijklmnopqrstuvwxAB"].join("");

test("harmless text passes, with every analyzer named", async () => {
  const verdict = await gate.scan(subject("return left + right\n", "def add(left, right):\n    "), never);
  expect(verdict).toMatchObject({ outcome: "pass", findings: [] });
  expect(verdict.analyzers.map((run) => [run.analyzer, run.status])).toEqual([
    ["data flow", "ran"],
    ["secrets", "ran"],
    ["characters", "ran"],
    ["suppressions", "ran"],
  ]);
});

test.each([
  ["# nosec", "python", "eval(text)  # nosec\n", "py-code"],
  ["nosemgrep", "python", "os.system(command)  # nosemgrep\n", "py-shell"],
  ["noqa", "python", 'cursor.execute(f"SELECT * FROM t WHERE a = {a}")  # noqa: S608\n', "py-sql"],
  ["eslint-disable", "javascript", "/* eslint-disable */\neval(text);\n", "js-code"],
  ["@ts-nocheck", "typescript", '// @ts-nocheck\nexec("rm " + path);\n', "js-shell"],
  ["pyright: ignore", "python", "pickle.loads(data)  # pyright: ignore\n", "py-deserialization"],
  ["secretlint-disable", "python", `# secretlint-disable\nt = "${githubToken}"\n`, "secret-github"],
])("ADVERSARIAL 37: %s excuses nothing: still blocked", async (_marker, language, text, ruleId) => {
  const verdict = await gate.scan(subject(text, "", "", language), never);
  expect(verdict.outcome).toBe("block");
  expect(ruleIds(verdict)).toEqual(expect.arrayContaining([ruleId, "suppression-comment"]));
});

test("ADVERSARIAL 38: configuration and programs planted in the workspace change nothing", async () => {
  const workspace = mkdtempSync(join(tmpdir(), "airlock-planted-"));
  const before = process.cwd();
  mkdirSync(join(workspace, "node_modules/.bin"), { recursive: true });
  const everything = "rules: []\nruleDirs: []\n";
  for (const name of ["sgconfig.yml", ".bandit", "pyrightconfig.json", ".secretlintignore", "python.yml"])
    writeFileSync(join(workspace, name), everything);
  writeFileSync(join(workspace, ".secretlintrc.json"), '{"rules": []}');
  for (const name of ["python", "node_modules/.bin/ast-grep", "node_modules/.bin/secretlint"]) {
    writeFileSync(join(workspace, name), `#!/bin/sh\ntouch ${join(workspace, "ran")}\n`);
    chmodSync(join(workspace, name), 0o755);
  }
  try {
    process.chdir(workspace);
    const fresh = new GateService([
      new FlowAnalyzer({
        rulesFolder: join(import.meta.dirname, "../../../resources/rules"),
        programs: new FlowPrograms(treeSitterParser),
      }),
      secretAnalyzer,
    ]);
    const verdict = await fresh.scan(subject(`eval(text)\nt = "${githubToken}"\n`), never);
    expect(ruleIds(verdict)).toEqual(["py-code", "secret-github"]);
    expect(() => rmSync(join(workspace, "ran"))).toThrow("ENOENT");
  } finally {
    process.chdir(before);
    rmSync(workspace, { recursive: true });
  }
});

test("what the text completes across its border is found, what stands elsewhere is not", async () => {
  const completes = await gate.scan(subject("tem(f'rm {x}')", "import os\nos.sys", "\n"), never);
  expect(ruleIds(completes)).toEqual(["py-shell"]);
  const elsewhere = await gate.scan(subject("y = 2", "os.system(x)\n", "\neval(z)\n"), never);
  expect(elsewhere.outcome).toBe("pass");
});

test("no finding quotes the secret it found", async () => {
  const verdict = await gate.scan(subject(`token = "${githubToken}"\n`), never);
  expect(verdict.outcome).toBe("block");
  expect(JSON.stringify(verdict)).not.toContain(githubToken.slice(8, 20));
});

test("a verdict is kept for its subject alone, until a file of the workspace changes", async () => {
  let scans = 0;
  const counting = new GateService([
    {
      ...suppressionAnalyzer,
      analyze: (one, signal) => {
        scans++;
        return suppressionAnalyzer.analyze(one, signal);
      },
    },
  ]);
  const first = await counting.scan(subject("x = 1"), never);
  expect(await counting.scan(subject("x = 1"), never)).toEqual(first);
  expect(scans).toBe(1);
  await counting.scan(subject("x = 1", "before\n"), never);
  await counting.scan(subject("x = 2"), never);
  expect(scans).toBe(3);
  counting.filesChanged(["helper.py"]);
  await counting.scan(subject("x = 1"), never);
  expect(scans).toBe(4);
});

test("a whole file is judged as if it were inserted", async () => {
  const verdict = await gate.scanFile("python", "app.py", "import os\nos.system(x)\neval(y)\n", never);
  expect(verdict.findings.map((one) => [one.ruleId, one.range.start.line])).toEqual([
    ["py-shell", 1],
    ["py-code", 2],
  ]);
});
