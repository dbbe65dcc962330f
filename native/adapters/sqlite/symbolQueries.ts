import type { Database } from "better-sqlite3";
import { z } from "zod";
import { moduleKey } from "../../../core/retrieval/imports.ts";
import type { DefinitionPlace, StoredChunk } from "../../../core/retrieval/indexStore.ts";
import { tokenize } from "../../../core/retrieval/tokenize.ts";
import { phrase } from "./lexicalSearch.ts";
import { chunkColumns, chunkJoin, storedChunk } from "./storedChunk.ts";

const definitionRow = z.object({
  name: z.string(),
  qualified: z.string(),
  kind: z.enum(["function", "method", "class", "interface", "type", "namespace", "variable"]),
  path: z.string(),
  start_line: z.int(),
  end_line: z.int(),
});
const text = z.string();
const isPython = (path: string): boolean => /\.pyi?$/.test(path);
/** A module named like many others tells nothing. */
const mostOfOneModule = 3;

export function definitionsOf(database: Database, name: string, limit: number): readonly DefinitionPlace[] {
  return database
    .prepare(
      `SELECT d.name, d.qualified, d.kind, f.path, d.start_line, d.end_line FROM definition d
       JOIN indexed_file f ON f.id = d.file_id WHERE d.name = ? ORDER BY f.path, d.start_line LIMIT ?`,
    )
    .all(name, limit)
    .map((row) => {
      const { start_line, end_line, ...place } = definitionRow.parse(row);
      return { ...place, startLine: start_line, endLine: end_line };
    });
}

/** Names stand in the index as words without capitals and underscores: the reader of the file tells them apart. */
export function mentionsOf(database: Database, name: string, limit: number): readonly StoredChunk[] {
  const [word] = tokenize(name);
  if (word === undefined) return [];
  return database
    .prepare(
      `SELECT ${chunkColumns} FROM (SELECT rowid FROM chunk_words WHERE chunk_words MATCH ? LIMIT ?) hit
       JOIN chunk c ON c.id = hit.rowid JOIN indexed_file f ON f.id = c.file_id ORDER BY f.path, c.start_line`,
    )
    .all(`body : ${phrase(word)}`, limit)
    .map(storedChunk);
}

export function chunkAt(database: Database, path: string, line: number): StoredChunk | undefined {
  const row = database
    .prepare(
      `SELECT ${chunkColumns} FROM ${chunkJoin} WHERE f.path = ? AND c.start_line <= ? AND c.end_line >= ?
       ORDER BY c.start_line DESC LIMIT 1`,
    )
    .get(path, line, line);
  return row === undefined ? undefined : storedChunk(row);
}

export function firstChunks(database: Database, paths: readonly string[]): readonly StoredChunk[] {
  const ask = database.prepare(
    `SELECT ${chunkColumns} FROM ${chunkJoin} WHERE f.path = ? ORDER BY c.start_line LIMIT 1`,
  );
  return paths.flatMap((path) => ask.all(path)).map(storedChunk);
}

export function importersOf(database: Database, path: string, limit: number): readonly string[] {
  const key = moduleKey(path);
  const parts = key.split("/");
  // Python names a module from whichever folder it searches: "src/a/b" is "a.b".
  const keys = isPython(path) ? parts.map((_, index) => parts.slice(index).join("/")) : [key];
  const ask = database.prepare(
    `SELECT f.path FROM imported i JOIN indexed_file f ON f.id = i.file_id WHERE i.target = ? LIMIT ?`,
  );
  const found = new Set<string>();
  for (const one of keys)
    for (const row of ask.pluck().all(one, limit)) {
      const importer = text.parse(row);
      if (importer !== path && isPython(importer) === isPython(path)) found.add(importer);
    }
  return [...found].slice(0, limit);
}

export function importsOf(database: Database, path: string, limit: number): readonly string[] {
  const targets = database
    .prepare("SELECT i.target FROM imported i JOIN indexed_file f ON f.id = i.file_id WHERE f.path = ?")
    .pluck()
    .all(path)
    .map((row) => text.parse(row));
  const exact = database.prepare("SELECT path FROM indexed_file WHERE module = ?").pluck();
  // "/" is followed by "0": everything that begins with the key and a slash.
  const ending = database
    .prepare("SELECT path FROM indexed_file WHERE module > ? || '/' AND module < ? || '0' LIMIT ?")
    .pluck();
  const found = new Set<string>();
  for (const target of targets) {
    const key = backwards(target);
    const files = exact.all(key);
    if (files.length === 0 && isPython(path)) {
      const alike = ending.all(key, key, mostOfOneModule + 1);
      if (alike.length <= mostOfOneModule) files.push(...alike);
    }
    for (const file of files) found.add(text.parse(file));
  }
  found.delete(path);
  return [...found].slice(0, limit);
}

/** "a/b/c" as "c/b/a": modules that end alike stand together in an index. */
export function backwards(key: string): string {
  return key.split("/").reverse().join("/");
}
