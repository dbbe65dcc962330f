export interface DebounceInput {
  /** The character just typed; undefined when the cursor moved or text was removed. */
  readonly typed: string | undefined;
  /** Milliseconds between the last keys, latest last. */
  readonly intervals: readonly number[];
  readonly trigger: "typing" | "explicit" | "cycle" | "restore";
  /** True when the cursor stands at the end of its line. */
  readonly atLineEnd: boolean;
}

const longest = 200;
const shortest = 15;

/**
 * How long to wait, in milliseconds (0–200), before the model is asked. Someone who types steadily gets a wait a
 * little longer than their own rhythm, so that the model is asked in pauses; places where people look for help
 * (after a dot, an opening bracket, a new line) wait a third of it. Asked for by a key: no wait.
 */
export function debounceMilliseconds(input: DebounceInput): number {
  if (input.trigger !== "typing") return 0;
  const rhythm = median(input.intervals.slice(-8).filter((interval) => interval >= 0 && interval < 600));
  const steady = rhythm === undefined ? 60 : Math.min(longest, Math.max(40, rhythm * 0.6));
  const removed = input.typed === undefined || input.typed === "";
  const weight = removed ? 1.5 : /[\n.([{,=:\s]$/.test(input.typed ?? "") ? 0.35 : input.atLineEnd ? 1 : 1.4;
  return Math.round(Math.min(longest, Math.max(shortest, steady * weight)));
}

function median(values: readonly number[]): number | undefined {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)];
}
