import type { Migration } from "./migration.ts";

/** index.db of one workspace. It can be made again from the files, so that it is dropped when anything is wrong. */
export const indexMigrations: readonly Migration[] = [
  {
    name: "lexical",
    sql: `
CREATE TABLE indexed_file (
  id INTEGER PRIMARY KEY,
  path TEXT NOT NULL UNIQUE,
  size INTEGER NOT NULL,
  modified REAL NOT NULL
) STRICT;
CREATE TABLE chunk (
  id INTEGER PRIMARY KEY,
  file_id INTEGER NOT NULL,
  start_line INTEGER NOT NULL,
  end_line INTEGER NOT NULL,
  symbol TEXT
) STRICT;
CREATE INDEX chunk_file ON chunk (file_id);
-- Words are cut and lower-cased before they come here; the text itself is not kept.
-- Without its text, bm25() is 0 for every row unless the detail is full.
CREATE VIRTUAL TABLE chunk_words USING fts5 (
  body, symbol, path, content = '', contentless_delete = 1,
  tokenize = "ascii"
);
`,
  },
];
