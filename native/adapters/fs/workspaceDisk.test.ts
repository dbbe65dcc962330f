import { execFileSync, spawnSync } from "node:child_process";
import {
  chmod,
  link,
  lstat,
  mkdir,
  mkdtemp,
  readdir,
  readFile,
  readlink,
  realpath,
  rename,
  rm,
  stat,
  symlink,
  truncate,
  writeFile,
} from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { etagOf } from "./diskFile.ts";
import { WorkspaceDisk, type WorkspaceDiskOptions } from "./workspaceDisk.ts";

const never = new AbortController().signal;
const mebibyte = 1024 * 1024;
let base: string;
let root: string;

beforeEach(async () => {
  base = await realpath(await mkdtemp(join(tmpdir(), "airlock-disk-")));
  root = join(base, "ws");
  await mkdir(root);
  await mkdir(join(base, "ws-evil"));
  await writeFile(join(base, "ws-evil", "secret.txt"), "secret");
});
afterEach(() => rm(base, { recursive: true, force: true }));

async function openDisk(options: Partial<WorkspaceDiskOptions> = {}): Promise<WorkspaceDisk> {
  const opened = await WorkspaceDisk.open(root, { dataFolder: join(base, "data"), ...options });
  if (!opened.ok) throw new Error(opened.error.message);
  return opened.value;
}

const codeOf = (result: { ok: boolean; error?: { code: string } }): string | undefined => result.error?.code;

test("ADVERSARIAL 26: what leaves the workspace by its spelling is refused, for reading and writing", async () => {
  const disk = await openDisk();
  const paths = [
    "../ws-evil/secret.txt",
    "a/../../ws-evil/secret.txt",
    "..",
    ".",
    "a\0b",
    "\\\\server\\share\\x",
    "//server/share/x",
    "/etc/passwd",
    "C:/Windows/x",
    "..\\ws-evil\\secret.txt",
    join(base, "ws-evil", "secret.txt"),
  ];
  for (const path of paths) {
    expect([path, codeOf(await disk.read(path, 100))]).toEqual([path, "invalidPath"]);
    expect([path, codeOf(await disk.write(path, Buffer.from("x"), undefined))]).toEqual([
      path,
      "invalidPath",
    ]);
    expect([path, codeOf(await disk.list(path, never))]).toEqual([path, "invalidPath"]);
    expect([path, codeOf(await disk.trash(path))]).toEqual([path, "invalidPath"]);
  }
  // Never decoded: a folder may be called %2e%2e, and there is none here.
  expect(codeOf(await disk.read("%2e%2e/ws-evil/secret.txt", 100))).toBe("notFound");
  expect(codeOf(await disk.read("..%2fws-evil%2fsecret.txt", 100))).toBe("notFound");
  expect(await readdir(join(base, "ws-evil"))).toEqual(["secret.txt"]);
});

test("ADVERSARIAL 27: links out of the workspace are refused, links within are followed", async () => {
  const disk = await openDisk();
  await symlink(join(base, "ws-evil"), join(root, "out"));
  await symlink("../ws-evil/secret.txt", join(root, "outfile"));
  await symlink("/nowhere/at/all", join(root, "broken"));
  await mkdir(join(root, "in"));
  await writeFile(join(root, "in", "a.txt"), "one");
  await symlink("in/a.txt", join(root, "alias"));

  for (const path of ["out/secret.txt", "outfile"]) {
    expect([path, codeOf(await disk.read(path, 100))]).toEqual([path, "outsideWorkspace"]);
    const written = await disk.write(path, Buffer.from("x"), etagOf(Buffer.from("secret")));
    expect([path, codeOf(written)]).toEqual([path, "outsideWorkspace"]);
  }
  expect(codeOf(await disk.write("out/new.txt", Buffer.from("x"), undefined))).toBe("outsideWorkspace");
  expect(codeOf(await disk.createFolder("out/new"))).toBe("outsideWorkspace");
  expect(codeOf(await disk.list("out", never))).toBe("outsideWorkspace");
  expect(codeOf(await disk.rename("in/a.txt", "out/a.txt"))).toBe("outsideWorkspace");
  expect(codeOf(await disk.realFolder("out"))).toBe("outsideWorkspace");
  expect(codeOf(await disk.realFolder("alias"))).toBe("notADirectory");
  expect(await disk.realFolder("in")).toEqual({ ok: true, value: join(root, "in") });
  expect(codeOf(await disk.read("broken", 100))).toBe("notFound");

  const written = await disk.write("alias", Buffer.from("two"), etagOf(Buffer.from("one")));
  expect(written.ok).toBe(true);
  expect((await lstat(join(root, "alias"))).isSymbolicLink()).toBe(true);
  expect(await readFile(join(root, "in", "a.txt"), "utf8")).toBe("two");

  const listed = await disk.list("", never);
  if (!listed.ok) throw new Error(listed.error.message);
  expect(Object.fromEntries(listed.value.map((entry) => [entry.name, entry.target ?? entry.kind]))).toEqual({
    alias: "file",
    broken: "broken",
    in: "folder",
    out: "outside",
    outfile: "outside",
  });
  expect(await readFile(join(base, "ws-evil", "secret.txt"), "utf8")).toBe("secret");
  expect(await readdir(join(base, "ws-evil"))).toEqual(["secret.txt"]);
});

test("ADVERSARIAL 27: a folder swapped for a link between check and write changes nothing outside", async () => {
  await mkdir(join(root, "sub"));
  await writeFile(join(root, "sub", "secret.txt"), "secret");
  const disk = await openDisk({
    onChecked: async () => {
      await rename(join(root, "sub"), join(root, "moved"));
      await symlink(join(base, "ws-evil"), join(root, "sub"));
    },
  });
  const written = await disk.write(
    "sub/secret.txt",
    Buffer.from("overwritten"),
    etagOf(Buffer.from("secret")),
  );
  expect(await readFile(join(base, "ws-evil", "secret.txt"), "utf8")).toBe("secret");
  expect(await readdir(join(base, "ws-evil"))).toEqual(["secret.txt"]);
  // The folder that was checked is the folder that was written, wherever in the workspace it lies now.
  expect(written.ok).toBe(true);
  expect(await readFile(join(root, "moved", "secret.txt"), "utf8")).toBe("overwritten");
});

test("ADVERSARIAL 27: a file swapped for a link between check and read or write is refused", async () => {
  await writeFile(join(root, "secret.txt"), "secret");
  const disk = await openDisk({
    onChecked: async () => {
      await rm(join(root, "secret.txt"));
      await symlink(join(base, "ws-evil", "secret.txt"), join(root, "secret.txt"));
    },
  });
  expect(
    codeOf(await disk.write("secret.txt", Buffer.from("overwritten"), etagOf(Buffer.from("secret")))),
  ).toBe("invalidPath");
  expect(await readFile(join(base, "ws-evil", "secret.txt"), "utf8")).toBe("secret");
  await rm(join(root, "secret.txt"));
  await writeFile(join(root, "secret.txt"), "mine");
  expect(codeOf(await disk.read("secret.txt", 100))).toBe("invalidPath");
});

test("ADVERSARIAL 27: a folder moved out of the workspace before the write is refused", async () => {
  await mkdir(join(root, "sub"));
  const disk = await openDisk({ onChecked: () => rename(join(root, "sub"), join(base, "taken")) });
  expect(codeOf(await disk.write("sub/new.txt", Buffer.from("x"), undefined))).toBe("outsideWorkspace");
  expect(await readdir(join(base, "taken"))).toEqual([]);
});

test("ADVERSARIAL 28: 200 MB, pipes and devices are refused without reading them", async () => {
  const disk = await openDisk();
  await writeFile(join(root, "huge"), "");
  await truncate(join(root, "huge"), 200 * mebibyte);
  execFileSync("mkfifo", [join(root, "pipe")]);
  await symlink("/dev/zero", join(root, "zero"));
  const before = process.memoryUsage().rss;
  const huge = await disk.read("huge", 64 * mebibyte);
  expect(huge).toEqual({
    ok: false,
    error: {
      code: "tooLarge",
      message: "huge has 200 MiB; files of up to 64 MiB can be opened as text. Use a terminal for this one.",
    },
  });
  expect(process.memoryUsage().rss - before).toBeLessThan(50 * mebibyte);
  expect(codeOf(await disk.read("pipe", 100))).toBe("notAFile");
  expect(codeOf(await disk.read("zero", 100))).toBe("outsideWorkspace");
  expect(codeOf(await disk.write("pipe", Buffer.from("x"), undefined))).toBe("notAFile");
  if (process.getuid?.() === 0) {
    execFileSync("mknod", [join(root, "device"), "c", "1", "5"]);
    expect(codeOf(await disk.read("device", 100))).toBe("notAFile");
  }
  expect(codeOf(await disk.read("", 100))).toBe("invalidPath");
});

test("ADVERSARIAL 28: a file one byte past the limit is refused, one at the limit is read", async () => {
  const disk = await openDisk();
  await mkdir(join(root, "p"));
  await writeFile(join(root, "p", "a"), "x".repeat(1000));
  expect(codeOf(await disk.read("p/a", 999))).toBe("tooLarge");
  expect((await disk.read("p/a", 1000)).ok).toBe(true);
});

test("ADVERSARIAL 29: link loops end, and a listing can be cancelled", async () => {
  const disk = await openDisk();
  await symlink("loop", join(root, "loop"));
  await mkdir(join(root, "a"));
  await symlink("..", join(root, "a", "up"));
  await symlink("b", join(root, "c"));
  await symlink("c", join(root, "b"));
  expect(codeOf(await disk.read("loop", 100))).toBe("invalidPath");
  expect(codeOf(await disk.list("b", never))).toBe("invalidPath");
  expect((await disk.list("a/up/a/up/a", never)).ok).toBe(true);
  const names = Array.from({ length: 2000 }, (_, index) => join(root, "a", `f${index}`));
  await Promise.all(names.map((name) => writeFile(name, "")));
  const abort = new AbortController();
  const listing = disk.list("a", abort.signal);
  abort.abort();
  expect(codeOf(await listing)).toBe("cancelled");
});

const naughty = [
  "naïve café.py",
  "日本語.py",
  "😀👩‍👩‍👧.txt",
  " lead and trail ",
  "quote'\"`.txt",
  "$(touch x).sh",
  "-rf",
  "new\nline",
  "tab\there",
  "%2e%2e",
  "a%00b",
  "~",
  "*?[x].txt",
  "&|;<>",
  "\u202etxt.exe",
  "\u0001\u007f",
  "...",
  "CON",
  "İstanbul",
  "#hash?query=1",
  "{{7*7}}",
  "<script>alert(1)</script>".replace("/", "_"),
  "e\u0301 and é",
  "null",
  "undefined",
  "x".repeat(255),
];

test("ADVERSARIAL 30: naughty names round-trip through list, read, write, rename, copy and trash", async () => {
  const disk = await openDisk();
  for (const name of naughty) {
    expect([name, await disk.write(name, Buffer.from(name), undefined)]).toMatchObject([name, { ok: true }]);
    const read = await disk.read(name, 10_000);
    expect([name, read.ok && read.value.bytes.toString("utf8")]).toEqual([name, name]);
  }
  const listed = await disk.list("", never);
  if (!listed.ok) throw new Error(listed.error.message);
  expect(listed.value.map((entry) => entry.name).sort()).toEqual([...naughty].sort());
  expect(new Set(listed.value.map((entry) => entry.kind))).toEqual(new Set(["file"]));
  await mkdir(join(root, "to"));
  for (const name of naughty) {
    expect([name, await disk.copy(name, `to/${name}`)]).toEqual([name, { ok: true, value: {} }]);
    expect([name, await disk.rename(name, `${name === "x".repeat(255) ? "" : name}2`)]).toEqual([
      name,
      { ok: true, value: {} },
    ]);
    // A name of 255 bytes leaves no room for ".trashinfo"; it is refused with a sentence, and stays.
    const trashed = await disk.trash(`to/${name}`);
    expect([name, trashed.ok]).toEqual([name, name !== "x".repeat(255)]);
  }
  const names = Buffer.from(join(root, "bad-"));
  await writeFile(Buffer.concat([names, Buffer.from([0xff, 0xfe])]), "");
  const again = await disk.list("", never);
  expect(again.ok && again.value.filter((entry) => entry.kind === "other").length).toBe(1);
});

test("ADVERSARIAL 11: a file changed, deleted or created meanwhile is never overwritten", async () => {
  const disk = await openDisk();
  await writeFile(join(root, "a"), "theirs");
  const conflict = await disk.write("a", Buffer.from("mine"), etagOf(Buffer.from("old")));
  expect(conflict).toMatchObject({
    ok: false,
    error: { code: "conflict", data: { diskEtag: etagOf(Buffer.from("theirs")) } },
  });
  expect(await disk.write("a", Buffer.from("mine"), undefined)).toMatchObject({
    ok: false,
    error: { code: "conflict" },
  });
  expect(await disk.write("gone", Buffer.from("mine"), etagOf(Buffer.from("old")))).toMatchObject({
    ok: false,
    error: { code: "conflict", data: {} },
  });
  expect(await readFile(join(root, "a"), "utf8")).toBe("theirs");
  expect(await readdir(root)).toEqual(["a"]);
});

test("ADVERSARIAL 11: a change that comes during the write itself is seen before the rename", async () => {
  await writeFile(join(root, "a"), "old");
  const disk = await openDisk({
    onStep: (step) => {
      if (step === "tempSynced") execFileSync("sh", ["-c", 'printf theirs > "$1"', "sh", join(root, "a")]);
    },
  });
  expect(codeOf(await disk.write("a", Buffer.from("mine"), etagOf(Buffer.from("old"))))).toBe("conflict");
  expect(await readFile(join(root, "a"), "utf8")).toBe("theirs");
  await rm(join(root, "a"));
  // The same for a new file: whoever made it first keeps it.
  expect(codeOf(await disk.write("a", Buffer.from("mine"), undefined))).toBe("conflict");
  expect(await readFile(join(root, "a"), "utf8")).toBe("theirs");
  expect(await readdir(root)).toEqual(["a"]);
});

test("writing keeps the mode, refuses a read-only file and folders, and leaves no temporary file", async () => {
  const disk = await openDisk();
  await writeFile(join(root, "run.sh"), "one");
  await chmod(join(root, "run.sh"), 0o751);
  expect((await disk.write("run.sh", Buffer.from("two"), etagOf(Buffer.from("one")))).ok).toBe(true);
  expect((await stat(join(root, "run.sh"))).mode & 0o777).toBe(0o751);
  await chmod(join(root, "run.sh"), 0o444);
  expect(codeOf(await disk.write("run.sh", Buffer.from("x"), etagOf(Buffer.from("two"))))).toBe("readOnly");
  expect(await disk.read("run.sh", 100)).toMatchObject({ ok: true, value: { readOnly: true } });
  await mkdir(join(root, "folder"));
  expect(codeOf(await disk.write("folder", Buffer.from("x"), undefined))).toBe("notAFile");
  expect(codeOf(await disk.write("missing/x", Buffer.from("x"), undefined))).toBe("notFound");
  expect((await readdir(root)).sort()).toEqual(["folder", "run.sh"]);
});

test("rename and copy never replace, and a folder does not go into itself", async () => {
  const disk = await openDisk();
  expect((await disk.createFolder("a/b/c")).ok).toBe(true);
  expect(codeOf(await disk.createFolder("a/b"))).toBe("alreadyExists");
  await writeFile(join(root, "a", "b", "x"), "x");
  await writeFile(join(root, "y"), "y");
  expect(codeOf(await disk.rename("y", "a/b/x"))).toBe("alreadyExists");
  expect(codeOf(await disk.copy("y", "a/b/x"))).toBe("alreadyExists");
  expect(codeOf(await disk.rename("a", "a/b/c/d"))).toBe("invalidPath");
  expect(codeOf(await disk.copy("a", "a/d"))).toBe("invalidPath");
  expect(codeOf(await disk.rename("none", "z"))).toBe("notFound");
  expect(codeOf(await disk.rename("", "z"))).toBe("invalidPath");
  expect((await disk.copy("a", "copy")).ok).toBe(true);
  expect(await readFile(join(root, "copy", "b", "x"), "utf8")).toBe("x");
  execFileSync("mkfifo", [join(root, "a", "pipe")]);
  expect(codeOf(await disk.copy("a", "half"))).toBe("notAFile");
  expect((await readdir(root)).sort()).toEqual(["a", "copy", "y"]);
  await link(join(root, "y"), join(root, "hard"));
  expect(codeOf(await disk.rename("y", "y"))).toBe("alreadyExists");
});

test("trash follows the freedesktop.org layout and can be restored", async () => {
  const disk = await openDisk();
  const trash = join(base, "data", "Trash");
  await mkdir(join(root, "ä b"));
  await writeFile(join(root, "ä b", "x.txt"), "1");
  await symlink(join(base, "ws-evil"), join(root, "out"));
  expect(await disk.trash("ä b/x.txt")).toEqual({
    ok: true,
    value: { trashedTo: join(trash, "files", "x.txt") },
  });
  await writeFile(join(root, "ä b", "x.txt"), "2");
  expect(await disk.trash("ä b/x.txt")).toEqual({
    ok: true,
    value: { trashedTo: join(trash, "files", "x.2.txt") },
  });
  expect(await readFile(join(trash, "files", "x.2.txt"), "utf8")).toBe("2");
  const info = await readFile(join(trash, "info", "x.2.txt.trashinfo"), "utf8");
  expect(info).toMatch(
    /^\[Trash Info\]\nPath=\/.*\/ws\/%C3%A4%20b\/x\.txt\nDeletionDate=\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\n$/,
  );
  // A link goes by itself; what it points to stays.
  expect((await disk.trash("out")).ok).toBe(true);
  expect(await readlink(join(trash, "files", "out"))).toBe(join(base, "ws-evil"));
  expect(await readdir(join(base, "ws-evil"))).toEqual(["secret.txt"]);
  expect(codeOf(await disk.trash(""))).toBe("invalidPath");
});

test("trash on another disk: a copy that is whole, then the original goes", async (context) => {
  const data = join(base, "data");
  await mkdir(data);
  const mounted =
    process.getuid?.() === 0 &&
    spawnSync("mount", ["-t", "tmpfs", "-o", "size=256k", "tmpfs", data]).status === 0;
  if (!mounted) context.skip("needs root, to mount another disk");
  try {
    const disk = await openDisk();
    await mkdir(join(root, "folder"));
    await writeFile(join(root, "folder", "x"), "1", { mode: 0o751 });
    await symlink("x", join(root, "folder", "alias"));
    await writeFile(join(root, "large"), Buffer.alloc(1024 * 1024));
    expect((await disk.trash("folder")).ok).toBe(true);
    const trashed = join(data, "Trash", "files", "folder");
    expect((await stat(join(trashed, "x"))).mode & 0o777).toBe(0o751);
    expect(await readlink(join(trashed, "alias"))).toBe("x");
    expect(codeOf(await disk.trash("large"))).toBe("diskFull");
    expect(await readdir(root)).toEqual(["large"]);
    expect(await readdir(join(data, "Trash", "info"))).toEqual(["folder.trashinfo"]);
    expect(await readdir(join(data, "Trash", "files"))).toEqual(["folder"]);
  } finally {
    execFileSync("umount", [data]);
  }
});
