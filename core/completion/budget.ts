import type { CompletionPlace } from "../contract/completion.ts";
import { charactersRightOfCursor, restOfLine } from "./prefilter.ts";
import { anchorLine, tailOf } from "./window.ts";

export interface Budget {
  /** What the model's memory holds, prompt and output together. */
  readonly contextTokens: number;
  /** Kept free for the output. */
  readonly generationTokens: number;
  /** How long a token is thought to be; the model process says when the guess was too high. */
  readonly charactersPerToken: number;
}

/** Longest context that is set up, in tokens, whatever the model could take: memory and reading time grow with it. */
export const longestContext = 4096;

/** Infill markers and what healing takes off and writes again. */
const spareTokens = 16;
const shortestPrompt = 64;

/**
 * Shares the model's context between prefix and suffix: the suffix gets a quarter at most and never more because the
 * prefix is short, so that its tokens stay the same while the prefix grows; the prefix gets what is left, from a line
 * that moves in steps.
 */
export function fitToContext(
  place: Pick<CompletionPlace, "prefix" | "suffix" | "prefixLine">,
  budget: Budget,
): { readonly prefix: string; readonly suffix: string } {
  const tokens = budget.contextTokens - budget.generationTokens - spareTokens;
  const characters = Math.max(shortestPrompt, Math.floor(tokens * budget.charactersPerToken));
  const suffix = headOf(stableSuffix(place.suffix), Math.floor(characters / 4));
  return { prefix: anchored(place, characters - suffix.length), suffix };
}

/**
 * The suffix as the model sees it. What stands right of the cursor on its line is left out when it is only what
 * editors close by themselves: it comes and goes with every key, and a suffix that changes costs the whole prompt.
 * The model writes the closers itself and postprocess takes them off again.
 */
export function stableSuffix(suffix: string): string {
  const rest = restOfLine(suffix);
  return charactersRightOfCursor(suffix) === 0 ? suffix.slice(rest.length) : suffix;
}

function anchored(place: Pick<CompletionPlace, "prefix" | "prefixLine">, most: number): string {
  if (place.prefix.length <= most) return place.prefix;
  // The lines that fit, counted from the cursor up; then down again to a multiple of a quarter of them.
  let start = place.prefix.length - most;
  const lineStart = place.prefix.indexOf("\n", start) + 1;
  if (lineStart === 0) return tailOf(place.prefix.slice(place.prefix.lastIndexOf("\n") + 1), most);
  start = lineStart;
  const first = place.prefixLine + countNewlines(place.prefix, start);
  const step = stepFor(most);
  for (let skip = anchorLine(first, step) - first; skip > 0; skip--) {
    const next = place.prefix.indexOf("\n", start) + 1;
    if (next === 0) break;
    start = next;
  }
  return place.prefix.slice(start);
}

/** A power of two of lines that is about a quarter of what fits, at some 40 characters a line. */
function stepFor(characters: number): number {
  return 2 ** Math.max(0, Math.round(Math.log2(characters / 160)));
}

function headOf(text: string, most: number): string {
  if (text.length <= most) return text;
  const end = text.lastIndexOf("\n", most);
  return text.slice(0, end > 0 ? end : most);
}

function countNewlines(text: string, end: number): number {
  let count = 0;
  for (let at = text.indexOf("\n"); at >= 0 && at < end; at = text.indexOf("\n", at + 1)) count++;
  return count;
}
