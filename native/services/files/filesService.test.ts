import { chmod, mkdir, mkdtemp, readdir, readFile, rm, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import type { FileText } from "../../../core/contract/files.ts";
import { WorkspaceDisk } from "../../adapters/fs/workspaceDisk.ts";
import { Ripgrep } from "../../adapters/ripgrep/ripgrep.ts";
import { EventBus } from "../../rpc/eventBus.ts";
import { FilesService } from "./filesService.ts";

const never = new AbortController().signal;
let root: string;
let bus: EventBus;
let files: FilesService;

beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), "airlock-files-"));
  const disk = await WorkspaceDisk.open(root, { dataFolder: join(root, "data") });
  if (!disk.ok) throw new Error(disk.error.message);
  bus = new EventBus((error) => {
    throw error;
  });
  files = new FilesService(disk.value, new Ripgrep(root, () => []), bus);
});
afterEach(async () => {
  files.dispose();
  await rm(root, { recursive: true, force: true });
});

async function read(path: string): Promise<FileText> {
  const result = await files.read(path);
  if (!result.ok) throw new Error(result.error.message);
  return result.value;
}

test("a save changes the text and nothing else: encoding, mark, line ends, mode", async () => {
  const bytes = Buffer.from("\ufeffun\r\ndeux é\r\n", "utf16le");
  await writeFile(join(root, "a.txt"), bytes);
  await chmod(join(root, "a.txt"), 0o640);
  const before = await read("a.txt");
  expect(before).toMatchObject({ text: "un\ndeux é\n", size: bytes.length, readOnly: false });
  const written = await files.write("a.txt", `${before.text}trois\n`, before.format, before.etag);
  expect(await readFile(join(root, "a.txt"))).toEqual(
    Buffer.from("\ufeffun\r\ndeux é\r\ntrois\r\n", "utf16le"),
  );
  expect((await stat(join(root, "a.txt"))).mode & 0o777).toBe(0o640);
  expect(written).toMatchObject({ ok: true, value: { etag: (await read("a.txt")).etag } });
});

test("ADVERSARIAL 11: a conflict brings the disk's text along", async () => {
  await writeFile(join(root, "a.txt"), "one");
  const before = await read("a.txt");
  await writeFile(join(root, "a.txt"), "two");
  const now = await read("a.txt");
  expect(now.etag).not.toBe(before.etag);
  expect(await files.write("a.txt", "mine", before.format, before.etag)).toEqual({
    ok: false,
    error: {
      code: "conflict",
      message:
        "a.txt was changed on disk by another program. Compare both before you save; nothing was written.",
      data: { diskEtag: now.etag, diskText: "two" },
    },
  });
  expect(await readFile(join(root, "a.txt"), "utf8")).toBe("two");
});

test("ADVERSARIAL 28: binary is refused, invalid UTF-8 opens and is saved with its bytes", async () => {
  await writeFile(join(root, "b.bin"), Buffer.from([1, 0, 2]));
  expect(await files.read("b.bin")).toMatchObject({ ok: false, error: { code: "binary" } });
  await writeFile(join(root, "bad.txt"), Buffer.from([0x61, 0xff, 0xc3, 0x28]));
  const before = await read("bad.txt");
  expect(before.format.encoding).toBe("latin1");
  await files.write("bad.txt", `${before.text}!`, before.format, before.etag);
  expect(await readFile(join(root, "bad.txt"))).toEqual(Buffer.from([0x61, 0xff, 0xc3, 0x28, 0x21]));
});

test("a folder lists folders first, then names in a person's order", async () => {
  await Promise.all(["file10", "file2", "B", "a"].map((name) => writeFile(join(root, name), "")));
  await mkdir(join(root, "z"));
  const listed = await files.list("", never);
  expect(listed.ok && listed.value.entries.map((entry) => entry.name)).toEqual([
    "z",
    "a",
    "B",
    "file2",
    "file10",
  ]);
});

test("quick open ranks names, leaves out what git ignores, and hears of new files", async () => {
  await mkdir(join(root, ".git"));
  await mkdir(join(root, "src", "user"), { recursive: true });
  await writeFile(join(root, ".gitignore"), "ignored/\n");
  await mkdir(join(root, "ignored"));
  await Promise.all(
    ["src/user/userService.ts", "src/user/service.md", "ignored/userService.ts", ".hidden"].map((path) =>
      writeFile(join(root, path), ""),
    ),
  );
  const find = async (query: string): Promise<string[]> => {
    const found = await files.finder.find(query, 10, never);
    if (!found.ok) throw new Error(found.error.message);
    return found.value.paths.map(({ path }) => path);
  };
  expect(await find("uss")).toEqual(["src/user/userService.ts", "src/user/service.md"]);
  expect((await find("")).sort()).toEqual([
    ".gitignore",
    ".hidden",
    "src/user/service.md",
    "src/user/userService.ts",
  ]);
  await writeFile(join(root, "late.ts"), "");
  expect(await find("late")).toEqual([]);
  bus.fire("files.didChange", { changes: [{ path: "late.ts", kind: "created" }] });
  expect(await find("late")).toEqual(["late.ts"]);
});

test("ADVERSARIAL 29: quick open over many files and a link loop can be cancelled", async () => {
  await Promise.all(
    Array.from({ length: 3000 }, (_, index) => writeFile(join(root, `file${index}.txt`), "")),
  );
  await import("node:fs/promises").then(({ symlink }) => symlink(".", join(root, "loop")));
  const all = await files.finder.find("file", 10, never);
  expect(all.ok && [all.value.total, all.value.paths.length]).toEqual([3000, 10]);
  const abort = new AbortController();
  const cancelled = files.finder.find("file", 10, abort.signal);
  abort.abort();
  expect(await cancelled).toMatchObject({ ok: false, error: { code: "cancelled" } });
  files.finder.invalidate();
  const cancelledListing = files.finder.find("file", 10, abort.signal);
  expect(await cancelledListing).toMatchObject({ ok: false, error: { code: "cancelled" } });
  expect((await readdir(root)).length).toBe(3001);
});
