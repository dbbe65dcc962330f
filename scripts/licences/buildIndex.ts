// Makes resources/licences/copyleft.idx and its manifest: node scripts/licences/buildIndex.ts WORK [--free FOLDER]…
// WORK is what scanPackages.ts has read into; FOLDER holds permissive code beside it, such as Python's own library.
import { createHash } from "node:crypto";
import { globSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { parseArgs } from "node:util";
import { parameters } from "../../core/gate/licence/findCopies.ts";
import { tokenize } from "../../core/gate/licence/tokenize.ts";
import { familyOfPath } from "../../core/gate/licence/vocabulary.ts";
import { writeFingerprintIndex } from "../../core/gate/licence/writeFingerprintIndex.ts";
import { type CollectedFile, collectFingerprints, type FreeCode } from "./collectFingerprints.ts";

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    free: { type: "string", multiple: true, default: [] },
    lines: { type: "string", default: "28000000" },
    release: { type: "string", default: "bookworm" },
    target: { type: "string", default: join(import.meta.dirname, "../../resources/licences") },
  },
});
const [work] = positionals;
if (work === undefined) throw new Error("Name the folder that scanPackages.ts worked in.");

const limits = { mostPackages: 6, mostFiles: 1, mostLines: Number(values.lines) };
const collected = collectFingerprints(join(work, "tokens"), { parameters, ...limits }, freeCode(values.free));
const date = new Date().toISOString().slice(0, 10);
const bytes = writeFingerprintIndex({
  name: `Debian ${values.release}`,
  own: false,
  date,
  parameters,
  lines: collected.lines,
  files: collected.files,
  hashes: collected.hashes,
  owners: collected.owners,
});
mkdirSync(values.target, { recursive: true });
writeFileSync(join(values.target, "copyleft.idx"), bytes);
const manifest = {
  file: "copyleft.idx",
  sha256: createHash("sha256").update(bytes).digest("hex"),
  bytes: bytes.length,
  date,
  source: `source packages of Debian ${values.release}, main`,
  parameters,
  limits,
  lines: collected.lines,
  files: collected.files.length,
  packages: new Set(collected.files.map((file) => file.package)).size,
  fingerprints: collected.hashes.length,
  dropped: collected.dropped,
  linesByLicence: linesBy(collected.files, (file) => file.licence),
  linesByFamily: linesBy(collected.files, (file) => file.family),
};
writeFileSync(join(values.target, "manifest.json"), `${JSON.stringify(manifest, undefined, 2)}\n`);
console.log(JSON.stringify(manifest, undefined, 2));

function* freeCode(folders: readonly string[]): Generator<FreeCode> {
  for (const folder of folders)
    for (const entry of globSync("**/*", { cwd: resolve(folder), withFileTypes: true })) {
      const family = familyOfPath(entry.name);
      if (family !== undefined && entry.isFile())
        yield {
          family,
          kinds: tokenize(readFileSync(join(entry.parentPath, entry.name), "utf8"), family).kinds,
        };
    }
}

function linesBy(
  files: readonly CollectedFile[],
  key: (file: CollectedFile) => string,
): Record<string, number> {
  const sums = new Map<string, number>();
  for (const file of files) sums.set(key(file), (sums.get(key(file)) ?? 0) + file.lines);
  return Object.fromEntries([...sums].sort((left, right) => right[1] - left[1]));
}
