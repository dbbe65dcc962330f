import { mkdir, mkdtemp, readFile, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { toDisposable } from "../../../core/base/disposable.ts";
import { type SettingsSnapshot, settingsSchema } from "../../../core/contract/settings.ts";
import type { Notice } from "../../../core/contract/workbench.ts";
import { HomeFiles } from "../../adapters/fs/homeFiles.ts";
import { WorkspaceDisk } from "../../adapters/fs/workspaceDisk.ts";
import { EventBus } from "../../rpc/eventBus.ts";
import { userSettingsFile, workspaceSettingsFile } from "./settingsFile.ts";
import { SettingsService } from "./settingsService.ts";

let base: string;
let bus: EventBus;
let notices: Notice[];
let fired: SettingsSnapshot[];
let userChanged: () => void;
const userFile = (): string => join(base, "home", "settings.json");
const workspaceFile = (): string => join(base, "ws", ".airlock", "settings.json");

beforeEach(async () => {
  base = await mkdtemp(join(tmpdir(), "airlock-settings-"));
  await mkdir(join(base, "ws", ".airlock"), { recursive: true });
  await mkdir(join(base, "home"));
  bus = new EventBus((error) => {
    throw error;
  });
  notices = [];
  fired = [];
  bus.on("settings.didChange", (snapshot) => fired.push(snapshot));
});
afterEach(() => rm(base, { recursive: true, force: true }));

async function open(): Promise<SettingsService> {
  const disk = await WorkspaceDisk.open(join(base, "ws"), { dataFolder: base });
  if (!disk.ok) throw new Error(disk.error.message);
  const user = userSettingsFile(new HomeFiles(join(base, "home")), (listener) => {
    userChanged = listener;
    return toDisposable(() => {});
  });
  return SettingsService.open({ user, workspace: workspaceSettingsFile(disk.value, bus) }, bus, (notice) =>
    notices.push(notice),
  );
}

const defaults = settingsSchema.parse({});

test("without files the defaults hold and nothing is wrong", async () => {
  expect((await open()).snapshot).toEqual({
    effective: defaults,
    userJson: "",
    workspaceJson: "",
    problems: [],
  });
});

test("the workspace overrides the user, except where it could name a program", async () => {
  await writeFile(userFile(), '{"editor.fontSize": 15, "editor.tabSize": 2, "terminal.shell": "/bin/zsh"}');
  await writeFile(
    workspaceFile(),
    '{"editor.tabSize": 8, "terminal.shell": "./evil", "python.interpreter": "./python", "model.selected": "x"}',
  );
  const { effective, problems } = (await open()).snapshot;
  expect(effective).toEqual({
    ...defaults,
    "editor.fontSize": 15,
    "editor.tabSize": 8,
    "terminal.shell": "/bin/zsh",
  });
  expect(problems.map(({ scope, key }) => [scope, key])).toEqual([
    ["workspace", "terminal.shell"],
    ["workspace", "python.interpreter"],
    ["workspace", "model.selected"],
  ]);
});

test("one bad value costs only itself; comments and trailing commas are fine", async () => {
  await writeFile(
    userFile(),
    '\ufeff// mine\n{"editor.fontSize": "big", /* 2 */ "editor.tabSize": 2, "made.up": 1,}\n',
  );
  const { effective, problems } = (await open()).snapshot;
  expect(effective).toEqual({ ...defaults, "editor.tabSize": 2 });
  expect(problems.map(({ key }) => key)).toEqual(["editor.fontSize", "made.up"]);
});

test("broken JSON is a problem with its line, and what can be read holds", async () => {
  await writeFile(userFile(), '{\n"editor.tabSize": 2,\n"editor.fontSize" 15\n}');
  const service = await open();
  expect(service.effective["editor.tabSize"]).toBe(2);
  expect(service.snapshot.problems[0]?.message).toBe("The file is not valid JSON: ColonExpected in line 3.");
  expect(await service.set("user", "editor.tabSize", 3)).toMatchObject({
    ok: false,
    error: { code: "invalidRequest" },
  });
  for (const json of ["[]", "null", "7"]) {
    expect(await service.writeJson("user", json)).toMatchObject({
      ok: true,
      value: { effective: defaults, problems: [{ scope: "user" }] },
    });
  }
});

test("setting a key keeps comments, order and unknown keys; undefined removes it", async () => {
  await writeFile(userFile(), '{\n  // size\n  "editor.fontSize": 15,\n  "made.up": 1\n}\n');
  const service = await open();
  expect((await service.set("user", "editor.fontSize", 20)).ok).toBe(true);
  expect((await service.set("user", "editor.tabSize", 2)).ok).toBe(true);
  expect(await readFile(userFile(), "utf8")).toBe(
    '{\n  // size\n  "editor.fontSize": 20,\n  "made.up": 1,\n  "editor.tabSize": 2\n}\n',
  );
  expect((await service.set("user", "editor.tabSize", undefined)).ok).toBe(true);
  expect((await service.set("workspace", "editor.wordWrap", "on")).ok).toBe(true);
  expect(JSON.parse(await readFile(workspaceFile(), "utf8"))).toEqual({ "editor.wordWrap": "on" });
  expect(service.effective).toEqual({ ...defaults, "editor.fontSize": 20, "editor.wordWrap": "on" });
  for (const [scope, key, value] of [
    ["user", "editor.fontSize", 1000],
    ["user", "no.such", 1],
    ["user", "__proto__", {}],
    ["workspace", "terminal.shell", "/bin/sh"],
  ] as const)
    expect(await service.set(scope, key, value)).toMatchObject({
      ok: false,
      error: { code: "invalidRequest" },
    });
});

test("changes by other programs are read and announced once", async () => {
  const service = await open();
  await writeFile(userFile(), '{"editor.tabSize": 2}');
  userChanged();
  userChanged();
  await writeFile(workspaceFile(), '{"editor.tabSize": 3}');
  bus.fire("files.didChange", { changes: [{ path: "other", kind: "changed" }] });
  bus.fire("files.didChange", { changes: [{ path: ".airlock/settings.json", kind: "created" }] });
  await service.reload();
  await service.reload();
  expect(fired.at(-1)?.effective["editor.tabSize"]).toBe(3);
  expect(fired.length).toBeLessThanOrEqual(2);
});

test("two edits at once are both kept", async () => {
  const service = await open();
  await Promise.all([service.set("user", "editor.tabSize", 2), service.set("user", "editor.fontSize", 20)]);
  expect(JSON.parse(await readFile(userFile(), "utf8"))).toEqual({
    "editor.tabSize": 2,
    "editor.fontSize": 20,
  });
});

test("ADVERSARIAL 10: a home that cannot be written keeps settings in memory and says so once", async () => {
  await rm(join(base, "home"), { recursive: true });
  await writeFile(join(base, "home"), "");
  const service = await open();
  notices.length = 0;
  expect((await service.set("user", "editor.tabSize", 2)).ok).toBe(true);
  expect((await service.set("user", "editor.fontSize", 20)).ok).toBe(true);
  expect(service.effective).toEqual({ ...defaults, "editor.tabSize": 2, "editor.fontSize": 20 });
  expect(notices.filter(({ id }) => id === "settings:unwritten").length).toBe(1);
});

test("ADVERSARIAL 27: workspace settings behind a link out of the workspace are not read or written", async () => {
  await rm(join(base, "ws", ".airlock"), { recursive: true });
  await writeFile(userFile(), '{"editor.tabSize": 2}');
  await symlink(join(base, "home"), join(base, "ws", ".airlock"));
  const service = await open();
  expect(service.snapshot.workspaceJson).toBe("");
  expect(await service.set("workspace", "editor.tabSize", 3)).toMatchObject({
    error: { code: "outsideWorkspace" },
  });
  expect(await readFile(userFile(), "utf8")).toBe('{"editor.tabSize": 2}');
});
