import { createHash } from "node:crypto";
import { readdirSync } from "node:fs";
import { join } from "node:path";
import type { CodeFamily } from "../../core/gate/licence/vocabulary.ts";
import { gramHashes, infinite, type WinnowParameters, winnow } from "../../core/gate/licence/winnow.ts";
import type { IndexedFile } from "../../core/gate/licence/writeFingerprintIndex.ts";
import { readPackageTokens } from "./packageTokens.ts";
import { isTest } from "./sourceTree.ts";
import { readWellKnown } from "./wellKnown.ts";

export interface CollectOptions {
  readonly parameters: WinnowParameters;
  /** A fingerprint that stands in more packages than this is what everybody writes. */
  readonly mostPackages: number;
  /** Of the files that share a fingerprint so many are named. */
  readonly mostFiles: number;
  /** Packages beyond this many lines in all are left out, the least known first. */
  readonly mostLines: number;
}

export interface FreeCode {
  readonly family: CodeFamily;
  readonly kinds: Uint8Array;
}

export interface CollectedFile extends IndexedFile {
  readonly family: string;
  readonly lines: number;
}

export interface Collected {
  readonly files: readonly CollectedFile[];
  readonly hashes: Uint32Array;
  readonly owners: Uint32Array;
  readonly lines: number;
  readonly dropped: { readonly permissive: number; readonly common: number; readonly repeated: number };
}

/** Turns the token files of scanPackages.ts into an index's entries. */
export function collectFingerprints(
  folder: string,
  options: CollectOptions,
  permissive: Iterable<FreeCode> = [],
): Collected {
  const { parameters } = options;
  const free = new FreeHashes(parameters);
  for (const code of permissive) free.add(code);
  const pairs = new GrowingPairs();
  const files: CollectedFile[] = [];
  const packageOf: number[] = [];
  const seen = new Set<string>();
  let lines = 0;
  const names = inOrder(folder);
  // What is generated most comes first, whatever else its packages hold.
  for (const families of [["python", "javascript"], ["c"]])
    for (const [number, name] of names.entries()) {
      const { head, kinds } = readPackageTokens(join(folder, name));
      for (const [index, file] of head.files.entries()) {
        const own = kinds[index];
        if (own === undefined || !families.includes(file.family) || isTest(file.path)) continue;
        if (file.spdx === "") {
          free.add({ family: file.family, kinds: own });
          continue;
        }
        // A file that many packages carry is one file, and counts once.
        const content = createHash("sha1").update(own).digest("base64");
        if (lines > options.mostLines || seen.has(content)) continue;
        seen.add(content);
        const { hashes } = winnow(own, file.family, parameters);
        if (hashes.length === 0) continue;
        for (const hash of new Set(hashes)) pairs.add(hash, files.length);
        const { path, spdx, family } = file;
        files.push({ package: head.package, path, licence: spdx, family, lines: file.lines });
        packageOf.push(number);
        lines += file.lines;
      }
    }
  return { ...chosen(pairs.sorted(), free, packageOf, options), files, lines };
}

/** The well-known before the rest: the first file to have a fingerprint is its owner. */
function inOrder(folder: string): string[] {
  const wellKnown = readWellKnown();
  const place = (name: string) =>
    wellKnown.get(name.replace(/\.tokens$/, ""))?.place ?? Number.MAX_SAFE_INTEGER;
  return readdirSync(folder).sort(
    (left, right) => place(left) - place(right) || (left < right ? -1 : left > right ? 1 : 0),
  );
}

function chosen(
  pairs: Float64Array,
  free: FreeHashes,
  packageOf: readonly number[],
  options: CollectOptions,
) {
  const hashes = new Uint32Array(pairs.length);
  const owners = new Uint32Array(pairs.length);
  const dropped = { permissive: 0, common: 0, repeated: 0 };
  let count = 0;
  for (let at = 0, next = 0; at < pairs.length; at = next) {
    const hash = hashOf(pairs[at] ?? 0);
    const packages = new Set<number>();
    for (next = at; next < pairs.length && hashOf(pairs[next] ?? 0) === hash; next++)
      if (packages.size <= options.mostPackages) packages.add(packageOf[fileOf(pairs[next] ?? 0)] ?? 0);
    if (free.has(hash)) dropped.permissive += next - at;
    else if (packages.size > options.mostPackages) dropped.common += next - at;
    else {
      const kept = Math.min(next, at + options.mostFiles);
      dropped.repeated += next - kept;
      for (let one = at; one < kept; one++, count++) {
        hashes[count] = hash;
        owners[count] = fileOf(pairs[one] ?? 0);
      }
    }
  }
  return { hashes: hashes.slice(0, count), owners: owners.slice(0, count), dropped };
}

/** Every k-gram of permissive code, one bit each: what anybody may copy is no sign of copying from here. */
class FreeHashes {
  readonly #bits = new Uint8Array(2 ** 29);
  readonly #parameters: WinnowParameters;

  constructor(parameters: WinnowParameters) {
    this.#parameters = parameters;
  }

  add({ kinds, family }: FreeCode): void {
    for (const hash of gramHashes(kinds, family, this.#parameters))
      if (hash !== infinite) this.#bits[hash >>> 3] = (this.#bits[hash >>> 3] ?? 0) | (1 << (hash & 7));
  }

  has(hash: number): boolean {
    return ((this.#bits[hash >>> 3] ?? 0) & (1 << (hash & 7))) !== 0;
  }
}

const fileNumbers = 2 ** 20;

function hashOf(pair: number): number {
  return Math.floor(pair / fileNumbers);
}

function fileOf(pair: number): number {
  return pair % fileNumbers;
}

/** (hash, file) pairs as one double each: 32 and 20 bits fit its 53, and doubles sort natively. */
class GrowingPairs {
  #pairs = new Float64Array(1 << 20);
  #count = 0;

  add(hash: number, file: number): void {
    if (file >= fileNumbers) throw new Error("More files than a pair can number.");
    if (this.#count === this.#pairs.length) {
      const larger = new Float64Array(this.#count * 2);
      larger.set(this.#pairs);
      this.#pairs = larger;
    }
    this.#pairs[this.#count++] = hash * fileNumbers + file;
  }

  sorted(): Float64Array {
    return this.#pairs.slice(0, this.#count).sort();
  }
}
