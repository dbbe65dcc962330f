import { createHash } from "node:crypto";
import { createReadStream } from "node:fs";
import { readdir, realpath, stat } from "node:fs/promises";
import { join } from "node:path";

export interface HashedTree {
  /** A line for each file, as sha256sum writes it: "<sha256>  <path below the folder>", sorted by path. */
  readonly list: string;
  readonly files: number;
  /** SHA-256 of `list`. */
  readonly sha256: string;
}

/**
 * Hashes what lies below the named entries of a folder; entries that are missing are left out. Links are followed to files
 * and not into folders. A name with a line break in it would forge a line: it is refused by throwing.
 */
export async function hashTree(folder: string, entries: readonly string[]): Promise<HashedTree> {
  const paths = (await Promise.all(entries.map((entry) => filesBelow(folder, entry)))).flat();
  paths.sort((a, b) => (a < b ? -1 : a > b ? 1 : 0));
  let list = "";
  for (const path of paths) {
    if (/[\n\r\\]/.test(path)) throw new Error(`${JSON.stringify(path)} is no name for a file of Airlock.`);
    list += `${await sha256OfFile(join(folder, path))}  ${path}\n`;
  }
  return { list, files: paths.length, sha256: createHash("sha256").update(list).digest("hex") };
}

/** Hex. Read as a stream. */
export async function sha256OfFile(file: string): Promise<string> {
  const hash = createHash("sha256");
  for await (const chunk of createReadStream(file, { highWaterMark: 1024 * 1024 })) hash.update(chunk);
  return hash.digest("hex");
}

async function filesBelow(folder: string, path: string): Promise<readonly string[]> {
  const place = join(folder, path);
  const found = await stat(place).catch(() => undefined);
  if (found?.isFile()) return [path];
  if (found?.isDirectory() !== true) return [];
  const entries = await readdir(await realpath(place), { withFileTypes: true });
  const inner = entries
    .filter((entry) => entry.name !== "node_modules" && entry.name !== "__pycache__")
    .filter((entry) => !entry.isSymbolicLink())
    .map((entry) => filesBelow(folder, `${path}/${entry.name}`));
  return (await Promise.all(inner)).flat();
}
