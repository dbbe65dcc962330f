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
  {
    // Chunks are cut otherwise since, and know their content: everything is read again.
    name: "syntax, symbols and vectors",
    sql: `
DROP TABLE indexed_file;
DROP TABLE chunk;
DROP TABLE chunk_words;
CREATE TABLE indexed_file (
  id INTEGER PRIMARY KEY,
  path TEXT NOT NULL UNIQUE,
  size INTEGER NOT NULL,
  modified REAL NOT NULL,
  -- The key it is imported by, last part first: what ends alike stands together.
  module TEXT NOT NULL,
  embedded INTEGER NOT NULL
) STRICT;
CREATE INDEX indexed_file_module ON indexed_file (module);
CREATE INDEX indexed_file_awaiting ON indexed_file (modified) WHERE embedded = 0;
CREATE TABLE chunk (
  id INTEGER PRIMARY KEY,
  file_id INTEGER NOT NULL,
  start_line INTEGER NOT NULL,
  end_line INTEGER NOT NULL,
  symbol TEXT,
  content INTEGER NOT NULL
) STRICT;
CREATE INDEX chunk_file ON chunk (file_id);
CREATE INDEX chunk_content ON chunk (content);
CREATE VIRTUAL TABLE chunk_words USING fts5 (
  body, symbol, path, content = '', contentless_delete = 1,
  tokenize = "ascii"
);
CREATE TABLE definition (
  name TEXT NOT NULL,
  qualified TEXT NOT NULL,
  kind TEXT NOT NULL,
  file_id INTEGER NOT NULL,
  start_line INTEGER NOT NULL,
  end_line INTEGER NOT NULL
) STRICT;
CREATE INDEX definition_name ON definition (name);
CREATE INDEX definition_file ON definition (file_id);
CREATE TABLE imported (
  file_id INTEGER NOT NULL,
  target TEXT NOT NULL,
  PRIMARY KEY (file_id, target)
) STRICT, WITHOUT ROWID;
CREATE INDEX imported_target ON imported (target);
CREATE TABLE embedding_model (
  model TEXT NOT NULL,
  dimensions INTEGER NOT NULL
) STRICT;
-- Apart from the vectors: these are read whole at start, those a thousand at a time.
CREATE TABLE signature (
  id INTEGER PRIMARY KEY,
  content INTEGER NOT NULL UNIQUE,
  bits BLOB NOT NULL
) STRICT;
CREATE TABLE vector (
  id INTEGER PRIMARY KEY,
  scale REAL NOT NULL,
  parts BLOB NOT NULL
) STRICT;
`,
  },
];
