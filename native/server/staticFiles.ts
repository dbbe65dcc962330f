import { readdirSync, statSync } from "node:fs";
import { extname, join, relative, sep } from "node:path";

export interface StaticFile {
  readonly file: string;
  readonly size: number;
  readonly contentType: string;
  /** The bundler puts a hash of the content into the name: such a file never changes. */
  readonly immutable: boolean;
}

const contentTypes: Readonly<Record<string, string>> = {
  ".html": "text/html; charset=utf-8",
  ".js": "text/javascript; charset=utf-8",
  ".css": "text/css; charset=utf-8",
  ".json": "application/json; charset=utf-8",
  ".svg": "image/svg+xml",
  ".png": "image/png",
  ".woff2": "font/woff2",
  ".woff": "font/woff",
  ".ttf": "font/ttf",
  ".wasm": "application/wasm",
};

/** Lists what may be served once, at start: a path that is not in the list does not exist, whatever it looks like. */
export function listStaticFiles(root: string): ReadonlyMap<string, StaticFile> {
  const files = new Map<string, StaticFile>();
  for (const entry of readdirSync(root, { recursive: true, withFileTypes: true })) {
    if (!entry.isFile()) continue;
    const file = join(entry.parentPath, entry.name);
    const contentType = contentTypes[extname(entry.name)];
    if (contentType === undefined) continue;
    const path = `/${relative(root, file).split(sep).join("/")}`;
    files.set(path, { file, size: statSync(file).size, contentType, immutable: path.startsWith("/assets/") });
  }
  return files;
}
