import { execFileSync } from "node:child_process";
import { chmod, mkdir, mkdtemp, readdir, realpath, rename, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { toDisposable } from "../../../core/base/disposable.ts";
import type { GitStatus } from "../../../core/contract/files.ts";
import { Git } from "../../adapters/git/git.ts";
import { EventBus } from "../../rpc/eventBus.ts";
import { GitService } from "./gitService.ts";

const never = new AbortController().signal;
let base: string;
let root: string;
let bus: EventBus;
const services: GitService[] = [];

beforeEach(async () => {
  base = await realpath(await mkdtemp(join(tmpdir(), "airlock-git-")));
  root = join(base, "ws");
  await mkdir(root);
  bus = new EventBus((error) => {
    throw error;
  });
});
afterEach(async () => {
  for (const service of services.splice(0)) service.dispose();
  await rm(base, { recursive: true, force: true });
});

const silent = { onDidChangeRepository: () => toDisposable(() => {}) };

function serviceAt(folder: string, variables: NodeJS.ProcessEnv = process.env): GitService {
  const service = new GitService(new Git(folder, variables), silent, bus, () => {});
  services.push(service);
  return service;
}

function git(...args: string[]): void {
  const identity = ["-c", "user.name=T", "-c", "user.email=t@example.org", "-c", "commit.gpgsign=false"];
  execFileSync("git", [...identity, ...args], { cwd: root, stdio: "pipe" });
}

const byPath = (status: GitStatus): Record<string, string> =>
  Object.fromEntries(
    status.files.map((file) => [file.path, `${file.status}${file.staged ? " staged" : ""}`]),
  );

async function makeRepository(): Promise<void> {
  git("init", "-q", "-b", "trunk");
  for (const name of ["same", "edited", "gone", "moved from", "both"])
    await writeFile(join(root, name), `${name}\n`.repeat(20));
  git("add", ".");
  git("commit", "-qm", "one");
}

test("every kind of change, names with spaces and line breaks, and the branch", async () => {
  await makeRepository();
  await writeFile(join(root, "edited"), "x");
  await rm(join(root, "gone"));
  await rename(join(root, "moved from"), join(root, "moved to"));
  await writeFile(join(root, "staged"), "x");
  git("add", "staged", "moved to", "moved from");
  await writeFile(join(root, "both"), "1");
  git("add", "both");
  await writeFile(join(root, "both"), "2");
  await writeFile(join(root, "new\nline ü"), "x");
  const status = await serviceAt(root).status(never);
  expect({ ...status, files: byPath(status) }).toEqual({
    branch: "trunk",
    ahead: 0,
    behind: 0,
    files: {
      edited: "modified",
      gone: "deleted",
      "moved to": "renamed staged",
      staged: "added staged",
      both: "modified",
      "new\nline ü": "untracked",
    },
  });
});

test("a workspace below the repository's root sees its own files, by its own paths", async () => {
  await makeRepository();
  await mkdir(join(root, "sub"));
  await writeFile(join(root, "sub", "a"), "x");
  await writeFile(join(root, "outside"), "x");
  expect(byPath(await serviceAt(join(root, "sub")).status(never))).toEqual({ a: "untracked" });
  git("add", ".");
  git("commit", "-qm", "two");
  expect(await serviceAt(join(root, "sub")).headText("a", never)).toBe("x");
});

test("the text at HEAD is read as the editor reads it", async () => {
  await makeRepository();
  await writeFile(join(root, "crlf"), "\ufeffa\r\nb\r\n");
  git("add", ".");
  git("-c", "core.autocrlf=false", "commit", "-qm", "two");
  await writeFile(join(root, "crlf"), "changed");
  const service = serviceAt(root);
  expect(await service.headText("crlf", never)).toBe("a\nb\n");
  expect(await service.headText("none", never)).toBe(undefined);
  expect(await service.headText("", never)).toBe(undefined);
});

test("without a repository or without git there is nothing, and no error", async () => {
  const nothing = { ahead: 0, behind: 0, files: [] };
  expect(await serviceAt(root, { ...process.env, GIT_CEILING_DIRECTORIES: base }).status(never)).toEqual(
    nothing,
  );
  await makeRepository();
  expect(await serviceAt(root, { PATH: "/nonexistent" }).status(never)).toEqual(nothing);
});

test("ADVERSARIAL 38: programs that the repository's configuration names are not run, and nothing is locked", async () => {
  await makeRepository();
  const trap = join(base, "trap.sh");
  await writeFile(trap, `#!/bin/sh\ntouch "${join(base, "sprung")}"\ncat\n`);
  await chmod(trap, 0o755);
  for (const [key, value] of [
    ["core.fsmonitor", trap],
    ["core.hooksPath", base],
    ["diff.external", trap],
    ["diff.evil.textconv", trap],
    ["diff.evil.command", trap],
    ["core.pager", trap],
    ["core.sshCommand", trap],
    ["alias.status", `!${trap}`],
    ["filter.ev.il.clean", trap],
    ["filter.ev.il.required", "true"],
    ["filter.process.process", trap],
  ] as const)
    git("config", key, value);
  await writeFile(join(root, ".gitattributes"), "* diff=evil filter=ev.il\nedited filter=process\n");
  await writeFile(join(root, "edited"), "x");
  const before = await readdir(join(root, ".git"));
  const service = serviceAt(root);
  expect(byPath(await service.status(never))).toEqual({ ".gitattributes": "untracked", edited: "modified" });
  expect(await service.headText("edited", never)).toBe("edited\n".repeat(20));
  expect(await readdir(base)).toEqual(["trap.sh", "ws"]);
  expect(await readdir(join(root, ".git"))).toEqual(before);
});

test("changes of files are announced once they settle", async () => {
  await makeRepository();
  serviceAt(root);
  await writeFile(join(root, "edited"), "x");
  const announced = new Promise<GitStatus>((resolve) => bus.on("git.didChange", resolve));
  for (let index = 0; index < 20; index += 1)
    bus.fire("files.didChange", { changes: [{ path: "edited", kind: "changed" }] });
  expect(byPath(await announced)).toEqual({ edited: "modified" });
});
