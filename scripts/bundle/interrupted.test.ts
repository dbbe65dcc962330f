// install.sh, ended at each of its steps: a program that it calls ends it instead of doing its work.
import { spawn, spawnSync } from "node:child_process";
import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { contentsOf, makeSmallBundle, runScript } from "./smallBundle.ts";

/** All that install.sh calls to change something. */
const changing = ["cat", "chmod", "cp", "ln", "mkdir", "mv", "rm", "rmdir", "sync"];
/** Two dozen installations each. */
const patience = 300_000;
let root: string;
let home: string;
let prefix: string;
let programs: string;

beforeEach((context) => {
  context.skip(process.platform !== "linux" || process.arch !== "x64", "a bundle is for Linux on x64");
  root = mkdtempSync(join(tmpdir(), "airlock-bundle-"));
  home = join(root, "home");
  prefix = join(root, "installed");
  programs = join(root, "programs");
  for (const folder of [home, programs]) mkdirSync(folder);
});
afterEach(() => rmSync(root, { recursive: true, force: true }));

const installed = () =>
  spawnSync(join(prefix, "bin", "airlock"), ["--version"], { encoding: "utf8" }).stdout.trim();
const install = (from: string, searched?: string) =>
  runScript(join(from, "install.sh"), ["--prefix", prefix], {
    home,
    ...(searched && { programs: searched }),
  });

/** Each call of one of those counts; the one with this number ends the shell before or after the work. */
function plantEnd(signal: string, number: number, when: "before" | "after"): void {
  rmSync(join(root, "count"), { force: true });
  for (const name of changing) {
    const real = spawnSync("sh", ["-c", `command -v ${name}`], { encoding: "utf8" }).stdout.trim();
    const end = `[ $count -ne ${number} ] || kill -${signal} $PPID`;
    const file = join(programs, name);
    writeFileSync(
      file,
      `#!/bin/sh
count=$(wc -l < '${join(root, "count")}' 2>/dev/null || echo 0)
echo ${name} >> '${join(root, "count")}'
count=$((count + 1))
${when === "before" ? `if [ $count -eq ${number} ]; then kill -${signal} $PPID; exit 0; fi` : ""}
${real} "$@"
result=$?
${when === "after" ? end : ""}
exit $result
`,
    );
    chmodSync(file, 0o755);
  }
}
const calls = (): number => readFileSync(join(root, "count"), "utf8").trimEnd().split("\n").length;

test(
  "killed before any step of an update: the older or the newer version is in use and whole, and the next run ends well",
  async () => {
    const one = await makeSmallBundle(join(root, "1"), "1.0.0");
    const two = await makeSmallBundle(join(root, "2"), "2.0.0");
    expect(install(one).status).toBe(0);
    const start = join(root, "start");
    spawnSync("cp", ["-R", prefix, start]);
    plantEnd("KILL", 0, "before");
    expect(install(two, programs).status).toBe(0);
    const steps = calls();
    expect(steps).toBeGreaterThan(10);
    const seen: string[] = [];
    for (let step = 1; step <= steps; step++) {
      rmSync(prefix, { recursive: true });
      spawnSync("cp", ["-R", start, prefix]);
      plantEnd("KILL", step, "before");
      install(two, programs);
      seen.push(installed());
      expect([step, install(two).status, installed()]).toEqual([step, 0, "2.0.0"]);
      expect(readdirSync(join(prefix, "versions")).filter((name) => name.startsWith("."))).toEqual([]);
      expect(readdirSync(prefix).filter((name) => name.startsWith(".draft"))).toEqual([]);
    }
    // Once the newer one is in use it stays so: there is one step that counts.
    const turn = seen.indexOf("2.0.0");
    expect(seen).toEqual(seen.map((_, at) => (turn === -1 || at < turn ? "1.0.0" : "2.0.0")));
    expect(turn).toBeGreaterThan(5);
  },
  patience,
);

test(
  "told to stop at any step of a first installation: nothing is left, or all of it",
  async () => {
    const one = await makeSmallBundle(join(root, "1"), "1.0.0");
    plantEnd("TERM", 0, "after");
    expect(install(one, programs).status).toBe(0);
    const steps = calls();
    const outcomes = new Set<string>();
    for (let step = 1; step <= steps; step++) {
      rmSync(prefix, { recursive: true, force: true });
      plantEnd("TERM", step, "after");
      install(one, programs);
      if (existsSync(prefix)) expect([step, installed()]).toEqual([step, "1.0.0"]);
      outcomes.add(existsSync(prefix) ? "all" : "nothing");
    }
    expect([...outcomes]).toEqual(["nothing", "all"]);
  },
  patience,
);

test("killed while the new version is tried out: the older one is in use, and nothing of the newer is left by the next run", async () => {
  const one = await makeSmallBundle(join(root, "1"), "1.0.0");
  expect(install(one).status).toBe(0);
  const before = contentsOf(prefix);
  const two = await makeSmallBundle(join(root, "2"), "2.0.0", `echo > '${join(root, "trying")}'; sleep 600`);
  const child = spawn("sh", [join(two, "install.sh"), "--prefix", prefix], {
    detached: true,
    stdio: "ignore",
    env: { HOME: home, PATH: "/usr/bin:/bin" },
  });
  await expect.poll(() => existsSync(join(root, "trying")), { timeout: 30_000 }).toBe(true);
  if (child.pid === undefined) throw new Error("not started");
  process.kill(-child.pid, "SIGKILL");
  await new Promise((resolve) => child.once("close", resolve));
  expect(installed()).toBe("1.0.0");
  expect(install(one).status).toBe(0);
  expect(contentsOf(prefix)).toEqual(before);
});
