/** Above this many cells the word table would take too long; whole lines are compared instead. */
const maximumCells = 4_000_000;

/**
 * How much of what was accepted still stands, 0–1: the longest common subsequence of words and signs, weighted by
 * their length, over the length of the accepted text. White space does not count, so reformatting loses nothing.
 * Accepted text without any visible character counts as kept.
 */
export function keptShare(accepted: string, standing: string): number {
  const wanted = visibleLength(accepted);
  if (wanted === 0 || accepted === standing) return 1;
  let left = words(accepted);
  let right = words(standing);
  if (left.length * right.length > maximumCells) {
    left = lines(accepted);
    right = lines(standing);
  }
  return Math.min(1, commonWeight(left, right) / wanted);
}

function words(text: string): string[] {
  return text.match(/[\p{L}\p{N}_]+|[^\p{L}\p{N}_\s]/gu) ?? [];
}

/** At most 2,000 lines: what comes after cannot be measured in reasonable time and counts as lost. */
function lines(text: string): string[] {
  return text
    .split("\n")
    .map((line) => line.replace(/\s+/g, ""))
    .filter((line) => line !== "")
    .slice(0, 2000);
}

function visibleLength(text: string): number {
  return text.replace(/\s+/g, "").length;
}

function commonWeight(left: readonly string[], right: readonly string[]): number {
  let start = 0;
  let weight = 0;
  while (start < left.length && start < right.length && left[start] === right[start]) {
    weight += left[start]?.length ?? 0;
    start++;
  }
  let leftEnd = left.length;
  let rightEnd = right.length;
  while (leftEnd > start && rightEnd > start && left[leftEnd - 1] === right[rightEnd - 1]) {
    leftEnd--;
    rightEnd--;
    weight += left[leftEnd]?.length ?? 0;
  }
  const width = rightEnd - start;
  let previous = new Float64Array(width + 1);
  let current = new Float64Array(width + 1);
  for (let i = start; i < leftEnd; i++) {
    const word = left[i] ?? "";
    for (let j = 0; j < width; j++) {
      const skip = Math.max(previous[j + 1] ?? 0, current[j] ?? 0);
      current[j + 1] = right[start + j] === word ? Math.max(skip, (previous[j] ?? 0) + word.length) : skip;
    }
    [previous, current] = [current, previous];
  }
  return weight + (previous[width] ?? 0);
}
