import { createHash } from "node:crypto";
import { globSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { z } from "zod";
import { findCopies } from "../../../core/gate/licence/findCopies.ts";
import { familyOfPath } from "../../../core/gate/licence/vocabulary.ts";
import { LicenceAnalyzer } from "./licenceAnalyzer.ts";

const root = join(import.meta.dirname, "../../..");
const folder = join(root, "resources/licences");
const manifest = z
  .object({
    sha256: z.string(),
    bytes: z.number(),
    lines: z.number(),
    files: z.number(),
    packages: z.number(),
    fingerprints: z.number(),
    linesByLicence: z.record(z.string(), z.number()),
  })
  .parse(JSON.parse(readFileSync(join(folder, "manifest.json"), "utf8")));
const sources = new LicenceAnalyzer({
  bundled: join(folder, "copyleft.idx"),
  team: join(folder, "no team"),
}).load();

test("the index that the program carries is whole, and is what its manifest says", () => {
  const [index, ...others] = sources.foreign;
  if (index === undefined) throw new Error("no index");
  expect([others, sources.own]).toEqual([[], []]);
  const bytes = readFileSync(join(folder, "copyleft.idx"));
  const { head } = index;
  expect({
    sha256: createHash("sha256").update(bytes).digest("hex"),
    bytes: bytes.length,
    lines: head.lines,
    files: head.files,
    packages: new Set(head.packages.map((one) => one.name)).size,
    fingerprints: head.entries,
    licences: [...head.licences].sort(),
  }).toEqual({
    sha256: manifest.sha256,
    bytes: manifest.bytes,
    lines: manifest.lines,
    files: manifest.files,
    packages: manifest.packages,
    fingerprints: manifest.fingerprints,
    licences: Object.keys(manifest.linesByLicence).sort(),
  });
  expect(head.lines).toBeGreaterThanOrEqual(20_000_000);
  expect(bytes.length).toBeLessThanOrEqual(40_000_000);
  expect(head.licences.every((licence) => /^(?:(?:A|L)?GPL|MPL)-/.test(licence))).toBe(true);
});

test("every file's origin can be read, and fingerprints spread over all of them lead to files that exist", () => {
  const [index] = sources.foreign;
  if (index === undefined) throw new Error("no index");
  for (let file = 0; file < index.head.files; file += 97) {
    const origin = index.originOf(file);
    expect(familyOfPath(origin.file)).toBeDefined();
    expect(origin.package).toMatch(/^[a-z0-9][a-z0-9.+-]+$/);
  }
  let found = 0;
  for (let at = 0; at < 20_000; at++)
    for (const file of index.filesOf(Math.imul(at + 1, 0x9e3779b1) >>> 0)) {
      expect(file).toBeLessThan(index.head.files);
      found++;
    }
  // 12.7 million of 2^30 hashes: about 237 of 20,000 hit one by chance.
  expect(found).toBeGreaterThan(150);
  expect(found).toBeLessThan(350);
});

test("our own sources resemble nobody's", () => {
  const files = globSync("{core,native,renderer,electron}/**/*.{ts,tsx}", { cwd: root });
  expect(files.length).toBeGreaterThan(200);
  const accused = files.flatMap((file) =>
    findCopies(readFileSync(join(root, file), "utf8"), "javascript", sources).map(
      ({ origin, overlap }) => `${file}: ${overlap} ${origin.package} ${origin.file}`,
    ),
  );
  expect(accused).toEqual([]);
});
