import { readFileSync } from "node:fs";
import { join } from "node:path";
import { z } from "zod";

const manifest = z.object({ version: z.string() });

/** The program's own version, from its package.json: two folders up in the bundle, one in the sources. */
export const version = readVersion([join(import.meta.dirname, ".."), join(import.meta.dirname, "../..")]);

function readVersion(folders: readonly string[]): string {
  for (const folder of folders) {
    try {
      return manifest.parse(JSON.parse(readFileSync(join(folder, "package.json"), "utf8"))).version;
    } catch {
      // Not here; the next folder.
    }
  }
  return "unknown";
}
