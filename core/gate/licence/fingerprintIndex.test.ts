import fc from "fast-check";
import { expect, test } from "vitest";
import { parameters } from "./findCopies.ts";
import { FingerprintIndex } from "./fingerprintIndex.ts";
import { type IndexedFile, writeFingerprintIndex } from "./writeFingerprintIndex.ts";

function written(
  files: readonly IndexedFile[],
  entries: readonly (readonly [number, number])[],
  hashBits?: number,
) {
  return writeFingerprintIndex(
    {
      name: "test",
      own: false,
      date: "2026-11-24",
      parameters,
      lines: 12,
      files,
      hashes: Uint32Array.from(entries, ([hash]) => hash),
      owners: Uint32Array.from(entries, ([, file]) => file),
    },
    hashBits,
  );
}

function opened(bytes: Uint8Array<ArrayBuffer>): FingerprintIndex {
  const result = FingerprintIndex.open(bytes);
  if (!result.ok) throw new Error(result.error);
  return result.value;
}

const word = fc.nat(0xffffffff);
const somePath = fc.string({ unit: "grapheme", minLength: 1, maxLength: 40 });

test("whatever is written is found again: every hash with its files, every file with its origin", () => {
  const content = fc.array(
    fc.tuple(fc.constantFrom("a", "b", "paket-ü"), somePath, fc.constantFrom("GPL-3.0-only", "MPL-2.0")),
    {
      minLength: 1,
      maxLength: 70,
    },
  );
  fc.assert(
    fc.property(content, fc.array(fc.tuple(word, fc.nat(1000)), { maxLength: 400 }), (rows, pairs) => {
      const files = rows
        .map(([from, path, licence]) => ({ package: from, path, licence }))
        .sort((left, right) => (left.package < right.package ? -1 : left.package > right.package ? 1 : 0));
      const entries = pairs.map(([hash, file]) => [hash, file % files.length] as const);
      const index = opened(written(files, entries, 32));
      for (const [hash] of entries)
        expect(new Set(index.filesOf(hash))).toEqual(
          new Set(entries.filter(([other]) => other === hash).map(([, file]) => file)),
        );
      for (const [number, file] of files.entries())
        expect(index.originOf(number)).toEqual({
          package: file.package,
          file: file.path,
          licence: file.licence,
        });
    }),
  );
});

test("a hash that was not written is not found, but for the share that its bits cost", () => {
  const entries = Array.from(
    { length: 20_000 },
    (_, at) => [Math.imul(at + 1, 0x9e3779b1) >>> 0, 0] as const,
  );
  const index = opened(written([{ package: "a", path: "b.c", licence: "MPL-2.0" }], entries, 30));
  const known = new Set(entries.map(([hash]) => hash >>> 2));
  let chance = 0;
  for (let at = 0; at < 20_000; at++) {
    const hash = Math.imul(at + 1, 0x85ebca6b) >>> 0;
    expect(index.filesOf(hash).length > 0).toBe(known.has(hash >>> 2));
    if (known.has(hash >>> 2)) chance++;
  }
  expect(chance).toBeLessThan(10);
});

test("an index that is cut anywhere, or has one byte changed, is refused", () => {
  const files = [{ package: "a", path: "b.c", licence: "MPL-2.0" }];
  const bytes = written(
    files,
    Array.from({ length: 300 }, (_, at) => [at * 9_999_991, 0] as const),
  );
  fc.assert(
    fc.property(fc.nat(bytes.length - 1), fc.integer({ min: 1, max: 255 }), (at, change) => {
      expect(FingerprintIndex.open(bytes.slice(0, at)).ok).toBe(false);
      const damaged = bytes.slice();
      damaged[at] = (damaged[at] ?? 0) ^ change;
      expect(FingerprintIndex.open(damaged).ok).toBe(false);
    }),
    { numRuns: 400 },
  );
  expect(FingerprintIndex.open(new Uint8Array(0))).toEqual({
    ok: false,
    error: "it is not a fingerprint index",
  });
});
