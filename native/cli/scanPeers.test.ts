import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { afterEach, beforeAll, beforeEach, expect, test } from "vitest";
import type { Verdict } from "../../core/contract/gate.ts";
import type { PrivateTools } from "../adapters/peers/privateTools.ts";
import { installedPeers } from "../fixtures/peerTools.ts";

const airlock = resolve(import.meta.dirname, "../../bin/airlock");
const files = 25;
let tools: PrivateTools;
let root: string;

beforeAll(async () => {
  tools = await installedPeers();
}, 300_000);
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), "airlock-scan-peers-"));
  mkdirSync(join(root, "src"));
  for (let number = 0; number < files; number++)
    writeFileSync(join(root, "src", `part${number}.py`), "import subprocess\n\nLIMIT = 3\n");
});
afterEach(() => rmSync(root, { recursive: true, force: true }));

function installTools(): void {
  mkdirSync(join(root, "home", "tools"), { recursive: true });
  symlinkSync(tools.folder, join(root, "home", "tools", "python"));
}

function scan(...options: readonly string[]) {
  const done = spawnSync(airlock, ["scan", "src", "--json", ...options], {
    cwd: root,
    encoding: "utf8",
    env: { ...process.env, AIRLOCK_HOME: join(root, "home") },
  });
  const verdicts: readonly Verdict[] = JSON.parse(done.stdout).map(
    (one: { verdict: Verdict }) => one.verdict,
  );
  return { code: done.status, verdicts };
}

const statusesOf = ({ analyzers }: Verdict, name: string): readonly string[] =>
  analyzers.filter(({ analyzer }) => analyzer === name).map(({ status }) => status);

test("--peers has Bandit read a whole tree in one go, and its findings stand in each file's verdict", () => {
  installTools();
  const { code, verdicts } = scan("--peers");
  expect(code).toBe(0);
  expect(verdicts).toHaveLength(files);
  for (const verdict of verdicts) {
    expect(statusesOf(verdict, "bandit")).toEqual(["ran"]);
    expect(verdict.findings.map(({ ruleId }) => ruleId)).toEqual(["bandit-B404"]);
  }
});

test("what the policy requires looks at a tree without being asked for, and blocks it where it is absent", () => {
  writeFileSync(join(root, "airlock.policy.yml"), "version: 1\nrequires: [bandit]\n");
  const absent = scan();
  expect(absent.code).toBe(1);
  expect(absent.verdicts.map(({ outcome }) => outcome)).toEqual(Array(files).fill("block"));
  installTools();
  const present = scan();
  expect(present.code).toBe(0);
  expect(present.verdicts.flatMap((verdict) => statusesOf(verdict, "bandit"))).toEqual(
    Array(files).fill("ran"),
  );
});
