import { type Dirent, readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { tokenize } from "../../core/gate/licence/tokenize.ts";
import { type CodeFamily, familyOfPath, numberKind, stringKind } from "../../core/gate/licence/vocabulary.ts";
import { type LicenceVerdict, readFileHead } from "./copyleft.ts";
import type { DebianCopyright } from "./debianCopyright.ts";

export interface SourceFile {
  readonly path: string;
  readonly family: CodeFamily;
  /** "" for a permissive file. */
  readonly spdx: string;
  readonly lines: number;
  readonly kinds: Uint8Array;
}

/** Not the package's own work, or not what anybody would copy. */
const skippedFolder =
  /^(?:tests?|testing|testsuite|unittests?|vendor|vendored|_vendor|third[-_]?party|3rd-?party|extern|external|node_modules|bower_components|debian|docs?|_static|dist|\.pc|\.git)$/i;
const generated =
  /(?:auto(?:matically)?[- ]?generated|generated (?:by|from|automatically)|do not (?:edit|modify))/i;
const longestFile = 1_500_000;
const fewestTokens = 60;

/** Reads a package's unpacked sources: files whose licence is certain and that people wrote. */
export function* readSourceTree(
  folder: string,
  copyright: DebianCopyright | undefined,
): Generator<SourceFile> {
  for (const path of sourcePaths(folder, "")) {
    const family = familyOfPath(path);
    if (family === undefined || isTest(path) || statSync(join(folder, path)).size > longestFile) continue;
    const text = readFileSync(join(folder, path), "utf8");
    const verdict = licenceOf(path, text, copyright);
    if (verdict.kind === "uncertain" || !isHandwritten(path, text)) continue;
    const { kinds } = tokenize(text, family);
    if (kinds.length < fewestTokens || isData(kinds)) continue;
    yield {
      path,
      family,
      spdx: verdict.kind === "copyleft" ? verdict.spdx : "",
      lines: countLines(text),
      kinds,
    };
  }
}

function* sourcePaths(folder: string, prefix: string): Generator<string> {
  const entries: Dirent[] = readdirSync(join(folder, prefix), { withFileTypes: true });
  for (const entry of entries.sort((left, right) => (left.name < right.name ? -1 : 1))) {
    const path = prefix === "" ? entry.name : `${prefix}/${entry.name}`;
    if (entry.isDirectory()) {
      if (!skippedFolder.test(entry.name)) yield* sourcePaths(folder, path);
    } else if (entry.isFile()) yield path;
  }
}

/** The file's own words first; where it is silent, the packager's. Where they contradict each other nothing is certain. */
function licenceOf(path: string, text: string, copyright: DebianCopyright | undefined): LicenceVerdict {
  const own = readFileHead(text);
  const packagers = copyright?.of(path) ?? { kind: "uncertain" };
  if (own === undefined) return packagers;
  const contradicted = packagers.kind !== "uncertain" && packagers.kind !== own.kind;
  return contradicted ? { kind: "uncertain" } : own;
}

/** Tests resemble each other more than what they test. */
export function isTest(path: string): boolean {
  return /(?:^|\/)(?:tests?|pytest)\/|(?:^|\/)(?:test_[^/]*|[^/]*_test|conftest)\.\w+$/i.test(path);
}

function isHandwritten(path: string, text: string): boolean {
  if (/[.-]min\.|_pb2\.py$|(?:^|\/)(?:jquery|versioneer|ez_setup)[^/]*$|configure$/i.test(path)) return false;
  // Qt's translations are called .ts too.
  if (/^\ufeff?\s*<[?!]/.test(text)) return false;
  if (generated.test(text.slice(0, 1500))) return false;
  return text.length / countLines(text) < 120;
}

/** Tables of literals have no structure to compare. */
function isData(kinds: Uint8Array): boolean {
  let literals = 0;
  for (const kind of kinds) if (kind === numberKind || kind === stringKind) literals++;
  return literals / kinds.length > 0.35;
}

function countLines(text: string): number {
  let lines = 1;
  for (let at = text.indexOf("\n"); at !== -1; at = text.indexOf("\n", at + 1)) lines++;
  return lines;
}
