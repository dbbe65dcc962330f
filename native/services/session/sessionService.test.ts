import { mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import type { Backup, Notice } from "../../../core/contract/workbench.ts";
import { HomeFiles } from "../../adapters/fs/homeFiles.ts";
import { SessionService } from "./sessionService.ts";

let home: string;
let notices: Notice[];

beforeEach(async () => {
  home = await mkdtemp(join(tmpdir(), "airlock-session-"));
  notices = [];
});
afterEach(() => rm(home, { recursive: true, force: true }));

const open = (): SessionService =>
  new SessionService(new HomeFiles(home), "0123456789abcdef", (notice) => notices.push(notice));
const unsaved = (path: string, text: string): Backup => ({
  path,
  untitled: false,
  text,
  baseEtag: "e",
  format: { encoding: "utf8", bom: false, endOfLine: "\n" },
});
const folder = (): string => join(home, "workspaces", "0123456789abcdef");

test("ADVERSARIAL 12: layout and every unsaved buffer are back after the host is gone", async () => {
  const first = open();
  await first.save({ tabs: ["a", "b"] });
  const buffers = [
    unsaved("a.py", "text 😀\r\n"),
    unsaved("../weird\n name", "x"),
    { ...unsaved("Untitled-1", "u"), untitled: true },
  ];
  await Promise.all(buffers.map((buffer) => first.saveBackup(buffer)));
  await first.saveBackup(unsaved("dropped", "gone"));
  await first.dropBackup("dropped");
  await first.dropBackup("never was");
  const loaded = await open().load();
  expect(loaded.state).toEqual({ tabs: ["a", "b"] });
  expect(loaded.backups.sort((a, b) => a.path.localeCompare(b.path))).toEqual(
    [...buffers].sort((a, b) => a.path.localeCompare(b.path)),
  );
  expect(notices).toEqual([]);
});

test("ADVERSARIAL 12: of many writes to one buffer the last one stays", async () => {
  const session = open();
  // A removal is quicker than the write before it; it must not overtake.
  await Promise.all([
    session.saveBackup(unsaved("saved", "x".repeat(1_000_000))),
    session.dropBackup("saved"),
  ]);
  await Promise.all(Array.from({ length: 50 }, (_, index) => session.saveBackup(unsaved("a", `${index}`))));
  expect((await open().load()).backups).toEqual([unsaved("a", "49")]);
});

test("ADVERSARIAL 12: damaged files are set aside, reported, and cost only themselves", async () => {
  const session = open();
  await session.save({ fine: true });
  await session.saveBackup(unsaved("good", "kept"));
  await session.saveBackup(unsaved("bad", "lost"));
  for (const name of await readdir(join(folder(), "backups"))) {
    const path = join(folder(), "backups", name);
    if ((await readFile(path, "utf8")).includes("lost")) await writeFile(path, '{"path": "bad", "unt');
  }
  await writeFile(join(folder(), "state.json"), Buffer.from([0xff, 0, 0x7b]));
  expect(await open().load()).toEqual({ backups: [unsaved("good", "kept")] });
  expect(notices.map(({ severity, message }) => [severity, message])).toEqual(
    Array(2).fill([
      "warning",
      "A part of the last session was damaged, so it could not be restored. The damaged file was kept.",
    ]),
  );
  expect((await readdir(folder())).sort()).toEqual(["backups", "state.json.corrupt"]);
  await writeFile(join(folder(), "state.json"), "[]");
  expect((await open().load()).state).toBe(undefined);
  expect((await readdir(folder())).sort()).toEqual(["backups", "state.json.corrupt", "state.json.corrupt2"]);
});

test("ADVERSARIAL 10: a home that cannot be written keeps the session in memory and says so once", async () => {
  // A file where the folder should be refuses root too, which permissions would not.
  await writeFile(join(home, "workspaces"), "");
  const session = open();
  expect(await session.save({ a: 1 })).toEqual({ ok: true, value: {} });
  await session.saveBackup(unsaved("a", "text"));
  await session.saveBackup(unsaved("b", "text"));
  await session.dropBackup("b");
  expect(await session.load()).toEqual({ state: { a: 1 }, backups: [unsaved("a", "text")] });
  expect(notices.filter(({ id }) => id === "session:unwritten").length).toBe(1);
});

test("a layout above 1 MiB is refused", async () => {
  expect(await open().save("x".repeat(1024 * 1024))).toMatchObject({
    ok: false,
    error: { code: "tooLarge" },
  });
});
