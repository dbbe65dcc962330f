import type { FingerprintIndex, Origin } from "./fingerprintIndex.ts";
import { tokenize } from "./tokenize.ts";
import type { CodeFamily } from "./vocabulary.ts";
import { type WinnowParameters, winnow } from "./winnow.ts";

/** What every index is built with. Chosen by measurement: docs/licences.md. */
export const parameters: WinnowParameters = { gram: 20, window: 8, leastKinds: 5, leastTelling: 2 };

export interface CopyMatch {
  readonly origin: Origin;
  /** Share of the text's own fingerprints that stand in that file, 0–1. */
  readonly overlap: number;
  /** From the first to the last token that was found there; UTF-16 units, end exclusive. */
  readonly start: number;
  readonly end: number;
  /** Lines of the text from `start` to `end`. */
  readonly lines: number;
  /** Little of the whole text, but a passage of it that is there nearly word for word. */
  readonly passage: boolean;
}

export interface CopySources {
  /** Code that must not be copied. */
  readonly foreign: readonly FingerprintIndex[];
  /** The team's own code: whatever stands here is nobody else's. */
  readonly own: readonly FingerprintIndex[];
}

const fewestHits = 5;
const leastOverlap = 0.3;
/** A short text has few fingerprints: most of them must be found. */
const fewestHitsOfShort = 4;
const leastOverlapOfShort = 0.6;
/** Forks share a file's fingerprints among them: together they say more than the best of them. */
const fewestHitsTogether = 6;
const leastOverlapTogether = 0.4;
const fewestHitsOfBest = 3;
const passageHits = 12;
const passageDensity = 0.6;
/** One changed token takes the fingerprints of up to 20 k-grams with it. */
const passageGap = 8;
const mostMatches = 3;

/**
 * Where a text, or a long passage of it, resembles indexed code; the best matches first. Names, layout, comments and
 * literals play no part. A text under about eight lines has too few fingerprints to be told from chance, and has none.
 */
export function findCopies(text: string, family: CodeFamily, { foreign, own }: CopySources): CopyMatch[] {
  const tokens = tokenize(text, family);
  const { hashes, tokens: grams } = winnow(tokens.kinds, family, parameters);
  // What a text says twice counts once.
  const seen = new Set<number>();
  const places: number[] = [];
  for (const [at, hash] of hashes.entries()) {
    if (seen.has(hash)) continue;
    seen.add(hash);
    if (!own.some((index) => index.filesOf(hash).length > 0)) places.push(at);
  }
  const total = places.length;
  if (total < fewestHitsOfShort) return [];
  const found = foreign.flatMap((index) => candidatesIn(index, hashes, places));
  const taken = new Set<number>();
  const matches: CopyMatch[] = [];
  const together = new Set(found.flatMap((one) => one.hits)).size;
  for (;;) {
    const best = bestOf(found, taken);
    if (best === undefined || matches.length === mostMatches) break;
    const { index, file, hits } = best;
    const whole =
      (hits.length >= fewestHits && hits.length / total >= leastOverlap) ||
      (hits.length >= fewestHitsOfShort && hits.length / total >= leastOverlapOfShort) ||
      (matches.length === 0 &&
        hits.length >= fewestHitsOfBest &&
        together >= fewestHitsTogether &&
        together / total >= leastOverlapTogether);
    const passage = whole ? hits : longestPassage(hits);
    if (!whole && passage.length < passageHits) break;
    for (const hit of hits) taken.add(hit);
    const start = tokens.starts[grams[places[passage[0] ?? 0] ?? 0] ?? 0] ?? 0;
    const last = (grams[places[passage.at(-1) ?? 0] ?? 0] ?? 0) + parameters.gram - 1;
    const end = tokens.ends[Math.min(last, tokens.ends.length - 1)] ?? text.length;
    const lines = text.slice(start, end).split("\n").length;
    const overlap = hits.length / total;
    matches.push({ origin: index.originOf(file), overlap, start, end, lines, passage: !whole });
  }
  return matches;
}

interface Candidate {
  readonly index: FingerprintIndex;
  readonly file: number;
  /** Positions in the text's list of distinct fingerprints, rising. */
  readonly hits: readonly number[];
}

function candidatesIn(index: FingerprintIndex, hashes: Uint32Array, places: readonly number[]): Candidate[] {
  const byFile = new Map<number, number[]>();
  for (const [position, place] of places.entries())
    for (const file of new Set(index.filesOf(hashes[place] ?? 0))) {
      const hits = byFile.get(file);
      if (hits === undefined) byFile.set(file, [position]);
      else hits.push(position);
    }
  return [...byFile]
    .filter(([, hits]) => hits.length >= fewestHitsOfBest)
    .map(([file, hits]) => ({ index, file, hits }));
}

/** The file with the most fingerprints that no better one has explained already. */
function bestOf(found: readonly Candidate[], taken: ReadonlySet<number>): Candidate | undefined {
  let best: Candidate | undefined;
  for (const { index, file, hits } of found) {
    const left = taken.size === 0 ? hits : hits.filter((hit) => !taken.has(hit));
    if (left.length > (best?.hits.length ?? 0)) best = { index, file, hits: left };
  }
  return best;
}

/** The longest run of hits with few misses between them. */
function longestPassage(hits: readonly number[]): readonly number[] {
  let longest: readonly number[] = [];
  for (let from = 0, to = 1; from < hits.length; from = to, to = from + 1) {
    while (to < hits.length && (hits[to] ?? 0) - (hits[to - 1] ?? 0) <= passageGap) to++;
    const run = hits.slice(from, to);
    const span = (run.at(-1) ?? 0) - (run[0] ?? 0) + 1;
    if (run.length > longest.length && run.length / span >= passageDensity) longest = run;
  }
  return longest;
}
