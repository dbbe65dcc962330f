import { execFileSync } from "node:child_process";
import { mkdir, mkdtemp, realpath, rename, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { type WatchedChange, WorkspaceWatch, watchFile } from "./workspaceWatch.ts";

let root: string;
let watch: WorkspaceWatch;
let seen: WatchedChange[];

beforeEach(async () => {
  root = await realpath(await mkdtemp(join(tmpdir(), "airlock-watch-")));
  seen = [];
});
afterEach(async () => {
  watch?.dispose();
  await rm(root, { recursive: true, force: true });
});

async function start(): Promise<void> {
  watch = await WorkspaceWatch.start(root, (line) => {
    throw new Error(line);
  });
  watch.onDidChange((batch) => seen.push(...batch));
}

const until = (check: () => void): Promise<void> => vi.waitFor(check, { timeout: 30_000 });
const has = (path: string, kind: string): void => {
  if (!seen.some((change) => change.path === path && change.kind === kind))
    throw new Error(`${path} not ${kind}`);
};

test("creations, changes and deletions are told, in folders made later too", async () => {
  await writeFile(join(root, "old"), "1");
  await writeFile(join(root, "gone"), "1");
  await start();
  await mkdir(join(root, "new folder"));
  await until(() => has("new folder", "created"));
  await writeFile(join(root, "new folder", "ü"), "1");
  await writeFile(join(root, "old"), "2");
  await rm(join(root, "gone"));
  await until(() => has("new folder/ü", "created"));
  await until(() => has("old", "changed"));
  await until(() => has("gone", "deleted"));
});

test("a save by rename is told once, without its temporary file", async () => {
  await writeFile(join(root, "file"), "1");
  await start();
  await writeFile(join(root, ".airlock-1-0123456789ab.tmp"), "2");
  await rename(join(root, ".airlock-1-0123456789ab.tmp"), join(root, "file"));
  await until(() => {
    if (!seen.some(({ path }) => path === "file")) throw new Error("not yet");
  });
  await writeFile(join(root, "last"), "");
  await until(() => has("last", "created"));
  expect(seen.map(({ path }) => path)).toEqual(["file", "last"]);
});

test("git's state is told apart from files, node_modules not at all", async () => {
  execFileSync("git", ["init", "-q"], { cwd: root });
  await mkdir(join(root, "node_modules", "x"), { recursive: true });
  await start();
  let repositoryChanges = 0;
  watch.onDidChangeRepository(() => {
    repositoryChanges += 1;
  });
  await writeFile(join(root, "node_modules", "x", "y"), "");
  await writeFile(join(root, "a"), "");
  await until(() => has("a", "created"));
  const before = repositoryChanges;
  execFileSync("git", ["add", "a"], { cwd: root });
  await until(() => {
    if (repositoryChanges <= before) throw new Error("not yet");
  });
  expect(seen.map(({ path }) => path)).toEqual(["a"]);
});

test("a folder that cannot be watched is one logged sentence", async () => {
  const lines: string[] = [];
  watch = await WorkspaceWatch.start(join(root, "none"), (line) => lines.push(line));
  expect(lines).toEqual([
    expect.stringMatching(/^watch: changes by other programs are not noticed here \(.+\)\./),
  ]);
});

test("one file outside is watched through its replacements", async () => {
  let changes = 0;
  const subscription = watchFile(join(root, "settings.json"), () => {
    changes += 1;
  });
  await writeFile(join(root, "other"), "");
  await writeFile(join(root, "temp"), "{}");
  await rename(join(root, "temp"), join(root, "settings.json"));
  await until(() => {
    if (changes === 0) throw new Error("not yet");
  });
  subscription.dispose();
  expect(() => watchFile(join(root, "none", "x"), () => {}).dispose()).not.toThrow();
});
