import { execFileSync } from "node:child_process";
import { chmod, mkdir, readFile, rename, rm, stat, symlink, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { CheckpointedFolder, pattern, treeOf, unwrap } from "../../fixtures/checkpointedFolder.ts";

const never = new AbortController().signal;
let folder: CheckpointedFolder;
beforeEach(async () => {
  folder = await CheckpointedFolder.make();
});
afterEach(() => folder.remove());

function git(...args: string[]): void {
  const identity = ["-c", "user.name=T", "-c", "user.email=t@example.org", "-c", "commit.gpgsign=false"];
  execFileSync("git", [...identity, ...args], { cwd: folder.root, stdio: "pipe" });
}

test("files come back bit for bit, with their modes; what was added goes to the trash; and all of it can be undone", async () => {
  await folder.put("changed.py", "one\r\ntwo\n");
  await folder.put("kept.py", "kept");
  await folder.put("deep/down/deleted ü\n.bin", pattern(5000), 0o640);
  await folder.put("run.sh", "#!/bin/sh\n", 0o755);
  await folder.put("secret.py", "s", 0o600);
  await folder.put('quote"back\\slash', "q");
  const checkpoints = folder.service();
  const before = await treeOf(folder.root);
  const id = unwrap(await checkpoints.make(never));

  await folder.put("changed.py", "other");
  await rm(join(folder.root, "deep"), { recursive: true });
  await chmod(join(folder.root, "run.sh"), 0o644);
  await folder.put("new/added.py", "added");
  const changed = await treeOf(folder.root);
  expect(unwrap(await checkpoints.compare(id, never))).toEqual([
    { path: "changed.py", change: "changed" },
    { path: "deep/down/deleted ü\n.bin", change: "deleted" },
    { path: "new/added.py", change: "added" },
    { path: "run.sh", change: "changed" },
  ]);
  const restored = unwrap(await checkpoints.restore(id, undefined, never));
  expect(restored).toEqual({ count: 4, failed: [], undo: expect.stringMatching(/^[0-9a-f]{40}$/) });
  expect(await treeOf(folder.root)).toEqual(before);
  expect(await readFile(join(folder.base, "data", "Trash", "files", "added.py"), "utf8")).toBe("added");
  expect(unwrap(await checkpoints.compare(id, never))).toEqual([]);

  unwrap(await checkpoints.restore(restored.undo, undefined, never));
  expect(await treeOf(folder.root)).toEqual(changed);
});

test("only what is folder.named is restored, and another process knows the checkpoint too", async () => {
  await folder.put("a.py", "a");
  await folder.put("b.py", "b");
  const id = unwrap(await folder.service().make(never));
  await folder.put("a.py", "A");
  await folder.put("b.py", "B");
  expect(unwrap(await folder.service().restore(id, ["b.py"], never)).count).toBe(1);
  expect([await folder.text("a.py"), await folder.text("b.py")]).toEqual(["A", "b"]);
});

test("the person's own repository, index and configuration are bit for bit what they were, and none of it has a say", async () => {
  git("init", "-q", "-b", "trunk");
  const ran = join(folder.base, "ran");
  await folder.put(".gitignore", "ignored.py\n");
  await folder.put("a.py", "# $Id$\none\r\ntwo\nthree\r\n");
  git("add", ".");
  git("commit", "-qm", "one");
  git("config", "filter.evil.clean", `sh -c 'touch ${ran}; cat'`);
  git("config", "filter.evil.smudge", `sh -c 'touch ${ran}; cat'`);
  git("config", "core.fsmonitor", `touch ${ran}`);
  git("config", "core.autocrlf", "true");
  await folder.put(".gitattributes", "* filter=evil text eol=crlf ident working-tree-encoding=UTF-16\n");
  await folder.put("ignored.py", "x");
  await folder.put("nested/.git/HEAD", "ref: refs/heads/main\n");
  await folder.put("nested/inner.py", "inner");
  for (const hook of ["post-commit", "reference-transaction", "post-index-change", "pre-auto-gc"])
    await folder.put(`.git/hooks/${hook}`, `#!/bin/sh\ntouch ${ran}\n`, 0o755);
  // A person's own settings that would sign, hook and template whatever git does.
  const home = join(folder.base, "person");
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
    GIT_DIR: join(folder.root, ".git"),
    GIT_INDEX_FILE: join(folder.root, "x"),
  };
  const [repository, person, before] = [
    await treeOf(join(folder.root, ".git")),
    await treeOf(home),
    await treeOf(folder.root),
  ];

  const checkpoints = folder.service({ spared: 0 }, variables);
  const id = unwrap(await checkpoints.make(never));
  await folder.put("a.py", "gone");
  await folder.put("nested/inner.py", "gone");
  await folder.put("ignored.py", "changed");
  const restored = unwrap(await checkpoints.restore(id, undefined, never));
  expect(restored.failed).toEqual([]);
  unwrap(await checkpoints.prune());
  await folder.put("ignored.py", "x");
  expect(await treeOf(folder.root)).toEqual(before);
  expect(await treeOf(join(folder.root, ".git"))).toEqual(repository);
  expect(await treeOf(home)).toEqual(person);
  expect(await stat(ran).catch(() => "never ran")).toBe("never ran");
});

test("what is ignored, hidden or large is neither kept nor taken for added, and nothing that is not kept is overwritten", async () => {
  await folder.put(".gitignore", "*.log\n");
  await folder.put("out.log", "log");
  await folder.put("large.bin", pattern(5_100_000));
  await folder.put("small.py", "small");
  await folder.put("grows.py", "grows");
  const checkpoints = folder.service();
  const id = unwrap(await checkpoints.make(never));
  await new Promise((resolve) => setTimeout(resolve, 100));
  await folder.put(".gitignore", "small.py\n");
  await folder.put("large.bin", "now it is small");
  await folder.put("small.py", "changed, and ignored now");
  await folder.put("grows.py", pattern(5_100_000));
  expect(unwrap(await checkpoints.compare(id, never))).toEqual([
    { path: "grows.py", change: "changed" },
    { path: "small.py", change: "changed" },
  ]);
  const restored = unwrap(await checkpoints.restore(id, undefined, never));
  expect([restored.count, restored.failed]).toEqual([2, []]);
  expect(await folder.text("small.py")).toBe("small");
  // What was too large for a question's checkpoint was kept all the same before it was overwritten.
  unwrap(await checkpoints.restore(restored.undo, undefined, never));
  expect((await stat(join(folder.root, "grows.py"))).size).toBe(5_100_000);
  expect(await folder.text("out.log")).toBe("log");
});

test("a folder that was moved goes back, and what stands in the way by now is left alone and folder.named", async () => {
  await folder.put("old/a.py", "a");
  await folder.put("old/b.py", "b");
  await folder.put("linked.py", "linked");
  await folder.put("target.py", "target");
  const checkpoints = folder.service();
  const id = unwrap(await checkpoints.make(never));
  await new Promise((resolve) => setTimeout(resolve, 100));
  await rename(join(folder.root, "old"), join(folder.root, "moved"));
  await rm(join(folder.root, "linked.py"));
  await symlink("target.py", join(folder.root, "linked.py"));
  const restored = unwrap(await checkpoints.restore(id, undefined, never));
  expect(restored.failed).toEqual([{ path: "linked.py", reason: "Something else stands there now." }]);
  expect(Object.keys(await treeOf(folder.root)).sort()).toEqual(["old/a.py", "old/b.py", "target.py"]);
  expect(await folder.text("target.py")).toBe("target");
});

test("nothing changed: the same checkpoint, at once, on 2,000 files", async () => {
  for (let index = 0; index < 2000; index++)
    await folder.put(`src/${index % 40}/file${index}.py`, `x = ${index}\n`.repeat(200));
  const checkpoints = folder.service();
  const id = unwrap(await checkpoints.make(never));
  await new Promise((resolve) => setTimeout(resolve, 2100));
  expect(unwrap(await checkpoints.make(never))).toBe(id);
  const again = performance.now();
  expect(unwrap(await checkpoints.make(never))).toBe(id);
  const unchanged = performance.now();
  await folder.put("src/0/file0.py", "changed");
  expect(unwrap(await checkpoints.make(never))).not.toBe(id);
  expect(unchanged - again).toBeLessThan(1000);
});

test("without git there is one sentence, and nothing is made", async () => {
  await folder.put("a.py", "a");
  const made = await folder.service({}, { PATH: "/nonexistent" }).make(never);
  expect(made).toEqual({
    ok: false,
    error: {
      code: "toolMissing",
      message:
        "Git is not installed, so the files are not kept with each question. All else works without it.",
    },
  });
});
