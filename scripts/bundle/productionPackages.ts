import { existsSync, readFileSync } from "node:fs";
import { dirname, join, relative, sep } from "node:path";
import { z } from "zod";

const names = z.record(z.string(), z.string()).default({});
const oneOrMore = z.union([z.string().transform((value) => [value]), z.array(z.string())]).default([]);

const packageFile = z.object({
  name: z.string(),
  version: z.string(),
  license: z.union([z.string(), z.object({ type: z.string() }).transform(({ type }) => type)]).optional(),
  os: oneOrMore,
  cpu: oneOrMore,
  libc: oneOrMore,
  dependencies: names,
  optionalDependencies: names,
  peerDependencies: names,
  peerDependenciesMeta: z.record(z.string(), z.object({ optional: z.boolean().default(false) })).default({}),
});
type PackageFile = z.infer<typeof packageFile>;

export interface InstalledPackage {
  readonly name: string;
  readonly version: string;
  /** As the package says it; undefined where it says nothing. */
  readonly licence: string | undefined;
  /** Relative to the root, with "/": `node_modules/a/node_modules/b`. */
  readonly folder: string;
}

export interface Platform {
  readonly os: string;
  readonly cpu: string;
  readonly libc: string;
}

/**
 * What the program needs to run, of what is installed: everything that package.json's dependencies lead to, for one
 * platform. Found as Node finds modules, so a nested copy is the copy that is used. Sorted by folder.
 * @throws where a dependency that is not optional is not installed
 */
export function productionPackages(root: string, platform: Platform): readonly InstalledPackage[] {
  const found = new Map<string, InstalledPackage>();
  const follow = (folder: string, own: PackageFile): void => {
    const optional = new Set([
      ...Object.keys(own.optionalDependencies),
      ...Object.keys(own.peerDependencies).filter((name) => own.peerDependenciesMeta[name]?.optional),
    ]);
    for (const name of [
      ...Object.keys(own.dependencies),
      ...Object.keys(own.optionalDependencies),
      ...Object.keys(own.peerDependencies),
    ]) {
      const at = installedFolder(root, folder, name);
      if (at === undefined) {
        if (optional.has(name)) continue;
        throw new Error(`${name}, which ${own.name} needs, is not installed. Run npm start once.`);
      }
      const key = relative(root, at).split(sep).join("/");
      if (found.has(key)) continue;
      const file = readPackage(at);
      if (!fits(file, platform)) continue;
      found.set(key, { name: file.name, version: file.version, licence: file.license, folder: key });
      follow(at, file);
    }
  };
  // An optional peer is there for whoever else asked for it: it is carried where it is a dependency of somebody.
  follow(root, { ...readPackage(root), peerDependencies: {} });
  return [...found.values()].sort((a, b) => (a.folder < b.folder ? -1 : 1));
}

function installedFolder(root: string, from: string, name: string): string | undefined {
  for (let folder = from; ; folder = dirname(folder)) {
    const candidate = join(folder, "node_modules", name);
    if (existsSync(join(candidate, "package.json"))) return candidate;
    if (folder === root) return undefined;
  }
}

const readPackage = (folder: string): PackageFile =>
  packageFile.parse(JSON.parse(readFileSync(join(folder, "package.json"), "utf8")));

function fits({ os, cpu, libc }: PackageFile, platform: Platform): boolean {
  return allows(os, platform.os) && allows(cpu, platform.cpu) && allows(libc, platform.libc);
}

/** npm's lists: names that are meant, or `!name` for those that are not. */
function allows(list: readonly string[], value: string): boolean {
  if (list.includes(`!${value}`)) return false;
  const meant = list.filter((entry) => !entry.startsWith("!"));
  return meant.length === 0 || meant.includes(value) || meant.includes("any");
}
