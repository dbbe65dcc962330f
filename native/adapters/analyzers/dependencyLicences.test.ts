import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { defaultLicencePolicy, type LicencePolicy } from "../../../core/gate/licence/licencePolicy.ts";
import { DependencyLicences } from "./dependencyLicences.ts";

let workspace = "";

function put(path: string, text: string): void {
  mkdirSync(dirname(join(workspace, path)), { recursive: true });
  writeFileSync(join(workspace, path), text);
}

beforeEach(() => {
  workspace = mkdtempSync(join(tmpdir(), "airlock-dependencies-"));
  const site = ".venv/lib/python3.12/site-packages";
  put(
    `${site}/tides_kit-2.1.dist-info/METADATA`,
    "Metadata-Version: 2.1\nName: tides-kit\nVersion: 2.1\nLicense: MIT\n\nText\nLicense: GPL\n",
  );
  put(
    `${site}/tides_kit-2.1.dist-info/RECORD`,
    "tides/__init__.py,sha256=x,10\ntides_kit-2.1.dist-info/METADATA,,\n",
  );
  put(
    `${site}/gauge-1.0.dist-info/METADATA`,
    "Metadata-Version: 2.4\nName: gauge\nVersion: 1.0\nLicense-Expression: AGPL-3.0-or-later\n",
  );
  put(`${site}/gauge-1.0.dist-info/top_level.txt`, "gauge\n_gauge\n");
  put(
    `${site}/old-0.1.dist-info/METADATA`,
    "Name: old\nVersion: 0.1\nLicense: UNKNOWN\nClassifier: License :: OSI Approved :: GNU General Public License v3 (GPLv3)\n",
  );
  put(`${site}/old-0.1.dist-info/RECORD`, "old.py,,\n");
  put(`${site}/silent-3.dist-info/METADATA`, "Name: silent\nVersion: 3\n");
  put(`${site}/silent-3.dist-info/RECORD`, "silent.cpython-312-x86_64-linux-gnu.so,,\n");
  put("node_modules/kind/package.json", '{"name":"kind","version":"1.2.3","license":"MIT"}');
  put("node_modules/@s/strict/package.json", '{"name":"@s/strict","version":"4.0.0","license":"GPL-3.0"}');
  put(
    "node_modules/older/package.json",
    '{"version":"0.1.0","licenses":[{"type":"GPL-2.0"},{"type":"MIT"}]}',
  );
  put("node_modules/torn/package.json", "{");
  put("app/node_modules/kind/package.json", '{"name":"kind","version":"2.0.0","license":"SSPL-1.0"}');
});

afterEach(() => rmSync(workspace, { recursive: true }));

async function messages(
  text: string,
  { language = "python", path = "", before = "", policy = defaultLicencePolicy as LicencePolicy } = {},
): Promise<string[]> {
  const analyzer = new DependencyLicences({ workspace, policy: () => policy });
  const source = before + text;
  const found = await analyzer.analyze({ language, path, source, start: before.length, end: source.length });
  return found.map((one) => `${source.slice(one.start, one.end)} → ${one.message}`);
}

test("Python: metadata decides, by expression, words or classifier; a missing one is said", async () => {
  const text = "import tides, gauge\nimport old\nfrom silent import x\nimport os, nowhere\n";
  expect(await messages(text)).toEqual([
    "import tides, gauge → gauge 1.0 is under AGPL-3.0-or-later, which the licence policy does not accept.",
    "import old → old 0.1 is under GPL-3.0-only, which the licence policy does not accept.",
    "from silent import → silent 3 does not say which licence it is under.",
  ]);
});

test("JavaScript: the nearest node_modules decides", async () => {
  const text = `import k from "kind";\nimport s from "@s/strict/deep";\nconst o = require("older"), t = require("torn");\nimport "fs";\n`;
  expect(await messages(text, { language: "typescript", path: "app/src/a.ts" })).toEqual([
    'from "kind" → kind 2.0.0 is under SSPL-1.0, which the licence policy does not accept.',
    'from "@s/strict/deep" → @s/strict 4.0.0 is under GPL-3.0, which the licence policy does not accept.',
    'require("torn" → torn does not say which licence it is under.',
  ]);
  expect(await messages(`import k from "kind";`, { language: "javascript", path: "b.js" })).toEqual([]);
});

test("what the file imported before is not the text's doing; an import that the text completes is", async () => {
  expect(await messages("import gauge\n", { before: "import gauge\n" })).toEqual([]);
  expect(await messages("uge\n", { before: "import ga" })).toHaveLength(1);
});

test("a policy of what is allowed refuses the rest", async () => {
  const policy = { allowed: ["AGPL"], forbidden: [] };
  expect(await messages("import gauge, tides\n", { policy })).toEqual([
    "import gauge, tides → tides-kit 2.1 is under MIT, which the licence policy does not accept.",
  ]);
});
