import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { PythonPackages } from "./pythonPackages.ts";
import { RemovedApiAnalyzer } from "./removedApiAnalyzer.ts";

let root = "";
let analyzer: RemovedApiAnalyzer;
const site = ".venv/lib/python3.12/site-packages";

function put(path: string, text: string): void {
  mkdirSync(dirname(join(root, path)), { recursive: true });
  writeFileSync(join(root, path), text);
}

beforeAll(() => {
  root = mkdtempSync(join(tmpdir(), "airlock-removed-"));
  put(`${site}/pandas-2.2.3.dist-info/METADATA`, "Name: pandas\nVersion: 2.2.3\n");
  put(`${site}/numpy-1.23.5.dist-info/METADATA`, "Name: numpy\nVersion: 1.23.5\n");
  put("node_modules/react-dom/package.json", '{"name":"react-dom","version":"19.1.0"}');
  put("old/node_modules/react-dom/package.json", '{"name":"react-dom","version":"17.0.2"}');
  analyzer = new RemovedApiAnalyzer({
    namesFolder: join(import.meta.dirname, "../../../resources/packages"),
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

async function found(language: string, path: string, text: string, before = ""): Promise<string[]> {
  const source = before + text;
  const subject = { language, path, source, start: before.length, end: source.length };
  return (await analyzer.analyze(subject)).map((one) => source.slice(one.start, one.end));
}

test("Python: the version that is installed decides, pandas 2 as well as numpy 1", async () => {
  const text = "import pandas as pd, numpy as np\ndf = pd.DataFrame()\ndf.append(1)\nnp.float(1)\n";
  expect(await found("python", "a.py", text)).toEqual(["append"]);
  put(`${site}/numpy-2.0.0.dist-info/METADATA`, "Name: numpy\nVersion: 2.0.0\n");
  rmSync(join(root, site, "numpy-1.23.5.dist-info"), { recursive: true });
  expect(await found("python", "a.py", text)).toEqual(["append", "np.float"].reverse());
});

test("Python: the interpreter's own version counts too", async () => {
  expect(await found("python", "a.py", "import ssl\nssl.wrap_socket(s)\n")).toEqual(["ssl.wrap_socket"]);
});

test("JavaScript: the nearest installed version decides", async () => {
  const text = 'import ReactDOM from "react-dom";\nReactDOM.render(a, b);\n';
  expect(await found("typescriptreact", "src/a.tsx", text)).toEqual(["ReactDOM.render"]);
  expect(await found("typescriptreact", "old/src/a.tsx", text)).toEqual([]);
  expect(await found("typescriptreact", "../../a.tsx", text)).toEqual(["ReactDOM.render"]);
});

test("what the file did before is not the text's doing", async () => {
  const before = "import pandas as pd\ndf = pd.DataFrame()\ndf.append(1)\n";
  expect(await found("python", "a.py", "x = 1\n", before)).toEqual([]);
  expect(await found("python", "a.py", "df.mad()\n", before)).toEqual(["mad"]);
});
