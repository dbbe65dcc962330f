import type { CompletionPlace } from "../contract/completion.ts";
import { restOfLine } from "./prefilter.ts";

export interface PostprocessInput {
  readonly place: Pick<CompletionPlace, "prefix" | "suffix">;
  /** What the model wrote up to its stop. */
  readonly text: string;
  /** True when the text ends because no more tokens were allowed: its last line is then a fragment. */
  readonly cutByLimit: boolean;
  readonly multiLine: boolean;
}

/**
 * Cuts what should not be offered off the end. The result is always a beginning of the text ("" when nothing is left),
 * so that the user's own text is never touched.
 */
export function postprocess(input: PostprocessInput): string {
  const { place } = input;
  let text = input.text.replace(/\ufffd.*$/su, "").replace(/\0.*$/su, "");
  if (input.cutByLimit && input.multiLine && text.includes("\n"))
    text = text.slice(0, text.lastIndexOf("\n"));
  text = withoutStrayCloser(text, place);
  text = withoutSuffixStart(text.trimEnd(), place.suffix);
  if (text.trim() === "" || repeatsPreviousLine(text, place.prefix)) return "";
  return text;
}

/** Closing brackets and quotes that stand right of the cursor already are not written a second time. */
function withoutStrayCloser(text: string, place: Pick<CompletionPlace, "prefix" | "suffix">): string {
  const closer = restOfLine(place.suffix).trimStart()[0];
  if (closer === undefined) return text;
  if (closer === '"' || closer === "'" || closer === "`") {
    if (openQuote(place.prefix.slice(place.prefix.lastIndexOf("\n") + 1)) !== closer) return text;
    const end = firstUnescaped(text, closer);
    return end < 0 ? text : text.slice(0, end);
  }
  if (!")]}".includes(closer)) return text;
  const stray = firstUnmatchedCloser(text);
  return stray >= 0 && text[stray] === closer ? text.slice(0, stray) : text;
}

/** Index of the first closing bracket in the text that closes nothing in the text; -1 when there is none. */
export function firstUnmatchedCloser(text: string): number {
  let depth = 0;
  let quote: string | undefined;
  for (let index = 0; index < text.length; index++) {
    const character = text[index];
    if (character === undefined) break;
    if (quote !== undefined) {
      if (character === "\\") index++;
      else if (character === quote || character === "\n") quote = undefined;
    } else if (character === '"' || character === "'" || character === "`") quote = character;
    else if ("([{".includes(character)) depth++;
    else if (")]}".includes(character) && --depth < 0) return index;
  }
  return -1;
}

/**
 * Takes off an end that is also the beginning of what follows: the rest of the cursor's line, or whole lines after it.
 * Runs until nothing is left to take, so that a repeated repetition goes too.
 */
function withoutSuffixStart(text: string, suffix: string): string {
  let result = text;
  for (;;) {
    const shorter = result.slice(0, result.length - repeatedLength(result, suffix)).trimEnd();
    if (shorter.length === result.length) return result;
    result = shorter;
  }
}

function repeatedLength(text: string, suffix: string): number {
  const rest = restOfLine(suffix).trim();
  if (/\w/.test(rest) && text.endsWith(rest)) return rest.length;
  const written = suffix
    .slice(restOfLine(suffix).length)
    .split("\n", 24)
    .map((line) => line.trim())
    .filter((line) => line !== "");
  const lines = text.split("\n");
  // The longest run of whole lines that ends the text and begins what follows.
  for (let count = Math.min(written.length, lines.length); count > 0; count--) {
    const last = lines.slice(-count);
    const says = last.some((line) => /\w/.test(line));
    if (says && last.every((line, index) => line.trim() === written[index]))
      return last.reduce((sum, line) => sum + line.length, count - 1);
  }
  return 0;
}

function repeatsPreviousLine(text: string, prefix: string): boolean {
  const lines = prefix.split("\n");
  const current = (lines.pop() ?? "") + text;
  const previous = lines.pop();
  return previous !== undefined && previous.trim() !== "" && current.trimEnd() === previous.trimEnd();
}

/** The quote that is open at the end of a line, if one is. */
function openQuote(line: string): string | undefined {
  let quote: string | undefined;
  for (let index = 0; index < line.length; index++) {
    const character = line[index];
    if (character === "\\") index++;
    else if (quote !== undefined) quote = character === quote ? undefined : quote;
    else if (character === '"' || character === "'" || character === "`") quote = character;
  }
  return quote;
}

function firstUnescaped(text: string, wanted: string): number {
  for (let index = 0; index < text.length; index++) {
    if (text[index] === "\\") index++;
    else if (text[index] === wanted) return index;
  }
  return -1;
}
