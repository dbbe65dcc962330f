import { mkdirSync, rmSync } from "node:fs";
import { dirname } from "node:path";
import Database from "better-sqlite3";
import { fail, ok, type Result } from "../../../core/base/result.ts";
import { type Failure, failureOf } from "../../../core/contract/failure.ts";
import { indexMigrations } from "./indexMigrations.ts";
import { migrate, schemaVersion } from "./migration.ts";
import { isDamage, sqliteCode } from "./sqliteFailure.ts";

/** Short: the index is written in slices by whichever window is quicker, and the other must not freeze meanwhile. */
const busyTimeoutMs = 20;
/** SQLite's page cache. Its own 2 MB make every list of words come from the system again. */
const cacheKilobytes = 32_000;

/** index.db of one workspace: opened or made; a damaged or newer one is begun anew. Without a disk it lives in memory. */
export class IndexDatabase {
  readonly #file: string;
  #database: Database.Database;
  #opened = 0;

  constructor(file: string) {
    this.#file = file;
    this.#database = openIndex(file);
  }

  /** Grows when the database was begun anew: what was read out of the one before is void. */
  get generation(): number {
    return this.#opened;
  }

  use<T>(work: (database: Database.Database) => T): Result<T, Failure> {
    try {
      return ok(work(this.#database));
    } catch (error) {
      const code = sqliteCode(error);
      if (code === undefined) throw error;
      if (code.startsWith("SQLITE_BUSY"))
        return fail(
          failureOf("unavailable", "Another Airlock is writing this index. Try again.", { busy: true }),
        );
      if (isDamage(error)) this.#startAnew();
      return fail(failureOf("unavailable", `The index could not be used (${code}). Build it again.`));
    }
  }

  dispose(): void {
    if (this.#database.open) this.#database.close();
  }

  #startAnew(): void {
    this.dispose();
    drop(this.#file);
    this.#database = openIndex(this.#file);
    this.#opened++;
  }
}

function openIndex(file: string): Database.Database {
  try {
    mkdirSync(dirname(file), { recursive: true });
    return openOnDisk(file);
  } catch (error) {
    if (isDamage(error)) {
      drop(file);
      return openOnDisk(file);
    }
    const memory = new Database(":memory:");
    migrate(memory, indexMigrations);
    return memory;
  }
}

function openOnDisk(file: string): Database.Database {
  const database = new Database(file, { timeout: busyTimeoutMs });
  try {
    if (schemaVersion(database) > indexMigrations.length)
      throw new Database.SqliteError("the index was written by a newer Airlock", "SQLITE_NOTADB");
    database.pragma("journal_mode = WAL");
    // What a power cut takes is indexed again.
    database.pragma("synchronous = OFF");
    database.pragma(`cache_size = -${cacheKilobytes}`);
    migrate(database, indexMigrations);
    return database;
  } catch (error) {
    database.close();
    throw error;
  }
}

function drop(file: string): void {
  for (const suffix of ["", "-wal", "-shm"]) rmSync(file + suffix, { force: true });
}
