import { spawnSync } from "node:child_process";
import { randomBytes } from "node:crypto";
import {
  chmodSync,
  cpSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  truncateSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import Database from "better-sqlite3";
import { afterEach, beforeEach, expect, test } from "vitest";
import { shownEvent } from "../../../core/metrics/ledgerFixture.ts";
import { ledgerMigrations } from "./ledgerMigrations.ts";
import { migrate, schemaVersion } from "./migration.ts";
import { openDatabase } from "./openDatabase.ts";
import { openLedger } from "./openLedger.ts";

const never = new AbortController().signal;
let home: string;
const file = () => join(home, "airlock.db");

beforeEach(() => {
  home = mkdtempSync(join(tmpdir(), "airlock-database-"));
});
afterEach(() => {
  chmodSync(home, 0o755);
  rmSync(home, { recursive: true, force: true });
});

function fill(rows: number): void {
  const opened = openLedger(home);
  opened.ledger.append(
    Array.from({ length: rows }, (_, i) => shownEvent(`s${i}`)),
    1,
  );
  opened.close();
}

test("every released schema is brought up to date, and its rows are still there", () => {
  for (let version = 0; version <= ledgerMigrations.length; version++) {
    const old = join(home, `from-${version}.db`);
    const database = new Database(old);
    migrate(database, ledgerMigrations.slice(0, version));
    expect(schemaVersion(database)).toBe(version);
    database.exec("CREATE TABLE witness (id INTEGER); INSERT INTO witness VALUES (7)");
    database.close();
    const opened = openDatabase(old, ledgerMigrations);
    expect(opened.notices).toEqual([]);
    expect(schemaVersion(opened.database)).toBe(ledgerMigrations.length);
    expect(opened.database.prepare("SELECT id FROM witness").pluck().get()).toBe(7);
    expect(opened.database.prepare("SELECT row_count FROM ledger_summary").pluck().get()).toBe(0);
    opened.database.close();
  }
});

test("a migration that fails half-way leaves the version it found", () => {
  const database = new Database(file());
  const broken = [
    { name: "good", sql: "CREATE TABLE one (id INTEGER)" },
    { name: "bad", sql: "CREATE TABLE two (id INTEGER); CREATE TABLE one (id INTEGER)" },
  ];
  expect(() => migrate(database, broken)).toThrow("already exists");
  expect(schemaVersion(database)).toBe(0);
  expect(database.prepare("SELECT count(*) FROM sqlite_schema").pluck().get()).toBe(0);
  database.close();
});

test("ADVERSARIAL 5: overwritten with noise: set aside, a fresh one, and a notice", () => {
  fill(3);
  const noise = randomBytes(40_000);
  writeFileSync(file(), noise);
  const opened = openLedger(home);
  expect(opened.notices).toMatchObject([{ id: "database-quarantined", severity: "error" }]);
  expect(opened.where).toBe("disk");
  expect(opened.ledger.append([shownEvent("after")], 1)).toMatchObject({ ok: true });
  opened.close();
  expect(readFileSync(join(home, "airlock.db.corrupt-1")).equals(noise)).toBe(true);
});

test("ADVERSARIAL 5: noise in the middle pages is found too, and a second time gets the next number", () => {
  for (const number of [1, 2]) {
    fill(200);
    const bytes = readFileSync(file());
    randomBytes(bytes.length - 8192).copy(bytes, 8192);
    writeFileSync(file(), bytes);
    const opened = openLedger(home);
    expect(opened.notices.map((one) => one.id)).toEqual(["database-quarantined"]);
    expect(opened.ledger.stats()).toMatchObject({ ok: true, value: { shown: 0 } });
    opened.close();
    expect(readdirSync(home)).toContain(`airlock.db.corrupt-${number}`);
  }
});

/** A home as a crash leaves it: the journal holds rows that the database file does not. */
function crashedHome(): void {
  const other = `${home}-live`;
  mkdirSync(other);
  const opened = openLedger(other);
  for (let i = 0; i < 20; i++) opened.ledger.append([shownEvent(`s${i}`)], i);
  cpSync(other, home, { recursive: true });
  opened.close();
  rmSync(other, { recursive: true });
}

test("a crash's own journal is replayed without a word", async () => {
  crashedHome();
  const opened = openLedger(home);
  expect(opened.notices).toEqual([]);
  expect(await opened.ledger.verify(never)).toMatchObject({ ok: true, value: { ok: true, rows: 20 } });
  opened.close();
});

test.each([
  ["deleted", () => rmSync(`${file()}-wal`), "missing"],
  ["cut", () => truncateSync(`${file()}-wal`, 50_001), "cut"],
  ["cut inside its header", () => truncateSync(`${file()}-wal`, 20), "cut"],
])("ADVERSARIAL 6: -wal %s: opens, says so, and what is left verifies", async (_what, damage, word) => {
  crashedHome();
  damage();
  const opened = openLedger(home);
  expect(opened.notices).toMatchObject([{ id: "database-journal", message: expect.stringContaining(word) }]);
  expect(opened.notices[0]?.message).toContain("whole");
  expect(await opened.ledger.verify(never)).toMatchObject({ ok: true, value: { ok: true } });
  expect(opened.ledger.append([shownEvent("after")], 1)).toMatchObject({ ok: true });
  opened.close();
});

test("ADVERSARIAL 8: a newer schema opens for reading, says so, and refuses writes", () => {
  fill(4);
  const newer = new Database(file());
  newer.pragma(`user_version = ${ledgerMigrations.length + 1}`);
  newer.close();
  const opened = openLedger(home);
  expect(opened).toMatchObject({ readOnly: true, where: "disk", notices: [{ id: "database-newer" }] });
  expect(opened.ledger.stats()).toMatchObject({ ok: true, value: { shown: 4 } });
  expect(opened.ledger.append([shownEvent("x")], 1)).toMatchObject({
    ok: false,
    error: { code: "readOnly" },
  });
  opened.close();
});

test("ADVERSARIAL 10: a home that cannot be written: starts in memory and warns", () => {
  chmodSync(home, 0o555);
  const code = `
    import { openLedger } from ${JSON.stringify(join(import.meta.dirname, "openLedger.ts"))};
    import { shownEvent } from ${JSON.stringify(join(import.meta.dirname, "../../../core/metrics/ledgerFixture.ts"))};
    const opened = openLedger(${JSON.stringify(home)});
    const appended = opened.ledger.append([shownEvent("s")], 1);
    console.log(JSON.stringify({ where: opened.where, ids: opened.notices.map((n) => n.id), ok: appended.ok }));`;
  // Root may write anywhere: then the child gives its rights up.
  const child = spawnSync(process.execPath, ["--input-type=module-typescript", "-e", code], {
    encoding: "utf8",
    ...(process.getuid?.() === 0 ? { uid: 65534, gid: 65534 } : {}),
  });
  expect(child.stderr).toBe("");
  expect(JSON.parse(child.stdout)).toEqual({ where: "memory", ids: ["database-in-memory"], ok: true });
});

test("ADVERSARIAL 10: a home that is a file: starts in memory and warns", () => {
  writeFileSync(join(home, "file"), "");
  const opened = openLedger(join(home, "file"));
  expect(opened).toMatchObject({ where: "memory", notices: [{ id: "database-in-memory" }] });
  opened.close();
});
