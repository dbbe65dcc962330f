import { normalizedDistribution } from "../gate/hallucination/knownNames.ts";
import { higherVersion } from "./declaredPackage.ts";
import { longestLock, type ProjectTexts } from "./projectTexts.ts";
import { propertyOf } from "./propertyOf.ts";
import { requirementsFilesIn } from "./pythonManifests.ts";
import { pinsOf } from "./requirementsFile.ts";
import { parseShallowJson } from "./shallowJson.ts";
import { textLines } from "./textLines.ts";
import { inFolder, nameOf } from "./workspaceFolders.ts";

export interface LockedVersion {
  readonly version: string;
  /** false where the lock holds several, one for each platform or Python: it is the highest of them. */
  readonly exact: boolean;
  readonly from: string;
}

export const pythonLockNames: readonly string[] = [
  "uv.lock",
  "poetry.lock",
  "pdm.lock",
  "pylock.toml",
  "Pipfile.lock",
];

/** Normalized name → version of those `wanted`, by the lock of the first of these folders that has one. */
export function pythonLocked(
  texts: ProjectTexts,
  folders: readonly string[],
  wanted: ReadonlySet<string>,
): ReadonlyMap<string, LockedVersion> {
  for (const folder of folders) {
    const locks = pythonLockNames.map((name) => inFolder(folder, name)).filter((path) => texts.has(path));
    const [lock] = locks;
    if (lock !== undefined) return readLock(texts, lock, wanted);
    const compiled = requirementsFilesIn(texts, folder)
      .filter((path) => path.endsWith(".in"))
      .map((path) => path.replace(/\.in$/, ".txt"))
      .filter((path) => texts.has(path));
    if (compiled.length > 0)
      return new Map(
        compiled.flatMap((from) =>
          [...pinsOf(texts.text(from) ?? "")]
            .filter(([name]) => wanted.has(name))
            .map(([name, version]) => [name, { version, exact: true, from }] as const),
        ),
      );
  }
  return new Map();
}

function readLock(
  texts: ProjectTexts,
  from: string,
  wanted: ReadonlySet<string>,
): ReadonlyMap<string, LockedVersion> {
  const text = texts.text(from, longestLock);
  if (text === undefined) return new Map();
  return nameOf(from) === "Pipfile.lock"
    ? readPipfileLock(texts, from, text, wanted)
    : readTomlLock(texts, from, text, wanted);
}

/**
 * Line by line, for a lock may be long: of every `[[package]]` its name and version. uv, Poetry and PDM write both as
 * plain strings, each in its own line.
 */
function readTomlLock(
  texts: ProjectTexts,
  from: string,
  text: string,
  wanted: ReadonlySet<string>,
): ReadonlyMap<string, LockedVersion> {
  const found = new Map<string, LockedVersion>();
  let isLock = text.trim() === "";
  let name: string | undefined;
  let version: string | undefined;
  const keep = (): void => {
    if (name !== undefined && version !== undefined && version !== "" && wanted.has(name)) {
      const known = found.get(name)?.version;
      const isOther = known !== undefined && known !== version;
      found.set(name, {
        version: isOther ? higherVersion(known, version) : version,
        exact: found.get(name)?.exact !== false && !isOther,
        from,
      });
    }
    name = undefined;
    version = undefined;
  };
  let isInPackage = false;
  for (const line of textLines(text)) {
    if (line.startsWith("<<<<<<< ")) {
      texts.note(from, "It holds the marks of a merge that was not finished.");
      return new Map();
    }
    if (line.startsWith("[")) {
      keep();
      isInPackage = /^\[\[packages?\]\]/.test(line);
      isLock ||= isInPackage || line.startsWith("[metadata]");
    } else if (isInPackage && line.startsWith("name = ")) {
      name = normalizedDistribution(quoted(line));
    } else if (line.startsWith("version = ")) {
      if (isInPackage) version = quoted(line);
      else isLock = true;
    }
  }
  keep();
  if (!isLock) texts.note(from, "It holds no packages.");
  return found;
}

function quoted(line: string): string {
  return /^\w+ = ["']([\w.+!-]{1,200})["']/.exec(line)?.[1] ?? "";
}

function readPipfileLock(
  texts: ProjectTexts,
  from: string,
  text: string,
  wanted: ReadonlySet<string>,
): ReadonlyMap<string, LockedVersion> {
  const found = new Map<string, LockedVersion>();
  try {
    const lock = parseShallowJson(text);
    for (const group of [propertyOf(lock, "develop"), propertyOf(lock, "default")]) {
      for (const [written, entry] of Object.entries(
        typeof group === "object" && group !== null ? group : {},
      )) {
        const name = normalizedDistribution(written);
        const version = propertyOf(entry, "version");
        const pinned = typeof version === "string" ? /^==([\w.+!-]+)$/.exec(version)?.[1] : undefined;
        if (pinned !== undefined && wanted.has(name)) found.set(name, { version: pinned, exact: true, from });
      }
    }
  } catch {
    texts.note(from, "It cannot be parsed as JSON.");
  }
  return found;
}
