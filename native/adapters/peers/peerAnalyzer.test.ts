import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { AnalyzerSubject } from "../../../core/gate/analyzer.ts";
import { installedPeers, plantProgram, standInTools } from "../../fixtures/peerTools.ts";
import { processesWith } from "../../fixtures/sandboxTools.ts";
import { GateService } from "../../services/gate/gateService.ts";
import { banditAnalyzer } from "./bandit.ts";
import type { PeerAnalyzer } from "./peerAnalyzer.ts";
import { PrivateTools } from "./privateTools.ts";
import { ruffAnalyzer } from "./ruff.ts";
import { semgrepAnalyzer } from "./semgrep.ts";

const resources = resolve(import.meta.dirname, "../../../resources");
const { signal } = new AbortController();
let peers: readonly PeerAnalyzer[];
const made: string[] = [];

beforeAll(async () => {
  const tools = await installedPeers();
  peers = [banditAnalyzer, ruffAnalyzer, semgrepAnalyzer].map((analyzer) => analyzer(tools, resources));
}, 600_000);
afterAll(() => {
  for (const folder of made) rmSync(folder, { recursive: true, force: true });
});

function python(source: string, path = "handler.py"): AnalyzerSubject {
  return { language: "python", path, source, start: 0, end: source.length };
}

/** What each finds on the line that says "here": rule, CWE, severity and the text that it points at. */
async function foundHere(subject: AnalyzerSubject): Promise<Record<string, unknown>> {
  const { source } = subject;
  const line = source.slice(0, source.indexOf("here")).split("\n").length;
  const found: Record<string, unknown> = {};
  for (const peer of peers) {
    const findings = await peer.analyze(subject, signal);
    found[peer.name] = findings
      .filter(({ start }) => source.slice(0, start).split("\n").length === line)
      .map(({ ruleId, cwe, severity, start, end }) => [ruleId, cwe, severity, source.slice(start, end)]);
  }
  return found;
}

const handler = (comment: string): string => `import os
from flask import Flask, request

app = Flask(__name__)


@app.get("/löschen")
def delete():
    name = request.args["näme"]
    "𝒳é"; os.system("rm " + name)  # here ${comment}
    return ""
`;
const call = 'os.system("rm " + name)';
const shell = {
  bandit: [["bandit-B605", [78], "high", call]],
  ruff: [["ruff-S605", [78], "high", "os.system"]],
  semgrep: [
    ["semgrep-python-shell-from-a-variable", [78], "medium", call],
    ["semgrep-python-command-injection", [78], "high", '"rm " + name'],
  ],
};

test("each finds a shell injection and points at it, past characters of several bytes", async () => {
  expect(await foundHere(python(handler("")))).toEqual(shell);
});

test("Semgrep reads TypeScript with our rules", async () => {
  const source = `import express from "express";
import { exec } from "node:child_process";
const app = express();
app.get("/ping", (req, res) => {
  exec("ping -c 1 " + req.query.host);
  res.json({});
});
`;
  const semgrep = peers.find(({ name }) => name === "semgrep");
  const subject = { language: "typescript", path: "a.ts", source, start: 0, end: source.length };
  const found = await semgrep?.analyze(subject, signal);
  expect(found?.map(({ ruleId, start, end }) => [ruleId, source.slice(start, end)])).toContainEqual([
    "semgrep-javascript-command-injection",
    '"ping -c 1 " + req.query.host',
  ]);
  const unread = "const a = eval(x);\n}}}} (((\n";
  const partly = await semgrep?.analyze({ ...subject, source: unread, end: unread.length }, signal);
  expect(partly?.map(({ ruleId, start, end }) => [ruleId, unread.slice(start, end)])).toContainEqual([
    "semgrep-partly-read",
    "}}}} (((",
  ]);
});

test("ADVERSARIAL 37: nosec, nosemgrep, noqa and their kin excuse nothing", async () => {
  const excuses = "# nosec B605 # nosemgrep # noqa: S605 # nosem # ruff: ignore[S605]";
  const source = `# ruff: noqa\n# flake8: noqa\n# ruff: disable[S605]\n${handler(excuses)}`;
  expect(await foundHere(python(source))).toEqual(shell);
});

test("ADVERSARIAL 38: configuration and programs of the workspace are ignored", async () => {
  const workspace = mkdtempSync(join(tmpdir(), "airlock-hostile-"));
  made.push(workspace);
  const marker = join(workspace, "was-run");
  const files = {
    ".bandit": "[bandit]\nskips: B605\nexclude: /\n",
    "bandit.yaml": "skips: [B605]\n",
    "pyproject.toml": '[tool.bandit]\nskips = ["B605"]\n[tool.ruff.lint]\nignore = ["S"]\n',
    "ruff.toml": 'exclude = ["*.py"]\n',
    ".ruff.toml": 'lint.ignore = ["S605"]\n',
    ".semgrepignore": "*\n",
    ".semgrep.yml": "rules: []\n",
    ".gitignore": "*\n",
    "sitecustomize.py": `open(${JSON.stringify(marker)}, "w")\n`,
    "os.py": `open(${JSON.stringify(marker)}, "w")\n`,
  };
  for (const [name, text] of Object.entries(files)) writeFileSync(join(workspace, name), text);
  const binaries = join(workspace, "node_modules", ".bin");
  mkdirSync(binaries, { recursive: true });
  for (const folder of [workspace, binaries])
    for (const name of [
      "bandit",
      "ruff",
      "semgrep",
      "pysemgrep",
      "semgrep-core",
      "python",
      "python3",
      "uname",
    ])
      plantProgram(join(folder, name), `touch ${marker}`);
  const before = { folder: process.cwd(), PATH: process.env.PATH };
  process.chdir(workspace);
  process.env.PATH = `${workspace}:${binaries}:${before.PATH}`;
  process.env.PYTHONPATH = workspace;
  try {
    expect(await foundHere(python(handler(""), "tests/.venv/--exit-zero.py"))).toEqual(shell);
  } finally {
    process.chdir(before.folder);
    process.env.PATH = before.PATH;
    delete process.env.PYTHONPATH;
  }
  expect(existsSync(marker)).toBe(false);
});

test("many texts are read by one process, and one that cannot be parsed is a failure of its own", async () => {
  const broken = "def broken(:\n    eval(x)\n";
  const texts = [handler(""), broken, "x = 1\n", handler("")].map((text) => python(text));
  const [bandit, ruff, semgrep] = await Promise.all(
    peers.map(async (peer) =>
      (await peer.analyzeAll(texts, signal)).map((answer) =>
        answer.kind === "read" ? answer.findings.length > 0 : answer.reason,
      ),
    ),
  );
  const refused = (name: string) => expect.stringMatching(`^${name} could not read this text: `);
  expect(bandit).toEqual([true, refused("Bandit"), false, true]);
  expect(ruff).toEqual([true, refused("Ruff"), false, true]);
  // Semgrep's parser goes on after an error, and finds what stands there.
  expect(semgrep).toEqual([true, true, false, true]);
  await expect(peers[0]?.analyze(python(broken), signal)).rejects.toThrow(/could not read/);
});

test("one that is not installed says what to do, and is named in the verdict", async () => {
  const none = banditAnalyzer(new PrivateTools(join(tmpdir(), "no-such-environment")), resources);
  expect(none.absence()).toBe("Bandit is not installed. Run airlock doctor --install-tools.");
  const verdict = await new GateService([none]).scanFile("python", "a.py", "x = 1\n", signal, "peer");
  expect(verdict.analyzers).toMatchObject([{ analyzer: "bandit", status: "absent" }]);
});

test.each([
  ["a crash", "echo no memory >&2; exit 70", /Bandit ended with 70: no memory/],
  ["nonsense", "echo all is well; exit 0", /Bandit was not understood: its answer is not JSON/],
  ["another's answer", 'echo "[]"', /Bandit was not understood: its answer could not be read/],
  ["silence about a text", `echo '{"errors":[],"metrics":{},"results":[]}'`, /Bandit has not read this text/],
  ["too much", "yes", /Bandit answered more than can be read/],
  ["a hang", "sleep 31415.7 & sleep 31415.7", /Bandit took longer than 1 s/],
])("ADVERSARIAL 39: %s blocks", async (_what, script, reason) => {
  const tools = standInTools(script);
  made.push(tools.folder);
  const bandit = banditAnalyzer(tools, resources, { timeoutMs: 800, largestOutput: 1_000_000 });
  await expect(bandit.analyze(python("x = 1\n"), signal)).rejects.toThrow(reason);
  const verdict = await new GateService([bandit]).scanFile("python", "a.py", "x = 1\n", signal, "peer");
  expect(verdict).toMatchObject({ outcome: "block", analyzers: [{ status: "failed" }] });
  expect(await processesWith("31415.7")).toEqual([]);
});
