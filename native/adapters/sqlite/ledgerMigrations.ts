import type { Migration } from "./migration.ts";

/**
 * airlock.db. `ledger_event` is the truth and only grows; `ledger_text` holds what retention may drop; the rest is
 * kept up in the same transaction so that the dashboard never reads the whole chain.
 */
export const ledgerMigrations: readonly Migration[] = [
  {
    name: "ledger",
    sql: `
CREATE TABLE ledger_event (
  sequence INTEGER PRIMARY KEY,
  suggestion_id TEXT NOT NULL,
  kind TEXT NOT NULL CHECK (kind IN ('shown', 'accepted-part', 'ended', 'observed')),
  at REAL NOT NULL,
  payload TEXT NOT NULL,
  previous_hash BLOB NOT NULL,
  hash BLOB NOT NULL
) STRICT;
CREATE INDEX ledger_event_suggestion ON ledger_event (suggestion_id);
CREATE TRIGGER ledger_event_no_update BEFORE UPDATE ON ledger_event
  BEGIN SELECT RAISE(ABORT, 'the ledger is append-only'); END;
CREATE TRIGGER ledger_event_no_delete BEFORE DELETE ON ledger_event
  BEGIN SELECT RAISE(ABORT, 'the ledger is append-only'); END;

CREATE TABLE ledger_text (
  sequence INTEGER PRIMARY KEY REFERENCES ledger_event (sequence),
  at REAL NOT NULL,
  text TEXT NOT NULL
) STRICT;
CREATE INDEX ledger_text_at ON ledger_text (at);
CREATE TRIGGER ledger_text_no_update BEFORE UPDATE ON ledger_text
  BEGIN SELECT RAISE(ABORT, 'the ledger is append-only'); END;

CREATE TABLE ledger_suggestion (
  suggestion_id TEXT PRIMARY KEY,
  sequence INTEGER NOT NULL,
  at REAL NOT NULL,
  task TEXT NOT NULL,
  path TEXT NOT NULL,
  language TEXT NOT NULL,
  model TEXT NOT NULL,
  gate TEXT NOT NULL,
  confidence TEXT NOT NULL,
  latency_ms REAL NOT NULL,
  ended TEXT,
  accepted_characters INTEGER NOT NULL DEFAULT 0,
  kept_30s REAL,
  kept_5min REAL
) STRICT, WITHOUT ROWID;
CREATE INDEX ledger_suggestion_sequence ON ledger_suggestion (sequence);
CREATE INDEX ledger_suggestion_ended ON ledger_suggestion (ended, sequence);

CREATE TABLE ledger_summary (
  id INTEGER PRIMARY KEY CHECK (id = 1),
  row_count INTEGER NOT NULL,
  head_hash BLOB NOT NULL,
  since REAL,
  shown INTEGER NOT NULL,
  blocked INTEGER NOT NULL,
  accepted INTEGER NOT NULL,
  partly INTEGER NOT NULL,
  rejected INTEGER NOT NULL,
  superseded INTEGER NOT NULL,
  ignored INTEGER NOT NULL,
  shown_characters INTEGER NOT NULL,
  accepted_characters INTEGER NOT NULL
) STRICT;
INSERT INTO ledger_summary VALUES (1, 0, zeroblob(32), NULL, 0, 0, 0, 0, 0, 0, 0, 0, 0);

CREATE TABLE ledger_latency (
  slot INTEGER PRIMARY KEY,
  milliseconds REAL NOT NULL
) STRICT;
CREATE INDEX ledger_latency_milliseconds ON ledger_latency (milliseconds);
`,
  },
  { name: "tests", sql: "ALTER TABLE ledger_suggestion ADD COLUMN tests TEXT" },
  {
    // Two more kinds of rows. SQLite cannot change a CHECK: both tables are made again, every row as it was.
    name: "escalations",
    sql: `
CREATE TABLE ledger_event_next (
  sequence INTEGER PRIMARY KEY,
  suggestion_id TEXT NOT NULL,
  kind TEXT NOT NULL
    CHECK (kind IN ('shown', 'accepted-part', 'ended', 'observed', 'escalated', 'answered')),
  at REAL NOT NULL,
  payload TEXT NOT NULL,
  previous_hash BLOB NOT NULL,
  hash BLOB NOT NULL
) STRICT;
INSERT INTO ledger_event_next SELECT * FROM ledger_event;
CREATE TABLE ledger_text_next (
  sequence INTEGER PRIMARY KEY REFERENCES ledger_event_next (sequence),
  at REAL NOT NULL,
  text TEXT NOT NULL
) STRICT;
INSERT INTO ledger_text_next SELECT * FROM ledger_text;
DROP TABLE ledger_text;
DROP TABLE ledger_event;
ALTER TABLE ledger_event_next RENAME TO ledger_event;
ALTER TABLE ledger_text_next RENAME TO ledger_text;
CREATE INDEX ledger_event_suggestion ON ledger_event (suggestion_id);
CREATE INDEX ledger_event_escalation ON ledger_event (sequence) WHERE kind IN ('escalated', 'answered');
CREATE TRIGGER ledger_event_no_update BEFORE UPDATE ON ledger_event
  BEGIN SELECT RAISE(ABORT, 'the ledger is append-only'); END;
CREATE TRIGGER ledger_event_no_delete BEFORE DELETE ON ledger_event
  BEGIN SELECT RAISE(ABORT, 'the ledger is append-only'); END;
CREATE INDEX ledger_text_at ON ledger_text (at);
CREATE TRIGGER ledger_text_no_update BEFORE UPDATE ON ledger_text
  BEGIN SELECT RAISE(ABORT, 'the ledger is append-only'); END;
`,
  },
];
