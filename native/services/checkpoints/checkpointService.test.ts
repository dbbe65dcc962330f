import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import {
  chmod,
  mkdir,
  mkdtemp,
  readdir,
  readFile,
  realpath,
  rename,
  rm,
  stat,
  symlink,
  writeFile,
} from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { ok, type Result } from "../../../core/base/result.ts";
import type { Failure } from "../../../core/contract/failure.ts";
import { WorkspaceDisk } from "../../adapters/fs/workspaceDisk.ts";
import { WorkspaceFiles } from "../../adapters/fs/workspaceFiles.ts";
import { ShadowGit } from "../../adapters/git/shadowGit.ts";
import { Ripgrep } from "../../adapters/ripgrep/ripgrep.ts";
import { WorkspaceSource } from "../../adapters/workspaceSource/workspaceSource.ts";
import { type CheckpointBounds, CheckpointService } from "./checkpointService.ts";

const never = new AbortController().signal;
let base: string;
let root: string;
let disk: WorkspaceDisk;
let named: string[];
const shadow = (): string => join(base, "home", "shadow.git");

beforeEach(async () => {
  base = await realpath(await mkdtemp(join(tmpdir(), "airlock-checkpoint-")));
  root = join(base, "ws");
  named = [];
  await mkdir(root);
  const opened = await WorkspaceDisk.open(root, { dataFolder: join(base, "data") });
  if (!opened.ok) throw new Error(opened.error.message);
  disk = opened.value;
});
afterEach(async () => {
  await rm(base, { recursive: true, force: true });
});

function service(
  bounds: Partial<CheckpointBounds> = {},
  variables: NodeJS.ProcessEnv = process.env,
): CheckpointService {
  const source = new WorkspaceSource(root, new Ripgrep(root, () => []));
  return new CheckpointService({
    list: (signal) => source.list(signal),
    scanner: new WorkspaceFiles(root),
    store: new ShadowGit(shadow(), variables, "now"),
    disk,
    named: () => ok(named),
    log: (line) => {
      throw new Error(line);
    },
    bounds,
  });
}

function value<T>(outcome: Result<T, Failure>): T {
  if (!outcome.ok) throw new Error(outcome.error.message);
  return outcome.value;
}

async function put(path: string, text: string | Buffer, mode?: number): Promise<void> {
  await mkdir(join(root, path, ".."), { recursive: true });
  await writeFile(join(root, path), text);
  if (mode !== undefined) await chmod(join(root, path), mode);
}

/** Every file below a folder: its bytes' hash and its mode. */
async function treeOf(folder: string, below = ""): Promise<Record<string, string>> {
  const tree: Record<string, string> = {};
  for (const entry of await readdir(join(folder, below), { withFileTypes: true })) {
    const path = below === "" ? entry.name : `${below}/${entry.name}`;
    if (entry.isDirectory()) Object.assign(tree, await treeOf(folder, path));
    else if (entry.isFile()) {
      const bytes = await readFile(join(folder, path));
      const { mode } = await stat(join(folder, path));
      tree[path] = `${createHash("sha256").update(bytes).digest("hex")} ${(mode & 0o777).toString(8)}`;
    }
  }
  return tree;
}

function git(...args: string[]): void {
  const identity = ["-c", "user.name=T", "-c", "user.email=t@example.org", "-c", "commit.gpgsign=false"];
  execFileSync("git", [...identity, ...args], { cwd: root, stdio: "pipe" });
}

const noise = (length: number, seed = 1): Buffer =>
  Buffer.from(Array.from({ length }, (_, index) => (index * 7919 * seed + (index >> 3) * 31) & 255));

test("files come back bit for bit, with their modes; what was added goes to the trash; and all of it can be undone", async () => {
  await put("changed.py", "one\r\ntwo\n");
  await put("kept.py", "kept");
  await put("deep/down/deleted ü\n.bin", noise(5000), 0o640);
  await put("run.sh", "#!/bin/sh\n", 0o755);
  await put("secret.py", "s", 0o600);
  await put('quote"back\\slash', "q");
  const checkpoints = service();
  const before = await treeOf(root);
  const id = value(await checkpoints.make(never));

  await put("changed.py", "other");
  await rm(join(root, "deep"), { recursive: true });
  await chmod(join(root, "run.sh"), 0o644);
  await put("new/added.py", "added");
  const changed = await treeOf(root);
  expect(value(await checkpoints.compare(id, never))).toEqual([
    { path: "changed.py", change: "changed" },
    { path: "deep/down/deleted ü\n.bin", change: "deleted" },
    { path: "new/added.py", change: "added" },
    { path: "run.sh", change: "changed" },
  ]);
  const restored = value(await checkpoints.restore(id, undefined, never));
  expect(restored).toEqual({ count: 4, failed: [], undo: expect.stringMatching(/^[0-9a-f]{40}$/) });
  expect(await treeOf(root)).toEqual(before);
  expect(await readFile(join(base, "data", "Trash", "files", "added.py"), "utf8")).toBe("added");
  expect(value(await checkpoints.compare(id, never))).toEqual([]);

  value(await checkpoints.restore(restored.undo, undefined, never));
  expect(await treeOf(root)).toEqual(changed);
});

test("only what is named is restored, and another process knows the checkpoint too", async () => {
  await put("a.py", "a");
  await put("b.py", "b");
  const id = value(await service().make(never));
  await put("a.py", "A");
  await put("b.py", "B");
  expect(value(await service().restore(id, ["b.py"], never)).count).toBe(1);
  expect([await readFile(join(root, "a.py"), "utf8"), await readFile(join(root, "b.py"), "utf8")]).toEqual([
    "A",
    "b",
  ]);
});

test("the person's own repository, index and configuration are bit for bit what they were, and none of it has a say", async () => {
  git("init", "-q", "-b", "trunk");
  const ran = join(base, "ran");
  await put(".gitignore", "ignored.py\n");
  await put("a.py", "# $Id$\none\r\ntwo\nthree\r\n");
  git("add", ".");
  git("commit", "-qm", "one");
  git("config", "filter.evil.clean", `sh -c 'touch ${ran}; cat'`);
  git("config", "filter.evil.smudge", `sh -c 'touch ${ran}; cat'`);
  git("config", "core.fsmonitor", `touch ${ran}`);
  git("config", "core.autocrlf", "true");
  await put(".gitattributes", "* filter=evil text eol=crlf ident working-tree-encoding=UTF-16\n");
  await put("ignored.py", "x");
  await put("nested/.git/HEAD", "ref: refs/heads/main\n");
  await put("nested/inner.py", "inner");
  for (const hook of ["post-commit", "reference-transaction", "post-index-change", "pre-auto-gc"])
    await put(`.git/hooks/${hook}`, `#!/bin/sh\ntouch ${ran}\n`, 0o755);
  // A person's own settings that would sign, hook and template whatever git does.
  const home = join(base, "person");
  await mkdir(join(home, "template", "hooks"), { recursive: true });
  await writeFile(join(home, "template", "hooks", "reference-transaction"), `#!/bin/sh\ntouch ${ran}\n`, {
    mode: 0o755,
  });
  await writeFile(
    join(home, ".gitconfig"),
    `[init]\n\ttemplateDir = ${home}/template\n[core]\n\thooksPath = ${home}/template/hooks\n[commit]\n\tgpgSign = true\n[gpg]\n\tprogram = touch ${ran}\n`,
  );
  const variables = {
    ...process.env,
    HOME: home,
    GIT_DIR: join(root, ".git"),
    GIT_INDEX_FILE: join(root, "x"),
  };
  const [repository, person, before] = [
    await treeOf(join(root, ".git")),
    await treeOf(home),
    await treeOf(root),
  ];

  const checkpoints = service({ spared: 0 }, variables);
  const id = value(await checkpoints.make(never));
  await put("a.py", "gone");
  await put("nested/inner.py", "gone");
  await put("ignored.py", "changed");
  const restored = value(await checkpoints.restore(id, undefined, never));
  expect(restored.failed).toEqual([]);
  value(await checkpoints.prune());
  await put("ignored.py", "x");
  expect(await treeOf(root)).toEqual(before);
  expect(await treeOf(join(root, ".git"))).toEqual(repository);
  expect(await treeOf(home)).toEqual(person);
  expect(await stat(ran).catch(() => "never ran")).toBe("never ran");
});

test("what is ignored, hidden or large is neither kept nor taken for added, and nothing that is not kept is overwritten", async () => {
  await put(".gitignore", "*.log\n");
  await put("out.log", "log");
  await put("large.bin", noise(5_100_000));
  await put("small.py", "small");
  await put("grows.py", "grows");
  const checkpoints = service();
  const id = value(await checkpoints.make(never));
  await new Promise((resolve) => setTimeout(resolve, 100));
  await put(".gitignore", "small.py\n");
  await put("large.bin", "now it is small");
  await put("small.py", "changed, and ignored now");
  await put("grows.py", noise(5_100_000));
  expect(value(await checkpoints.compare(id, never))).toEqual([
    { path: "grows.py", change: "changed" },
    { path: "small.py", change: "changed" },
  ]);
  const restored = value(await checkpoints.restore(id, undefined, never));
  expect([restored.count, restored.failed]).toEqual([2, []]);
  expect(await readFile(join(root, "small.py"), "utf8")).toBe("small");
  // What was too large for a question's checkpoint was kept all the same before it was overwritten.
  value(await checkpoints.restore(restored.undo, undefined, never));
  expect((await stat(join(root, "grows.py"))).size).toBe(5_100_000);
  expect(await readFile(join(root, "out.log"), "utf8")).toBe("log");
});

test("a folder that was moved goes back, and what stands in the way by now is left alone and named", async () => {
  await put("old/a.py", "a");
  await put("old/b.py", "b");
  await put("linked.py", "linked");
  await put("target.py", "target");
  const checkpoints = service();
  const id = value(await checkpoints.make(never));
  await new Promise((resolve) => setTimeout(resolve, 100));
  await rename(join(root, "old"), join(root, "moved"));
  await rm(join(root, "linked.py"));
  await symlink("target.py", join(root, "linked.py"));
  const restored = value(await checkpoints.restore(id, undefined, never));
  expect(restored.failed).toEqual([{ path: "linked.py", reason: "Something else stands there now." }]);
  expect(Object.keys(await treeOf(root)).sort()).toEqual(["old/a.py", "old/b.py", "target.py"]);
  expect(await readFile(join(root, "target.py"), "utf8")).toBe("target");
});

test("nothing changed: the same checkpoint, at once, on 2,000 files", async () => {
  for (let index = 0; index < 2000; index++)
    await put(`src/${index % 40}/file${index}.py`, `x = ${index}\n`.repeat(200));
  const checkpoints = service();
  const id = value(await checkpoints.make(never));
  await new Promise((resolve) => setTimeout(resolve, 2100));
  expect(value(await checkpoints.make(never))).toBe(id);
  const again = performance.now();
  expect(value(await checkpoints.make(never))).toBe(id);
  const unchanged = performance.now();
  await put("src/0/file0.py", "changed");
  expect(value(await checkpoints.make(never))).not.toBe(id);
  expect(unchanged - again).toBeLessThan(1000);
});

test("checkpoints whose turns are gone give their room back; those that are named stay whole", async () => {
  const checkpoints = service({ spared: 0 });
  const size = async (): Promise<number> =>
    value(await new ShadowGit(shadow(), process.env).size(never)).bytes;
  await put("a.bin", noise(200_000, 3));
  named = [value(await checkpoints.make(never))];
  value(await checkpoints.prune());
  const small = await size();
  for (let index = 0; index < 12; index++) {
    await put("big.bin", createHash("shake256", { outputLength: 400_000 }).update(String(index)).digest());
    value(await checkpoints.make(never));
  }
  expect(await size()).toBeGreaterThan(small + 4_000_000);
  value(await checkpoints.prune());
  expect(await size()).toBeLessThan(small + 50_000);
  await put("a.bin", "other");
  await rm(join(root, "big.bin"));
  value(await checkpoints.restore(named[0] ?? "", undefined, never));
  expect(await readFile(join(root, "a.bin"))).toEqual(noise(200_000, 3));
});

test("however many are named, the store keeps to its bound: the oldest go, and say so", async () => {
  const checkpoints = service({ spared: 0, storeBytes: 2_000_000 });
  for (let index = 0; index < 12; index++) {
    await put("big.bin", createHash("shake256", { outputLength: 400_000 }).update(String(index)).digest());
    named.push(value(await checkpoints.make(never)));
  }
  value(await checkpoints.prune());
  const store = new ShadowGit(shadow(), process.env);
  expect(value(await store.size(never)).bytes).toBeLessThan(2_000_000);
  const kept = value(await store.list(never)).length;
  expect(kept).toBeGreaterThan(0);
  const outcomes = await Promise.all(named.map((id) => checkpoints.compare(id, never)));
  expect(outcomes.filter((one) => !one.ok && one.error.code === "notFound")).toHaveLength(12 - kept);
});

test("what was just made is spared though no turn names it yet, and so is the way back", async () => {
  await put("a.py", "a");
  const checkpoints = service();
  const id = value(await checkpoints.make(never));
  value(await checkpoints.prune());
  expect(value(await checkpoints.compare(id, never))).toEqual([]);
  await put("a.py", "b");
  const { undo } = value(await checkpoints.restore(id, undefined, never));
  const later = service({ spared: 0 });
  value(await later.prune());
  expect((await later.compare(id, never)).ok).toBe(false);
  expect(value(await later.compare(undo, never))).toEqual([{ path: "a.py", change: "changed" }]);
});

test("without git there is one sentence, and nothing is made", async () => {
  await put("a.py", "a");
  const made = await service({}, { PATH: "/nonexistent" }).make(never);
  expect(made).toEqual({
    ok: false,
    error: {
      code: "toolMissing",
      message:
        "Git is not installed, so the files are not kept with each question. All else works without it.",
    },
  });
});
