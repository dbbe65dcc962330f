import { mkdirSync, readdirSync, readFileSync, renameSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fail, ok, type Result } from "../../../core/base/result.ts";
import { parameters } from "../../../core/gate/licence/findCopies.ts";
import { tokenize } from "../../../core/gate/licence/tokenize.ts";
import { familyOfPath } from "../../../core/gate/licence/vocabulary.ts";
import { winnow } from "../../../core/gate/licence/winnow.ts";
import { type IndexedFile, writeFingerprintIndex } from "../../../core/gate/licence/writeFingerprintIndex.ts";
import { teamIndexExtension } from "./licenceAnalyzer.ts";

export interface FingerprintRequest {
  /** Names the index and, in findings, the code's origin. */
  readonly name: string;
  /** SPDX expression, or "LicenseRef-…" for what has none. */
  readonly licence: string;
  /** The code is the team's own: it is never reported, whatever else it resembles. */
  readonly own: boolean;
  /** `<home>/licences` */
  readonly target: string;
}

export interface BuiltFingerprints {
  readonly file: string;
  readonly files: number;
  readonly lines: number;
  readonly fingerprints: number;
}

const skippedFolders: ReadonlySet<string> = new Set([".git", "node_modules", ".venv", "__pycache__"]);
const longestFile = 5_000_000;

/** Turns a folder of code into an index beside the bundled one; the error says what was wrong. Keeps hashes, no text. */
export function buildFingerprints(
  folder: string,
  request: FingerprintRequest,
): Result<BuiltFingerprints, string> {
  if (!/^[\w.-]{1,100}$/.test(request.name) || request.name.startsWith("."))
    return fail("The name may have letters, digits, '.', '-' and '_' only.");
  if (statSync(folder, { throwIfNoEntry: false })?.isDirectory() !== true)
    return fail(`${folder} is not a folder.`);
  const files: IndexedFile[] = [];
  const hashes: number[] = [];
  const owners: number[] = [];
  let lines = 0;
  for (const path of sourcesIn(folder, "")) {
    const family = familyOfPath(path);
    if (family === undefined || statSync(join(folder, path)).size > longestFile) continue;
    const text = readFileSync(join(folder, path), "utf8");
    const found = new Set(winnow(tokenize(text, family).kinds, family, parameters).hashes);
    if (found.size === 0) continue;
    for (const hash of found) {
      hashes.push(hash);
      owners.push(files.length);
    }
    files.push({ package: request.name, path, licence: request.licence });
    lines += text.split("\n").length;
  }
  if (files.length === 0)
    return fail(
      `${folder} holds no Python, JavaScript, TypeScript, C or C++ that is long enough to compare.`,
    );
  const bytes = writeFingerprintIndex({
    name: request.name,
    own: request.own,
    date: new Date().toISOString().slice(0, 10),
    parameters,
    lines,
    files,
    hashes: Uint32Array.from(hashes),
    owners: Uint32Array.from(owners),
  });
  mkdirSync(request.target, { recursive: true });
  const file = join(request.target, `${request.name}${teamIndexExtension}`);
  // Never half an index in its place: a running host may read it at any time.
  writeFileSync(`${file}.new`, bytes);
  renameSync(`${file}.new`, file);
  return ok({ file, files: files.length, lines, fingerprints: hashes.length });
}

/** Links are not followed: a folder may link to one above it. */
function* sourcesIn(folder: string, prefix: string): Generator<string> {
  for (const entry of readdirSync(join(folder, prefix), { withFileTypes: true })) {
    const path = prefix === "" ? entry.name : `${prefix}/${entry.name}`;
    if (entry.isDirectory() && !skippedFolders.has(entry.name)) yield* sourcesIn(folder, path);
    else if (entry.isFile()) yield path;
  }
}
