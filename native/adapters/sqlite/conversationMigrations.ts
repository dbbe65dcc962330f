import type { Migration } from "./migration.ts";

/** conversations.db of one workspace. */
export const conversationMigrations: readonly Migration[] = [
  {
    name: "conversations",
    sql: `
CREATE TABLE conversation (
  key INTEGER PRIMARY KEY,
  id TEXT NOT NULL UNIQUE,
  title TEXT NOT NULL,
  created_at REAL NOT NULL,
  updated_at REAL NOT NULL,
  pinned INTEGER NOT NULL DEFAULT 0 CHECK (pinned IN (0, 1)),
  forked_conversation TEXT,
  forked_turn TEXT
) STRICT;
CREATE INDEX conversation_order ON conversation (pinned, updated_at, id);

CREATE TABLE turn (
  key INTEGER PRIMARY KEY,
  id TEXT NOT NULL UNIQUE,
  conversation_key INTEGER NOT NULL REFERENCES conversation (key) ON DELETE CASCADE,
  sequence INTEGER NOT NULL,
  at REAL NOT NULL,
  task TEXT NOT NULL,
  question TEXT NOT NULL,
  target TEXT,
  state TEXT NOT NULL CHECK (state IN ('asked', 'answered', 'stopped', 'failed')),
  checkpoint TEXT,
  decision TEXT,
  answer TEXT,
  UNIQUE (conversation_key, sequence)
) STRICT;

-- The texts are kept once, in the tables above: what a hit looks like is read from there.
CREATE VIRTUAL TABLE title_words USING fts5 (
  title, content = '', contentless_delete = 1, tokenize = "unicode61 remove_diacritics 2"
);
CREATE VIRTUAL TABLE turn_words USING fts5 (
  question, answer, content = '', contentless_delete = 1, tokenize = "unicode61 remove_diacritics 2"
);
`,
  },
  { name: "the whole question", sql: "ALTER TABLE turn ADD COLUMN asked TEXT;" },
];
