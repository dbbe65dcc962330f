/** How well a typed query fits a name, and where: `positions` are UTF-16 offsets into the candidate, ascending. */
export interface FuzzyMatch {
  readonly score: number;
  readonly positions: readonly number[];
}

const matchScore = 16;
const startOfNameBonus = 12;
const boundaryBonus = 9;
const camelBonus = 8;
const consecutiveBonus = 8;
const sameCaseBonus = 1;
const gapStartPenalty = 4;
const gapPenalty = 1;
/** Larger than any score within a name, so that a match in the file's own name beats one that needs its folders. */
const basenameBonus = 10_000;
const impossible = Number.NEGATIVE_INFINITY;
const longestQuery = 128;

/**
 * Matches the query's characters in order, case ignored. Word starts, humps, runs and equal case score higher, gaps
 * lower; the placement is the best one (dynamic programming over query × candidate, as Smith and Waterman align).
 */
export function fuzzyMatch(query: string, candidate: string): FuzzyMatch | undefined {
  if (query === "") return { score: 0, positions: [] };
  if (query.length > longestQuery || query.length > candidate.length) return undefined;
  const wanted = foldCase(query);
  const folded = foldCase(candidate);
  const first = firstPossible(wanted, folded);
  return first < 0 ? undefined : align(query, wanted, candidate, folded, first);
}

/**
 * Matches against a path. Words parted by spaces must each match, in any order; a word without "/" is sought in the
 * file's name before the whole path, and of equal matches the shorter name is better.
 */
export function fuzzyMatchPath(query: string, path: string): FuzzyMatch | undefined {
  const words = query.split(/\s+/).filter((word) => word !== "");
  const positions = new Set<number>();
  let score = 0;
  for (const word of words) {
    const match = matchWord(word, path);
    if (match === undefined) return undefined;
    score += match.score;
    for (const position of match.positions) positions.add(position);
  }
  return { score, positions: [...positions].sort((a, b) => a - b) };
}

function matchWord(word: string, path: string): FuzzyMatch | undefined {
  const nameStart = path.lastIndexOf("/") + 1;
  if (!word.includes("/")) {
    const inName = fuzzyMatch(word, path.slice(nameStart));
    if (inName !== undefined) {
      const covered = word.length / Math.max(1, path.length - nameStart);
      return {
        score: basenameBonus + inName.score + covered,
        positions: inName.positions.map((position) => position + nameStart),
      };
    }
  }
  return fuzzyMatch(word, path);
}

/** The query's characters all occur in order: answers where the first may stand, or −1. The cheap test that most fail. */
function firstPossible(wanted: string, folded: string): number {
  let at = -1;
  let first = -1;
  for (let index = 0; index < wanted.length; index += 1) {
    at = folded.indexOf(wanted.charAt(index), at + 1);
    if (at < 0) return -1;
    if (index === 0) first = at;
  }
  return first;
}

function align(query: string, wanted: string, candidate: string, folded: string, from: number): FuzzyMatch {
  const width = candidate.length - from;
  /** best[i][j]: the best score with query[i] placed at candidate[from + j]; cameFrom: where query[i − 1] stands then. */
  let previous = new Float64Array(width);
  const cameFrom: Int32Array[] = [];
  for (let i = 0; i < wanted.length; i += 1) {
    const current = new Float64Array(width).fill(impossible);
    const origin = new Int32Array(width).fill(-1);
    let bestBefore = impossible;
    let bestBeforeAt = -1;
    for (let j = i; j < width; j += 1) {
      // What stands before a gap: the best earlier end, each step further away costing one gap more.
      bestBefore -= gapPenalty;
      const ending = i > 0 && j > 1 ? (previous[j - 2] ?? impossible) - gapStartPenalty : impossible;
      if (ending > bestBefore) {
        bestBefore = ending;
        bestBeforeAt = j - 2;
      }
      if (folded.charCodeAt(from + j) !== wanted.charCodeAt(i)) continue;
      const here = placeScore(query.charCodeAt(i), candidate, from + j);
      if (i === 0) {
        current[j] = here;
        continue;
      }
      const run = (j > 0 ? (previous[j - 1] ?? impossible) : impossible) + consecutiveBonus;
      const isRun = run >= bestBefore;
      current[j] = here + (isRun ? run : bestBefore);
      origin[j] = isRun ? j - 1 : bestBeforeAt;
    }
    cameFrom.push(origin);
    previous = current;
  }
  return trace(previous, cameFrom, from);
}

function trace(last: Float64Array, cameFrom: readonly Int32Array[], from: number): FuzzyMatch {
  let at = 0;
  for (let j = 1; j < last.length; j += 1) if ((last[j] ?? impossible) > (last[at] ?? impossible)) at = j;
  const score = last[at] ?? impossible;
  const positions: number[] = [];
  for (let i = cameFrom.length - 1; i >= 0; i -= 1) {
    positions.push(at + from);
    at = cameFrom[i]?.[at] ?? -1;
  }
  return { score, positions: positions.reverse() };
}

function placeScore(typed: number, candidate: string, at: number): number {
  const character = candidate.charCodeAt(at);
  const before = at === 0 ? -1 : candidate.charCodeAt(at - 1);
  const bonus =
    before === -1 || isSlash(before)
      ? startOfNameBonus
      : isSeparator(before)
        ? boundaryBonus
        : (isUpper(character) && !isUpper(before)) || (isDigit(character) && !isDigit(before))
          ? camelBonus
          : 0;
  return matchScore + bonus + (typed === character ? sameCaseBonus : 0);
}

const isSlash = (code: number): boolean => code === 0x2f || code === 0x5c;
const isUpper = (code: number): boolean => code >= 0x41 && code <= 0x5a;
const isDigit = (code: number): boolean => code >= 0x30 && code <= 0x39;
/** Space - . : _ and the brackets, which part words in file names and command titles. */
const separators = new Set([..." -.:_,()[]{}'\""].map((character) => character.charCodeAt(0)));
const isSeparator = (code: number): boolean => separators.has(code);

/** Lower case of the same length, so that offsets hold: "İ" alone would grow. */
function foldCase(text: string): string {
  const lower = text.toLowerCase();
  if (lower.length === text.length) return lower;
  let folded = "";
  for (let index = 0; index < text.length; index += 1) {
    const character = text.charAt(index);
    const lowered = character.toLowerCase();
    folded += lowered.length === 1 ? lowered : character;
  }
  return folded;
}
