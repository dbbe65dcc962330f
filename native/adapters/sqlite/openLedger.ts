import { join } from "node:path";
import type { Database } from "better-sqlite3";
import type { Notice } from "../../../core/contract/workbench.ts";
import { ledgerMigrations } from "./ledgerMigrations.ts";
import { openDatabase, openMemory } from "./openDatabase.ts";
import { SqliteLedger } from "./SqliteLedger.ts";
import { sqliteCode } from "./sqliteFailure.ts";

export interface OpenedLedger {
  readonly ledger: SqliteLedger;
  readonly database: Database;
  readonly where: "disk" | "memory";
  readonly readOnly: boolean;
  /** What a person must be told at start. */
  readonly notices: readonly Notice[];
  close(): void;
}

/** Opens `<home>/airlock.db`, whatever state it is in. Never throws for a bad file, a full disk or a read-only home. */
export function openLedger(home: string): OpenedLedger {
  const opened = openDatabase(join(home, "airlock.db"), ledgerMigrations);
  try {
    return asLedger(opened);
  } catch (error) {
    if (sqliteCode(error) === undefined) throw error;
    // A newer schema in which our tables are gone: there is nothing here that this version can read.
    opened.database.close();
    return asLedger({ ...openMemory(ledgerMigrations), notices: opened.notices });
  }
}

function asLedger(opened: ReturnType<typeof openDatabase>): OpenedLedger {
  const { database } = opened;
  return {
    ...opened,
    ledger: new SqliteLedger(database, opened.readOnly),
    close: () => {
      if (database.open) database.close();
    },
  };
}
