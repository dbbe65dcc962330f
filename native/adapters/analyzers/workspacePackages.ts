import { type Dirent, existsSync, readdirSync, readFileSync, statSync } from "node:fs";
import { dirname, join, posix, resolve, sep } from "node:path";
import { parse as parseJsonc } from "jsonc-parser";
import { z } from "zod";
import { declaredDistributions, pythonManifest } from "../../../core/gate/hallucination/declaredPackages.ts";
import { MomentaryCache } from "./momentaryCache.ts";

const longestManifest = 8_000_000;
const sourceFolders = ["", "src", "lib", "python", "app"];
const names = z.record(z.string(), z.unknown()).optional().catch(undefined);
const packageManifest = z.object({
  name: z.string().optional().catch(undefined),
  dependencies: names,
  devDependencies: names,
  peerDependencies: names,
  optionalDependencies: names,
});
const compilerConfiguration = z.object({
  compilerOptions: z.object({ baseUrl: z.string().optional(), paths: names }).optional(),
});

/** What the workspace itself has and asks for. Reads names of files and manifests; runs nothing. */
export class WorkspacePackages {
  readonly #root: string;
  readonly #read = new Map<string, { readonly stamp: number; readonly names: readonly string[] }>();

  readonly #exists = new MomentaryCache<boolean>();
  readonly #entries = new MomentaryCache<readonly Dirent[]>();

  /** @param root the opened folder, absolute */
  constructor(root: string) {
    this.#root = resolve(root);
  }

  /** Says of a module whether it lies beside the file, above it, or in a usual folder of sources; `path` is workspace-relative or "". */
  ownPython(path: string): (name: string) => boolean {
    const folders = this.#sourceFoldersFor(path);
    return (name) =>
      folders.some(
        (folder) =>
          this.#isThere(join(folder, `${name}.py`)) ||
          this.#isThere(join(folder, `${name}.pyi`)) ||
          this.#exists.get(`${join(folder, name)}${sep}`, () => isFolder(join(folder, name))),
      );
  }

  /** Says of a name whether a base folder or a path alias of tsconfig.json reaches it. */
  ownJavascript(path: string): (name: string) => boolean {
    const aliases = new Set(this.#foldersAbove(path).flatMap((folder) => this.#aliases(folder)));
    const folders = this.#sourceFoldersFor(path);
    return (name) => {
      const first = name.split("/")[0] ?? name;
      if (aliases.has(name) || aliases.has(first)) return true;
      return (
        !name.startsWith("@") &&
        folders.some((folder) =>
          ["", ".ts", ".tsx", ".js", ".jsx", ".mjs", ".cjs"].some((ending) =>
            this.#isThere(join(folder, first + ending)),
          ),
        )
      );
    };
  }

  isInstalledNpm(name: string, path: string): boolean {
    return (
      !name.split("/").includes("..") &&
      this.#foldersAbove(path).some((folder) =>
        this.#isThere(join(folder, "node_modules", name, "package.json")),
      )
    );
  }

  /** Normalized names of Python distributions that the manifests above the file list. */
  declaredPython(path: string): ReadonlySet<string> {
    const folders = [...this.#foldersAbove(path), join(this.#root, "requirements")];
    return new Set(
      folders.flatMap((folder) =>
        this.#entriesOf(folder)
          .filter((entry) => entry.isFile() && isPythonManifest(folder, entry.name))
          .flatMap(({ name }) =>
            this.#namesOf(join(folder, name), (text) => declaredDistributions(name, text)),
          ),
      ),
    );
  }

  declaredNpm(path: string): ReadonlySet<string> {
    return new Set(
      this.#foldersAbove(path).flatMap((folder) =>
        this.#namesOf(join(folder, "package.json"), dependenciesIn),
      ),
    );
  }

  #entriesOf(folder: string): readonly Dirent[] {
    return this.#entries.get(folder, () => entriesOf(folder));
  }

  #isThere(path: string): boolean {
    return this.#exists.get(path, () => existsSync(path));
  }

  #aliases(folder: string): readonly string[] {
    return ["tsconfig.json", "jsconfig.json", "tsconfig.base.json", "tsconfig.app.json"].flatMap((file) =>
      this.#namesOf(join(folder, file), aliasesIn),
    );
  }

  /** From the file's folder up to the workspace, nearest first. */
  #foldersAbove(path: string): string[] {
    const folders: string[] = [];
    let folder = resolve(this.#root, dirname(path));
    while (folder.startsWith(this.#root + sep)) {
      folders.push(folder);
      folder = dirname(folder);
    }
    return [...folders, this.#root];
  }

  #sourceFoldersFor(path: string): string[] {
    const above = this.#foldersAbove(path).flatMap((folder) =>
      sourceFolders.map((name) => join(folder, name)),
    );
    // A repository of several programs keeps each in a folder of its own.
    const beside = this.#entriesOf(this.#root)
      .filter((entry) => entry.isDirectory() && !/^[._]|^node_modules$/.test(entry.name))
      .slice(0, 100)
      .map(({ name }) => join(this.#root, name));
    return [...new Set([...above, ...beside])];
  }

  #namesOf(file: string, read: (text: string) => readonly string[]): readonly string[] {
    const found = statSync(file, { throwIfNoEntry: false });
    if (found === undefined || !found.isFile() || found.size > longestManifest) return [];
    const kept = this.#read.get(file);
    if (kept?.stamp === found.mtimeMs) return kept.names;
    const fresh = { stamp: found.mtimeMs, names: read(readFileSync(file, "utf8")) };
    this.#read.set(file, fresh);
    return fresh.names;
  }
}

function isPythonManifest(folder: string, name: string): boolean {
  return pythonManifest.test(name) || (folder.endsWith(`${sep}requirements`) && /\.(?:txt|in)$/.test(name));
}

function dependenciesIn(text: string): readonly string[] {
  const read = packageManifest.safeParse(parseJsonc(text));
  if (!read.success) return [];
  const { name, dependencies, devDependencies, peerDependencies, optionalDependencies } = read.data;
  return [
    ...(name === undefined ? [] : [name]),
    ...[dependencies, devDependencies, peerDependencies, optionalDependencies].flatMap((one) =>
      Object.keys(one ?? {}),
    ),
  ];
}

/** `"ui/*": [...]` → "ui"; the base folder's own names are found among the folders of sources. */
function aliasesIn(text: string): readonly string[] {
  const read = compilerConfiguration.safeParse(parseJsonc(text));
  return Object.keys((read.success ? read.data.compilerOptions?.paths : undefined) ?? {})
    .map((key) => posix.normalize(key.replace(/\/?\*.*$/, "")))
    .filter((key) => key !== "" && key !== ".");
}

function entriesOf(folder: string): readonly Dirent[] {
  try {
    return readdirSync(folder, { withFileTypes: true });
  } catch {
    return [];
  }
}

function isFolder(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isDirectory() === true;
}
