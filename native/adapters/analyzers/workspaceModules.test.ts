import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { treeSitterParser } from "../treeSitter/treeSitterParser.ts";
import { FlowAnalyzer } from "./flowAnalyzer.ts";
import { FlowPrograms } from "./flowPrograms.ts";
import { FolderModules } from "./workspaceModules.ts";

let folder: string;
let root: string;
const programs = new FlowPrograms(treeSitterParser);

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "airlock-modules-"));
  root = join(folder, "ws");
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

function write(path: string, text: string): void {
  mkdirSync(dirname(join(root, path)), { recursive: true });
  writeFileSync(join(root, path), text);
}

async function found(language: string, path: string, source: string): Promise<string[]> {
  const rules = join(import.meta.dirname, "../../../resources/rules");
  const analyzer = new FlowAnalyzer({
    rulesFolder: rules,
    programs,
    modules: new FolderModules(root, programs),
  });
  const findings = await analyzer.analyze({ language, path, source, start: 0, end: source.length });
  return findings.map(({ ruleId, start, end }) => `${ruleId} ${source.slice(start, end)}`);
}

test("a helper in another file of the workspace is followed, and the finding stands at the call", async () => {
  write("shop/__init__.py", "");
  write(
    "shop/shell.py",
    "import os\n\ndef run(command):\n    os.system(command)\n\ndef harmless(command):\n    return len(command)\n",
  );
  const view = (name: string) =>
    `from flask import request\nfrom shop.shell import ${name}\ndef view():\n    ${name}(request.args["c"])\n`;
  expect(await found("python", "shop/views.py", view("run"))).toEqual(['py-shell run(request.args["c"])']);
  expect(await found("python", "shop/views.py", view("harmless"))).toEqual([]);
});

test("JavaScript: import and require of a file beside it", async () => {
  write(
    "lib/shell.js",
    "const { exec } = require('child_process');\nexports.run = (c) => exec(c);\nexports.clean = (c) => String(c.length);\n",
  );
  const route = (name: string) =>
    `const { ${name} } = require("../lib/shell");\nmodule.exports = (req, res) => { ${name}(req.query.c); };\n`;
  expect(await found("javascript", "routes/a.js", route("run"))).toEqual(["js-shell run(req.query.c)"]);
  expect(await found("javascript", "routes/a.js", route("clean"))).toEqual([]);
});

test("modules that import each other end; a file outside the workspace is not read, not through a link either", async () => {
  write("a.py", "from b import g\ndef f(x):\n    return g(x)\n");
  write("b.py", "from a import f\ndef g(x):\n    return f(x)\n");
  writeFileSync(join(folder, "outside.py"), "import os\ndef run(c):\n    os.system(c)\n");
  symlinkSync(join(folder, "outside.py"), join(root, "linked.py"));
  const source =
    "from flask import request\nfrom a import f\nfrom linked import run\ndef v():\n    f(request.args['c'])\n    run(request.args['c'])\n";
  expect(await found("python", "v.py", source)).toEqual([]);
});
