import { chmodSync, existsSync, mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { treeSitterParser } from "../treeSitter/treeSitterParser.ts";
import { FlowPrograms } from "./flowPrograms.ts";
import { knownNameLists } from "./knownNameLists.ts";
import { PackageAnalyzer } from "./packageAnalyzer.ts";
import { PythonPackages } from "./pythonPackages.ts";

let root = "";
let analyzer: PackageAnalyzer;

function put(path: string, text: string): void {
  mkdirSync(dirname(join(root, path)), { recursive: true });
  writeFileSync(join(root, path), text);
}

beforeAll(() => {
  root = realpathSync(mkdtempSync(join(tmpdir(), "airlock-packages-")));
  const site = ".venv/lib/python3.11/site-packages";
  put(`${site}/tidekit/__init__.py`, "");
  put(`${site}/tide_kit-2.1.dist-info/METADATA`, "Name: tide-kit\nVersion: 2.1\n");
  put(`${site}/_speedup.cpython-311-x86_64-linux-gnu.so`, "");
  put("requirements.txt", "flask>=3\n");
  put("requirements/dev.txt", "inhouse-tool==1\n");
  put("pyproject.toml", '[project]\nname = "orders"\ndependencies = ["PyYAML>=6"]\n');
  put("orders/__init__.py", "");
  put("services/billing/settings.py", "");
  put("services/billing/main.py", "");
  put(
    "package.json",
    '{"name":"shop","dependencies":{"express":"5"},"devDependencies":{"@types/inhouse":"1"}}',
  );
  put("web/package.json", '{"dependencies":{"@company/private-kit":"1"}}');
  put("tsconfig.json", '{ // comment\n "compilerOptions": {"paths": {"ui/*": ["./web/ui/*"]}}}');
  put("src/models/index.ts", "");
  put("node_modules/present/package.json", "{}");
  analyzer = new PackageAnalyzer({
    programs: new FlowPrograms(treeSitterParser),
    known: knownNameLists(join(import.meta.dirname, "../../../resources/packages")),
    workspaceRoot: root,
    python: new PythonPackages({
      python: () => ({
        interpreter: undefined,
        analysisInterpreter: undefined,
        packageFolders: [join(root, site)],
      }),
      environment: () => ({}),
    }),
  });
});
afterAll(() => rmSync(root, { recursive: true }));

async function found(
  language: string,
  path: string,
  text: string,
  before = "",
  after = "",
): Promise<string[]> {
  const source = before + text + after;
  const subject = { language, path, source, start: before.length, end: before.length + text.length };
  return (await analyzer.analyze(subject)).map(
    (one) => `${one.severity} ${one.ruleId} ${source.slice(one.start, one.end)}`,
  );
}

test("Python: installed, declared and own modules are quiet; the rest is said", async () => {
  const text =
    "import os, tidekit, _speedup, flask, yaml, inhouse_tool, orders.model\nimport settings\nimport numpy\nimport reqeusts\nimport zzz_invented\n";
  expect(await found("python", "services/billing/main.py", text)).toEqual([
    "medium package-not-installed numpy",
    "high typosquat-like-package reqeusts",
    "high unknown-package zzz_invented",
  ]);
});

test("JavaScript: installed, declared, aliased and own modules are quiet; the rest is said", async () => {
  const text = `import fs from "fs/promises"; import e from "express"; import u from "ui/button"; import m from "models";
import p from "present/deep"; import k from "@company/private-kit"; import i from "inhouse"; import s from "shop/x";
import r from "react"; import l from "lodahs"; import z from "@zzz/invented";`;
  expect(await found("typescript", "web/a.ts", text)).toEqual([
    "medium package-not-installed react",
    "high typosquat-like-package lodahs",
    "high unknown-package @zzz/invented",
  ]);
});

test("prose in strings and comments is no import, code beside it is", async () => {
  const prose = `"""\nimport zzz_invented_a\nfrom zzz_b import c\n"""\n# import zzz_d\nx = f"{__import__('zzz_e')}"\n`;
  expect(await found("python", "a.py", prose)).toEqual(["high unknown-package zzz_e"]);
  const script = `// from 'zzz-a'\n/* import 'zzz-b' */ const t = \`require('zzz-c') \${require('zzz-d')}\`;\n`;
  expect(await found("javascript", "a.js", script)).toEqual(["high unknown-package zzz-d"]);
});

test("only the lines that the text touches are read, a name it completes whole", async () => {
  expect(await found("python", "a.py", "x = 1\n", "import zzz_before\n", "import zzz_after\n")).toEqual([]);
  expect(await found("python", "a.py", "_invented", "import zzz", "\n")).toEqual([
    "high unknown-package zzz_invented",
  ]);
});

test("broken code around an import does not hide it", async () => {
  expect(await found("python", "a.py", "import zzz_invented\n", "def f(:\n  if (\n", "]]\n")).toEqual([
    "high unknown-package zzz_invented",
  ]);
});

test("the interpreter in use is asked once; the workspace's own is never run", async () => {
  const trace = join(root, "ran");
  put(".venv/bin/python", `#!/bin/sh\ntouch "${trace}"\n`);
  chmodSync(join(root, ".venv/bin/python"), 0o755);
  const asked = join(root, "..", `${root.split("/").at(-1)}-python`);
  writeFileSync(
    asked,
    `#!/bin/sh\necho asked >> "${root}/asked"\necho '{"version":"3.12","folders":["","${root}/.venv/lib/python3.11/site-packages"]}'\n`,
  );
  chmodSync(asked, 0o755);
  const packages = new PythonPackages({
    python: () => ({
      interpreter: join(root, ".venv/bin/python"),
      analysisInterpreter: asked,
      packageFolders: [],
    }),
    environment: () => ({ PATH: "/usr/bin:/bin" }),
  });
  const installed = await packages.installed();
  await packages.installed();
  rmSync(asked);
  expect([installed.version, installed.modules?.has("tidekit"), installed.versions.get("tide-kit")]).toEqual([
    "3.12",
    true,
    "2.1",
  ]);
  expect(existsSync(trace)).toBe(false);
});

test("a package that is installed meanwhile is seen", async () => {
  expect(await found("python", "a.py", "import zzz_late\n")).toHaveLength(1);
  put(".venv/lib/python3.11/site-packages/zzz_late.py", "");
  expect(await found("python", "a.py", "import zzz_late\n")).toEqual([]);
});

test("the fix puts the known name in the slip's place", async () => {
  const source = "import pandsa as pd\n";
  const [one] = await analyzer.analyze({
    language: "python",
    path: "",
    source,
    start: 0,
    end: source.length,
  });
  const edit = one?.fix?.edits?.[0];
  expect(edit && source.slice(0, edit.start) + edit.text + source.slice(edit.end)).toBe(
    "import pandas as pd\n",
  );
});
