import type { Database } from "better-sqlite3";
import { z } from "zod";

/** One step of a database's schema. Its number is its place in the list, from 1; a released step never changes. */
export interface Migration {
  readonly name: string;
  readonly sql: string;
}

const versionRow = z.int().nonnegative();

export function schemaVersion(database: Database): number {
  return versionRow.parse(database.pragma("user_version", { simple: true }));
}

/**
 * Brings the schema up to date in one transaction: all steps or none. Another process may do the same at the same
 * moment; the second one waits and finds nothing left to do.
 */
export function migrate(database: Database, migrations: readonly Migration[]): void {
  if (schemaVersion(database) >= migrations.length) return;
  database
    .transaction(() => {
      for (let version = schemaVersion(database); version < migrations.length; version++) {
        database.exec(migrations[version]?.sql ?? "");
        database.pragma(`user_version = ${version + 1}`);
      }
    })
    .immediate();
}
