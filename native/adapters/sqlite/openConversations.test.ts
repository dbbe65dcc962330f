import { spawn } from "node:child_process";
import { mkdtempSync, rmSync, truncateSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import Database from "better-sqlite3";
import { afterEach, beforeEach, expect, test } from "vitest";
import type { Result } from "../../../core/base/result.ts";
import type { Failure } from "../../../core/contract/failure.ts";
import { conversationMigrations } from "./conversationMigrations.ts";
import { migrate } from "./migration.ts";
import { type OpenedConversations, openConversations } from "./openConversations.ts";
import type { SqliteConversations } from "./SqliteConversations.ts";

let folder: string;
let opened: OpenedConversations;
let store: SqliteConversations;
const file = () => join(folder, "conversations.db");

function reopen(): void {
  opened?.close();
  opened = openConversations(file());
  store = opened.conversations;
}

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "airlock-conversations-"));
  reopen();
});
afterEach(() => {
  opened.close();
  rmSync(folder, { recursive: true, force: true });
});

function value<T>(outcome: Result<T, Failure>): T {
  if (!outcome.ok) throw new Error(outcome.error.message);
  return outcome.value;
}

/** How many turns the process says it kept, once it ended or was killed after `killAfter` of them. */
function addTurns(name: string, count: number, killAfter = count + 1): Promise<number> {
  const script = join(import.meta.dirname, "fixtures/addTurns.ts");
  const child = spawn(process.execPath, [script, file(), "a", name, String(count)], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  let kept = 0;
  child.stdout.on("data", (data) => {
    kept += String(data).split("kept\n").length - 1;
    if (kept >= killAfter) child.kill("SIGKILL");
  });
  return new Promise((resolve) => child.on("close", () => resolve(kept)));
}

test("three processes add to one conversation at once: each turn has its place", async () => {
  value(store.create("a", "", 1));
  expect(await Promise.all(["window-1", "window-2", "cli"].map((name) => addTurns(name, 200)))).toEqual([
    200, 200, 200,
  ]);
  const turns = value(store.get("a"))?.turns ?? [];
  expect(turns.map(({ sequence }) => sequence)).toEqual(Array.from({ length: 600 }, (_, index) => index + 1));
});

test("a killed writer loses nothing that it was told is kept", async () => {
  value(store.create("a", "", 1));
  const kept = await addTurns("killed", 1_000_000, 50);
  reopen();
  expect(opened.notices).toEqual([]);
  const { turns = [] } = value(store.get("a")) ?? {};
  expect(turns.length).toBeGreaterThanOrEqual(kept);
  expect(turns.map(({ question }) => question)).toEqual(turns.map((_, index) => `killed ${index}`));
  expect(value(store.search(`killed ${turns.length - 1}`, 1))).toHaveLength(1);
});

test("ADVERSARIAL 5: noise for a database is set aside with a notice, and a fresh one begins", () => {
  value(store.create("a", "lost", 1));
  opened.close();
  writeFileSync(file(), "noise".repeat(9000));
  reopen();
  expect(opened.notices).toMatchObject([
    {
      id: "conversations-quarantined",
      severity: "error",
      message: expect.stringContaining("conversations.db.corrupt-1"),
    },
  ]);
  expect(value(store.list(undefined, 9))).toEqual([]);
  value(store.create("b", "new", 2));
  reopen();
  expect(opened.notices).toEqual([]);
  expect(value(store.list(undefined, 9)).map(({ id }) => id)).toEqual(["b"]);
});

test("a file cut in the middle is set aside too", () => {
  for (let index = 0; index < 50; index++) value(store.create(`c${index}`, "x".repeat(2000), index));
  opened.close();
  truncateSync(file(), 40_000);
  reopen();
  expect(opened.notices).toMatchObject([{ id: "conversations-quarantined" }]);
  value(store.create("b", "new", 2));
});

test("ADVERSARIAL 8: a newer schema is read and not written; one without our tables is left alone", () => {
  value(store.create("a", "old", 1));
  opened.close();
  const newer = new Database(file());
  newer.pragma(`user_version = ${conversationMigrations.length + 1}`);
  newer.close();
  reopen();
  expect(opened.notices).toMatchObject([{ id: "conversations-newer" }]);
  expect(value(store.list(undefined, 9)).map(({ title }) => title)).toEqual(["old"]);
  expect(store.rename("a", "new")).toMatchObject({ ok: false, error: { code: "readOnly" } });
  expect(store.delete("a")).toMatchObject({ ok: false, error: { code: "readOnly" } });
  expect(store.shrink()).toEqual({ ok: true, value: undefined });
  opened.close();
  const foreign = new Database(file());
  foreign.exec("DROP TABLE turn");
  foreign.close();
  reopen();
  expect(opened.where).toBe("memory");
  value(store.create("a", "in memory", 1));
});

test("ADVERSARIAL 10: where nothing can be written, memory has to do", () => {
  writeFileSync(join(folder, "blocked"), "");
  const blocked = openConversations(join(folder, "blocked", "conversations.db"));
  expect([blocked.where, blocked.notices]).toMatchObject([
    "memory",
    [{ id: "conversations-in-memory", severity: "warning" }],
  ]);
  value(blocked.conversations.create("a", "kept for now", 1));
  expect(value(blocked.conversations.list(undefined, 9)).map(({ title }) => title)).toEqual(["kept for now"]);
  blocked.close();
});

test("every released schema is brought up to date", () => {
  for (let version = 0; version <= conversationMigrations.length; version++) {
    const old = join(folder, `from-${version}.db`);
    const database = new Database(old);
    migrate(database, conversationMigrations.slice(0, version));
    database.close();
    const { conversations, notices, close } = openConversations(old);
    value(conversations.create("a", "", 1));
    expect(notices).toEqual([]);
    close();
  }
});
