import { chmodSync, existsSync, mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { RawFinding } from "../../../core/gate/analyzer.ts";
import { findPythonInterpreter } from "../../services/language/pythonInterpreter.ts";
import { PyrightProcess } from "../lsp/pyrightProcess.ts";
import { knownNameLists } from "./knownNameLists.ts";
import { PyrightAnalyzer } from "./pyrightAnalyzer.ts";
import { PythonPackages } from "./pythonPackages.ts";

let root = "";
let analyzer: PyrightAnalyzer;
const processes: PyrightProcess[] = [];
const trace = (): string => join(root, "ran");
const never = new AbortController().signal;

function put(path: string, text: string): void {
  mkdirSync(dirname(join(root, path)), { recursive: true });
  writeFileSync(join(root, path), text);
}

beforeAll(() => {
  root = realpathSync(mkdtempSync(join(tmpdir(), "airlock-pyright-test-")));
  const site = ".venv/lib/python3.11/site-packages";
  put(".venv/pyvenv.cfg", "version = 3.11.7\n");
  put(
    `${site}/tidekit/__init__.py`,
    `from typing import Any, overload

class Table:
    rows: int = 0
    def sort(self, by: str, *, descending: bool = False) -> "Table": return self
    def first(self) -> int: return 1

class Loose:
    def __getattr__(self, name: str) -> Any: ...

@overload
def read(path: str, *, columns: list[str]) -> Table: ...
@overload
def read(path: bytes) -> Table: ...
def read(path: Any, *, columns: Any = None) -> Table: return Table()

def write(table: Table, path: str, **options: Any) -> None: ...
`,
  );
  put(`${site}/tidekit/charts.py`, "def draw() -> None: ...\n");
  put(`${site}/tide_kit-2.1.dist-info/METADATA`, "Name: tide-kit\nVersion: 2.1\n");
  put(`${site}/tide_kit-2.1.dist-info/RECORD`, "tidekit/__init__.py,,\ntidekit/charts.py,,\n");
  put("requirements.txt", "tide-kit\n");
  put(
    "sibling.py",
    "def greet(name: str, *, loud: bool = False) -> str:\n    return name\nclass Own:\n    x = 1\n",
  );
  // Planted: configuration that would switch everything off, programs that would leave a trace.
  put(
    "pyrightconfig.json",
    '{"ignore": ["**"], "typeCheckingMode": "off", "venvPath": ".", "venv": ".venv"}',
  );
  put("pyproject.toml", '[tool.pyright]\nignore = ["**"]\nreportAttributeAccessIssue = false\n');
  for (const program of [
    "python",
    "python3",
    ".venv/bin/python",
    "node_modules/.bin/pyright-langserver",
    "node_modules/.bin/node",
  ]) {
    put(program, `#!/bin/sh\ntouch "${trace()}"\n`);
    chmodSync(join(root, program), 0o755);
  }
  const python = () =>
    findPythonInterpreter("", root, { ...process.env, PATH: `${root}:${process.env.PATH}` });
  const environment = () => ({ PATH: process.env.PATH ?? "", HOME: process.env.HOME ?? "" });
  analyzer = new PyrightAnalyzer({
    start: (inherited) => {
      const started = PyrightProcess.start({ node: process.execPath, environment: inherited, log: () => {} });
      if (started.ok) processes.push(started.value);
      return started;
    },
    environment,
    workspaceRoot: root,
    python,
    packages: new PythonPackages({ python, environment }),
    known: knownNameLists(join(import.meta.dirname, "../../../resources/packages")),
  });
});
afterAll(() => {
  analyzer.dispose();
  rmSync(root, { recursive: true });
});

async function analyze(text: string, before = "", path = "orders/job.py"): Promise<readonly RawFinding[]> {
  const source = before + text;
  return analyzer.analyze(
    { language: "python", path, source, start: before.length, end: source.length },
    never,
  );
}

async function found(text: string, before = "", path?: string): Promise<string[]> {
  return (await analyze(text, before, path)).map(
    (one) => `${one.severity} ${one.ruleId} ${(before + text).slice(one.start, one.end)}`,
  );
}

const head = "import json, os, re, subprocess\nimport tidekit\nfrom tidekit import Table\nt = Table()\n";

test.each([
  ["tidekit.turbo_read('a')\n", ["high py-unknown-attribute turbo_read"]],
  ["from tidekit import Tabel\n", ["high py-unknown-attribute Tabel"]],
  ["import tidekit.widgets\n", ["high py-unknown-module tidekit.widgets"]],
  ["t.sort_values('a')\n", ["high py-unknown-attribute sort_values"]],
  ["Table().sort('a').last()\n", ["high py-unknown-attribute last"]],
  ["t.sort('a', ascending=False)\n", ["high py-unknown-parameter ascending"]],
  ["tidekit.read('a', cols=['x'])\n", ["high py-unknown-parameter cols"]],
  ["sorted([1], reversed=True)\n", ["high py-unknown-parameter reversed"]],
  ["subprocess.run(['a'], timeouts=3)\n", ["high py-unknown-parameter timeouts"]],
  ["t.sort()\n", ["medium py-wrong-arity t.sort()"]],
  ["t.first(1, 2)\n", ["medium py-wrong-arity 1"]],
  ["os.path.exist('a')\n", ["high py-unknown-attribute exist"]],
  ["json.parse('{}')\n", ["high py-unknown-attribute parse"]],
  ["''.isnumber()\n", ["high py-unknown-attribute isnumber"]],
  ["undefined_helper(1)\n", ["medium py-undefined-name undefined_helper"]],
  ["import zzz_not_there\n", ["low py-unknown-module zzz_not_there"]],
  [
    "try:\n    from tidekit import Newer\nexcept ImportError:\n    Newer = None\n",
    ["low py-unknown-attribute Newer"],
  ],
  ["from sibling import greet, great\n", ["medium py-unknown-attribute great"]],
  ["from sibling import Own\nOwn().y\n", ["medium py-unknown-attribute y"]],
  ["from sibling import greet\ngreet('a', volume=3)\n", ["high py-unknown-parameter volume"]],
])("invented: %s", async (text, expected) => {
  expect(await found(text, head)).toEqual(expected);
});

test.each([
  "print(t.sort('a', descending=True).first(), t.rows)\n",
  "tidekit.write(t, 'a', anything=1)\n",
  "tidekit.read('a', columns=['x'])\n",
  "tidekit.Loose().whatever(1)\n",
  "import tidekit.charts as c\nc.draw()\n",
  "def f(v: 'int | str'):\n    return v.upper()\n",
  "def f(v: object):\n    return v.anything\n",
  "def f(): ...\nf.calls = 0\nf.calls += 1\nprint(f.calls)\n",
  "def f(x):\n    return x.anything(1, b=2)\n",
  "print(os.startfile, os.O_BINARY)\n",
  "if hasattr(t, 'later'):\n    t.later()\n",
  "class Base:\n    def go(self):\n        return self.step()\nclass Sub(Base):\n    def step(self): ...\n",
  "m = re.match('a', 'b')\nprint(m.group())\n",
  "x: int = 'text'\nos.path.join(1)\n",
  "from sibling import greet, Own\nprint(greet('a', loud=True), Own.x)\n",
])("correct, or another's business: %s", async (text) => {
  expect(await found(text, head)).toEqual([]);
});

test("a finding names the package and the version that is installed", async () => {
  const messages = async (text: string) => (await analyze(text, head)).map(({ message }) => message);
  expect(await messages("tidekit.turbo(); t.last(); json.parse('1')\n")).toEqual([
    'tide-kit 2.1, which is installed here, has no "turbo".',
    'tide-kit 2.1, which is installed here, has no "Table.last".',
    'Python 3.11, which is in use here, has no "parse".',
  ]);
});

test.each([
  "os.nope()  # type: ignore\n",
  "os.nope()  # type: ignore[attr-defined]\n",
  "os.nope()  # pyright: ignore\n",
  "os.nope()  # x # PYRIGHT : ignore[reportAttributeAccessIssue]\n",
  "# pyright: basic, reportAttributeAccessIssue=false\nos.nope()\n",
  "from typing import TYPE_CHECKING\nif not TYPE_CHECKING:\n    os.nope()\n",
  "import typing\nif not typing.TYPE_CHECKING:\n    os.nope()\n",
])("nothing excuses itself: %s", async (text) => {
  for (const before of [head, `# type: ignore\n# pyright: basic\n${head}`])
    expect(await found(text, before)).toEqual(["high py-unknown-attribute nope"]);
});

test("only what the text takes part in is judged, and a text without a file is judged too", async () => {
  expect(await found("x = 1\n", `${head}os.nope()\n`)).toEqual([]);
  expect(await found("os.nope()\n", head, "")).toEqual(["high py-unknown-attribute nope"]);
  expect(await found("import sibling\nsibling.great()\n", "", "../../outside.py")).toEqual([
    "medium py-unknown-attribute great",
  ]);
});

test("what is proposed for one file is not seen by another", async () => {
  expect(await found("def later(): ...\n", "", "proposal.py")).toEqual([]);
  expect(await found("from proposal import later\n", "", "user.py")).toEqual([
    "low py-unknown-module proposal",
  ]);
});

test("many texts at once are all judged, each in its place", async () => {
  const answers = await Promise.all(
    Array.from({ length: 6 }, (_, index) => found(`os.nope${index}()\n`, head, `a${index % 2}.py`)),
  );
  expect(answers.flat()).toEqual(
    Array.from({ length: 6 }, (_, index) => `high py-unknown-attribute nope${index}`),
  );
});

test("a cancelled one is not judged", async () => {
  const subject = { language: "python", path: "a.py", source: "x = 1\n", start: 0, end: 6 };
  await expect(analyzer.analyze(subject, AbortSignal.abort())).rejects.toThrow("cancelled");
});

test("a server that dies fails the text that waits, and the next one gets a fresh server", async () => {
  await found("x = 1\n");
  const before = processes.length;
  const waiting = analyze("import tidekit\ntidekit.nope()\n");
  const pid = processes.at(-1)?.pid;
  if (pid !== undefined) process.kill(pid, "SIGKILL");
  await expect(waiting).rejects.toThrow(/ended unexpectedly/);
  expect(await found("os.nope()\n", head)).toEqual(["high py-unknown-attribute nope"]);
  expect(processes.length).toBe(before + 1);
});

test("a package that is installed meanwhile is seen", async () => {
  expect(await found("import lateness\nlateness.go()\n")).toEqual(["low py-unknown-module lateness"]);
  put(".venv/lib/python3.11/site-packages/lateness.py", "def go(): ...\n");
  put(".venv/lib/python3.11/site-packages/lateness-1.0.dist-info/METADATA", "Name: lateness\nVersion: 1.0\n");
  expect(await found("import lateness\nlateness.go()\nlateness.stop()\n")).toEqual([
    "high py-unknown-attribute stop",
  ]);
});

test("a file of the workspace that changes on disk is read again once it is said", async () => {
  expect(await found("import sibling\nsibling.fresh()\n")).toEqual(["medium py-unknown-attribute fresh"]);
  put("sibling.py", "def fresh(): ...\n");
  analyzer.filesChanged(["sibling.py"]);
  expect(await found("import sibling\nsibling.fresh()\n")).toEqual([]);
});

test("nothing that was planted in the workspace has run", () => {
  expect(existsSync(trace())).toBe(false);
});
