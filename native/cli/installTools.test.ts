import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { composeTools } from "../composeTools.ts";
import { plantProgram } from "../fixtures/peerTools.ts";
import { runDoctor } from "../services/doctor/doctor.ts";
import { environmentFor } from "../services/environment.ts";

let root: string;
let workspace: string;
const { signal } = new AbortController();

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), "airlock-tools-"));
  workspace = join(root, "workspace");
  mkdirSync(workspace);
});
afterEach(() => rmSync(root, { recursive: true, force: true }));

function toolsWith(path: string) {
  const environment = { ...environmentFor(workspace, {}), home: join(root, "home") };
  return composeTools(environment, { ...process.env, PATH: path });
}

test("no Python: one sentence that says what to install, and nothing is left behind", async () => {
  const tools = toolsWith(join(root, "empty"));
  const installed = await tools.install(undefined, () => {}, signal);
  expect(installed).toEqual({
    ok: false,
    error:
      "No Python with venv was found. Install Python 3.10 or newer (on Debian and Ubuntu: python3 and python3-venv).",
  });
  expect(existsSync(join(root, "home", "tools"))).toBe(false);
  expect(await runDoctor(tools.examinations())).toEqual(
    ["bandit", "ruff", "semgrep"].map((name) => ({
      name,
      ok: true,
      detail: "not installed; airlock doctor --install-tools installs it",
    })),
  );
});

test("ADVERSARIAL 38: a python3 of the workspace is not run, though PATH names it", async () => {
  const marker = join(root, "was-run");
  mkdirSync(join(workspace, "bin"));
  plantProgram(join(workspace, "bin", "python3"), `touch ${marker}; echo 3.13.0`);
  const installed = await toolsWith(`${join(workspace, "bin")}:bin:.`).install(undefined, () => {}, signal);
  expect([installed.ok, existsSync(marker)]).toEqual([false, false]);
});

test("a folder without the wheels: the wheel and the command that fetches it are named", async () => {
  const wheels = join(root, "wheels");
  mkdirSync(wheels);
  const said: string[] = [];
  const installed = await toolsWith(process.env.PATH ?? "").install(
    wheels,
    (line) => said.push(line),
    signal,
  );
  expect(installed).toMatchObject({
    ok: false,
    error: expect.stringMatching(/holds no wheel of bandit==.*pip download .*semgrep==/),
  });
  expect(said[0]).toMatch(/^Making an environment with Python 3\./);
  // Half an environment is none.
  expect(existsSync(join(root, "home", "tools", "python"))).toBe(false);
  expect(await toolsWith("").install(join(root, "nowhere"), () => {}, signal)).toMatchObject({
    ok: false,
    error: expect.stringContaining("There is no folder"),
  });
});

test("a python3 that is too old is named", async () => {
  const old = join(root, "old");
  mkdirSync(old);
  plantProgram(join(old, "python3"), "echo 3.8.1");
  const installed = await toolsWith(old).install(undefined, () => {}, signal);
  expect(installed).toMatchObject({
    ok: false,
    error: expect.stringContaining("Only Python 3.8.1 was found"),
  });
});

test("airlock doctor refuses --wheels by itself", () => {
  const airlock = join(environmentFor(".", {}).installation, "bin", "airlock");
  const done = spawnSync(airlock, ["doctor", "--wheels", "x"], { encoding: "utf8", cwd: workspace });
  expect([done.status, done.stdout, done.stderr.length > 10]).toEqual([2, "", true]);
});
