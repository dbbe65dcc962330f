import { existsSync, mkdirSync, renameSync, statSync } from "node:fs";
import { basename, dirname } from "node:path";
import Database from "better-sqlite3";
import type { Notice } from "../../../core/contract/workbench.ts";
import { journalState } from "./journalState.ts";
import { type Migration, migrate, schemaVersion } from "./migration.ts";
import { isDamage, sqliteCode } from "./sqliteFailure.ts";

export interface OpenedDatabase {
  readonly database: Database.Database;
  /** "memory": nothing could be kept on disk, and `notices` says why. */
  readonly where: "disk" | "memory";
  readonly readOnly: boolean;
  readonly notices: readonly Notice[];
}

/** What a person is told about a database, and how much a power cut may cost it. */
export interface DatabasePurpose {
  /** Begins the identifier of its notices. */
  readonly id: string;
  /** "…: what you accept is kept only until Airlock closes." */
  readonly withoutDisk: string;
  /** "…: nothing can be accepted until you update." */
  readonly withNewerSchema: string;
  /** WAL's own default (NORMAL) may lose the last commits when the power fails, and nothing else. */
  readonly synchronous: "FULL" | "NORMAL";
}

const ledgerPurpose: DatabasePurpose = {
  id: "database",
  withoutDisk: "what you accept and reject is kept only until Airlock closes",
  withNewerSchema: "nothing can be accepted until you update",
  synchronous: "FULL",
};

/** Above this size the whole-file check would delay the start; damage is then met, and named, on first use. */
const largestChecked = 64 * 1024 * 1024;
/** How long a writer waits for another process before it gives up. */
const busyTimeoutMs = 15_000;

/**
 * Opens (or makes) a database that survives what ADVERSARIAL.md does to it: noise is set aside, a newer schema opens
 * for reading, a home that cannot be written gets a database in memory. Never throws for any of these.
 */
export function openDatabase(
  file: string,
  migrations: readonly Migration[],
  purpose = ledgerPurpose,
): OpenedDatabase {
  const notices: Notice[] = [];
  const name = basename(file);
  try {
    mkdirSync(dirname(file), { recursive: true });
    const journal = existsSync(file) ? journalState(file) : "none";
    const opened = openOrReplace(file, migrations, purpose, notices);
    if (journal === "cut" || journal === "missing")
      notices.push(journalNotice(name, journal, opened.database, purpose));
    return { ...opened, where: "disk", notices };
  } catch (error) {
    if (!isHopeless(error)) throw error;
    notices.push({
      id: `${purpose.id}-in-memory`,
      severity: "warning",
      message: `${dirname(file)} cannot be written: ${purpose.withoutDisk}.`,
      detail: error instanceof Error ? error.message : String(error),
    });
    return { ...openMemory(migrations), notices };
  }
}

export function openMemory(migrations: readonly Migration[]): OpenedDatabase {
  const database = new Database(":memory:");
  database.pragma("foreign_keys = ON");
  migrate(database, migrations);
  return { database, where: "memory", readOnly: false, notices: [] };
}

function openOrReplace(
  file: string,
  migrations: readonly Migration[],
  purpose: DatabasePurpose,
  notices: Notice[],
): { database: Database.Database; readOnly: boolean } {
  const inode = inodeOf(file);
  try {
    return openChecked(file, migrations, purpose, notices);
  } catch (error) {
    if (!isDamage(error)) throw error;
    // Another process may have met the same damage and replaced the file already.
    if (inodeOf(file) === inode) notices.push(quarantine(file, error, purpose));
    return openChecked(file, migrations, purpose, notices);
  }
}

function openChecked(
  file: string,
  migrations: readonly Migration[],
  purpose: DatabasePurpose,
  notices: Notice[],
): { database: Database.Database; readOnly: boolean } {
  const database = new Database(file, { timeout: busyTimeoutMs });
  try {
    const version = schemaVersion(database);
    if (version > migrations.length) {
      notices.push({
        id: `${purpose.id}-newer`,
        severity: "warning",
        message: `${basename(file)} was written by a newer Airlock (schema ${version}, this one knows ${migrations.length}). It is open for reading only: ${purpose.withNewerSchema}.`,
      });
      database.close();
      return { database: new Database(file, { readonly: true, timeout: busyTimeoutMs }), readOnly: true };
    }
    configure(database, purpose);
    migrate(database, migrations);
    if (statSync(file).size <= largestChecked) checkPages(database);
    return { database, readOnly: false };
  } catch (error) {
    if (database.open) database.close();
    throw error;
  }
}

function configure(database: Database.Database, { synchronous }: DatabasePurpose): void {
  // Has an effect only before the first table is made: a file that can shrink without being rewritten.
  database.pragma("auto_vacuum = INCREMENTAL");
  database.pragma("journal_mode = WAL");
  database.pragma(`synchronous = ${synchronous}`);
  database.pragma("foreign_keys = ON");
  database.pragma("journal_size_limit = 16777216");
}

function checkPages(database: Database.Database): void {
  const outcome = database.pragma("quick_check(1)", { simple: true });
  if (outcome !== "ok") throw new Database.SqliteError(String(outcome), "SQLITE_CORRUPT");
}

function quarantine(file: string, error: unknown, purpose: DatabasePurpose): Notice {
  let number = 1;
  while (existsSync(`${file}.corrupt-${number}`)) number++;
  const aside = `${file}.corrupt-${number}`;
  renameSync(file, aside);
  // A journal belongs to its own database: left behind, it would be replayed into the fresh one.
  for (const suffix of ["-wal", "-shm"]) {
    if (existsSync(file + suffix)) renameSync(file + suffix, aside + suffix);
  }
  return {
    id: `${purpose.id}-quarantined`,
    severity: "error",
    message: `${basename(file)} was damaged. It was set aside as ${basename(aside)} and a fresh one was started.`,
    detail: error instanceof Error ? error.message : String(error),
  };
}

function journalNotice(
  name: string,
  journal: "cut" | "missing",
  database: Database.Database,
  purpose: DatabasePurpose,
): Notice {
  const outcome = String(database.pragma("quick_check(1)", { simple: true }));
  return {
    id: `${purpose.id}-journal`,
    severity: "warning",
    message: `The journal of ${name} was ${journal}: its last writes may be gone. What remains was checked and is ${outcome === "ok" ? "whole" : `damaged (${outcome})`}.`,
  };
}

function inodeOf(file: string): number | undefined {
  return statSync(file, { throwIfNoEntry: false })?.ino;
}

/** Nothing can be made there at all: no right, no room, no such place. */
function isHopeless(error: unknown): boolean {
  const code = sqliteCode(error);
  if (code !== undefined)
    return ["SQLITE_CANTOPEN", "SQLITE_READONLY", "SQLITE_FULL", "SQLITE_IOERR", "SQLITE_PERM"].some((one) =>
      code.startsWith(one),
    );
  return (
    error instanceof Error &&
    "code" in error &&
    typeof error.code === "string" &&
    /^E[A-Z]+$/.test(error.code)
  );
}
