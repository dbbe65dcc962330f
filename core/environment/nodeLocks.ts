import { longestLock, type ProjectTexts } from "./projectTexts.ts";
import { propertyOf } from "./propertyOf.ts";
import type { LockedVersion } from "./pythonLocks.ts";
import { parseShallowJson } from "./shallowJson.ts";
import { longestYaml, parseSmallYaml } from "./smallYaml.ts";
import { textLines } from "./textLines.ts";
import { below, foldersAbove, inFolder, nameOf } from "./workspaceFolders.ts";
import { yarnLocked } from "./yarnLock.ts";

export const nodeLockNames: readonly string[] = [
  "pnpm-lock.yaml",
  "yarn.lock",
  "package-lock.json",
  "npm-shrinkwrap.json",
];

/**
 * Name → version, by the lock that lies nearest to a manifest's folder. `wanted` maps each name to the range that
 * package.json writes.
 */
export function nodeLocked(
  texts: ProjectTexts,
  folder: string,
  wanted: ReadonlyMap<string, string>,
): ReadonlyMap<string, LockedVersion> {
  for (const place of foldersAbove(folder)) {
    const from = nodeLockNames.map((name) => inFolder(place, name)).find((path) => texts.has(path));
    if (from === undefined) continue;
    const text = texts.text(from, longestLock);
    const importer = below(place, folder);
    if (text === undefined || importer === undefined) return new Map();
    const versions = versionsIn(texts, from, text, importer, wanted);
    return new Map([...versions].map(([name, version]) => [name, { version, exact: true, from }]));
  }
  return new Map();
}

function versionsIn(
  texts: ProjectTexts,
  from: string,
  text: string,
  importer: string,
  wanted: ReadonlyMap<string, string>,
): ReadonlyMap<string, string> {
  if (/^<<<<<<< /m.test(text)) {
    texts.note(from, "It holds the marks of a merge that was not finished.");
    return new Map();
  }
  const name = nameOf(from);
  try {
    if (name === "yarn.lock" && /^(?:# yarn lockfile|__metadata:)/m.test(text))
      return yarnLocked(text, wanted);
    if (name === "pnpm-lock.yaml" && /^lockfileVersion:/m.test(text))
      return pnpmLocked(text, importer, wanted);
    if (name.endsWith(".json")) return npmLocked(parseShallowJson(text), importer, wanted);
    if (text.trim() !== "") texts.note(from, "It is not such a lock.");
  } catch {
    texts.note(from, "It cannot be parsed.");
  }
  return new Map();
}

/** Versions 2 and 3 name every place in node_modules; version 1 has a tree of which the top is meant. */
function npmLocked(
  lock: unknown,
  importer: string,
  wanted: ReadonlyMap<string, string>,
): ReadonlyMap<string, string> {
  const packages = propertyOf(lock, "packages");
  const tree = propertyOf(lock, "dependencies");
  const found = new Map<string, string>();
  for (const name of wanted.keys()) {
    const places = foldersAbove(importer).map((folder) => inFolder(folder, `node_modules/${name}`));
    const version = [...places.map((place) => propertyOf(packages, place)), propertyOf(tree, name)]
      .map((entry) => propertyOf(entry, "version"))
      .find((one) => typeof one === "string" && isVersion(one));
    if (typeof version === "string") found.set(name, version);
  }
  return found;
}

/** Only the piece about one package of the workspace is parsed: the whole takes seconds. */
function pnpmLocked(
  text: string,
  importer: string,
  wanted: ReadonlyMap<string, string>,
): ReadonlyMap<string, string> {
  const piece: unknown = parseSmallYaml(pnpmPiece(text, importer));
  const found = new Map<string, string>();
  for (const group of ["devDependencies", "optionalDependencies", "dependencies"]) {
    for (const name of wanted.keys()) {
      const entry = propertyOf(propertyOf(piece, group), name);
      const written = typeof entry === "string" ? entry : propertyOf(entry, "version");
      // After the version come the peers that it was resolved with: 18.2.0(react@18.2.0), 18.2.0_react@18.2.0.
      const version = typeof written === "string" ? written.replace(/[(_].*$/s, "") : "";
      if (isVersion(version)) found.set(name, version);
    }
  }
  return found;
}

/** The dependencies of one package of the workspace, as YAML by itself. A lock of a single package has no importers. */
function pnpmPiece(text: string, importer: string): string {
  const hasImporters = /^importers:/m.test(text);
  const name = importer === "" ? "." : importer;
  const lines: string[] = [];
  let length = 0;
  let isWanted = false;
  for (const line of textLines(text)) {
    const isHeading = hasImporters ? /^ {0,2}\S/.test(line) : /^\S/.test(line);
    if (isHeading)
      isWanted = hasImporters
        ? line.startsWith("  ") && line.trim().replaceAll(/['"]/g, "") === `${name}:`
        : /^(?:dependencies|devDependencies|optionalDependencies):/.test(line);
    if (!isWanted || (isHeading && hasImporters)) continue;
    length += line.length + 1;
    if (length > longestYaml) break;
    lines.push(hasImporters ? line.slice(4) : line);
  }
  return lines.join("\n");
}

function isVersion(written: string): boolean {
  return /^\d+\.\d+\.\d+(?:[-+][\w.+-]{1,100})?$/.test(written);
}
