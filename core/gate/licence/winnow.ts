import type { Tokens } from "./tokenize.ts";
import { type CodeFamily, identifierKind, kindOf, numberKind, stringKind } from "./vocabulary.ts";

/** How fingerprints are taken. Texts can only be compared where these are the same. */
export interface WinnowParameters {
  /** Tokens in one k-gram. */
  readonly gram: number;
  /** Of so many k-grams in a row at least one is taken, so that any copy of `gram + window - 1` tokens is seen. */
  readonly window: number;
  /** A k-gram with fewer kinds of token than this says nothing. */
  readonly leastKinds: number;
  /** Nor does one with fewer tokens that are more than names, literals, calls and assignments. */
  readonly leastTelling: number;
}

/** Parallel arrays, in the text's order: 32-bit hash, and index of the first token of its k-gram. */
export interface Fingerprints {
  readonly hashes: Uint32Array;
  readonly tokens: Uint32Array;
}

/** Tokens that any code is full of. */
const plain = new Uint8Array(256);
for (const kind of [identifierKind, stringKind, numberKind, ...[..."()[]{},.;:="].map(kindOf)])
  plain[kind] = 1;

const seeds: Readonly<Record<CodeFamily, number>> = {
  python: 0x2545f491,
  javascript: 0x6c8e9cf5,
  c: 0x1b873593,
};
/** No k-gram's hash. */
export const infinite = 0xffffffff;

/**
 * Winnowing: of each window of consecutive k-grams the one with the least hash, the rightmost where two are equal.
 * Source: Schleimer, Wilkerson, Aiken, "Winnowing: Local Algorithms for Document Fingerprinting", SIGMOD 2003.
 */
export function winnow(
  kinds: Tokens["kinds"],
  family: CodeFamily,
  parameters: WinnowParameters,
): Fingerprints {
  const grams = gramHashes(kinds, family, parameters);
  const hashes: number[] = [];
  const tokens: number[] = [];
  let chosen = -1;
  // A text of less than one whole window has the fingerprint of its least k-gram all the same.
  for (let last = Math.min(parameters.window, grams.length) - 1; last >= 0 && last < grams.length; last++) {
    const first = last - parameters.window + 1;
    const before = chosen;
    if (chosen < first || chosen < 0) {
      chosen = Math.max(0, first);
      for (let at = chosen + 1; at <= last; at++) if ((grams[at] ?? 0) <= (grams[chosen] ?? 0)) chosen = at;
    } else if ((grams[last] ?? 0) <= (grams[chosen] ?? 0)) chosen = last;
    const hash = grams[chosen] ?? infinite;
    if (chosen !== before && hash !== infinite) {
      hashes.push(hash);
      tokens.push(chosen);
    }
  }
  return { hashes: Uint32Array.from(hashes), tokens: Uint32Array.from(tokens) };
}

/** One hash a k-gram; `infinite` for one that says nothing, so that it is never the least. */
export function gramHashes(kinds: Uint8Array, family: CodeFamily, parameters: WinnowParameters): Uint32Array {
  const { gram, leastKinds, leastTelling } = parameters;
  const hashes = new Uint32Array(Math.max(0, kinds.length - gram + 1));
  const counts = new Uint16Array(256);
  let distinct = 0;
  let telling = 0;
  for (let at = 0; at < kinds.length; at++) {
    const kind = kinds[at] ?? 0;
    if (counts[kind] === 0) distinct++;
    counts[kind] = (counts[kind] ?? 0) + 1;
    telling += 1 - (plain[kind] ?? 0);
    const first = at - gram + 1;
    if (first < 0) continue;
    hashes[first] =
      distinct >= leastKinds && telling >= leastTelling ? hashOf(kinds, first, at, seeds[family]) : infinite;
    const leaving = kinds[first] ?? 0;
    counts[leaving] = (counts[leaving] ?? 0) - 1;
    if (counts[leaving] === 0) distinct--;
    telling -= 1 - (plain[leaving] ?? 0);
  }
  return hashes;
}

/** Multiply and shift for each token, and the finalizer of MurmurHash3; never `infinite`. */
function hashOf(kinds: Uint8Array, first: number, last: number, seed: number): number {
  let hash = seed;
  for (let at = first; at <= last; at++) {
    hash = Math.imul(hash ^ (kinds[at] ?? 0), 0x9e3779b1);
    hash ^= hash >>> 15;
  }
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  hash = (hash ^ (hash >>> 16)) >>> 0;
  return hash === infinite ? 0 : hash;
}
