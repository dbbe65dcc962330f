import type { Notice } from "../../../core/contract/workbench.ts";
import { conversationMigrations } from "./conversationMigrations.ts";
import { type DatabasePurpose, openDatabase, openMemory } from "./openDatabase.ts";
import { SqliteConversations } from "./SqliteConversations.ts";
import { sqliteCode } from "./sqliteFailure.ts";

export interface OpenedConversations {
  readonly conversations: SqliteConversations;
  readonly where: "disk" | "memory";
  /** What a person must be told at start. */
  readonly notices: readonly Notice[];
  close(): void;
}

const purpose: DatabasePurpose = {
  id: "conversations",
  withoutDisk: "your conversations are kept only until Airlock closes",
  withNewerSchema: "nothing can be added to your conversations until you update",
  // A power cut may cost the last words, which the page still shows.
  synchronous: "NORMAL",
};

/** Opens the conversations' database, whatever state it is in. Never throws for a bad file, a full disk or a read-only home. */
export function openConversations(file: string): OpenedConversations {
  const opened = openDatabase(file, conversationMigrations, purpose);
  try {
    return asConversations(opened);
  } catch (error) {
    if (sqliteCode(error) === undefined) throw error;
    // A newer schema in which our tables are gone: there is nothing here that this version can read.
    opened.database.close();
    return asConversations({ ...openMemory(conversationMigrations), notices: opened.notices });
  }
}

function asConversations(opened: ReturnType<typeof openDatabase>): OpenedConversations {
  const { database, where, notices } = opened;
  return {
    where,
    notices,
    conversations: new SqliteConversations(database, opened.readOnly),
    close: () => {
      if (database.open) database.close();
    },
  };
}
