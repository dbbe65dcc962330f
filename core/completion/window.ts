import type { Position } from "../contract/common.ts";
import type { CompletionPlace } from "../contract/completion.ts";

/** A document by lines, without their ends. Monaco's model and a file's text both fit. */
export interface LineSource {
  readonly lineCount: number;
  line(index: number): string;
}

export interface WindowLimits {
  readonly prefixCharacters: number;
  readonly suffixCharacters: number;
  /** The window's first line is a multiple of this, so that it stays put while lines are added below it. */
  readonly stepLines: number;
}

/** About ±2,000 tokens of code at four characters each: more than any model here is asked to read. */
export const defaultWindow: WindowLimits = { prefixCharacters: 8000, suffixCharacters: 8000, stepLines: 16 };

/**
 * Cuts the text around the cursor. The prefix begins at a line that moves in steps, so that typing only appends to it
 * and the model's memory of it stays good. Only lines inside the window are ever asked for.
 */
export function cutWindow(
  source: LineSource,
  position: Position,
  limits: WindowLimits = defaultWindow,
): Pick<CompletionPlace, "prefix" | "suffix" | "prefixLine"> {
  const current = source.line(position.line);
  const left = current.slice(0, position.column);
  const lines: string[] = [];
  let size = left.length;
  let first = position.line;
  while (first > 0) {
    const above = source.line(first - 1);
    if (size + above.length + 1 > limits.prefixCharacters) break;
    size += above.length + 1;
    lines.unshift(above);
    first--;
  }
  const start = first === 0 ? 0 : Math.min(position.line, anchorLine(first, limits.stepLines));
  const kept = lines.slice(start - first);
  const prefix = [...kept, tailOf(left, limits.prefixCharacters)].join("\n");
  return { prefix, suffix: cutSuffix(source, position, current, limits), prefixLine: start };
}

/** The first multiple of `step` at or after `line`. */
export function anchorLine(line: number, step: number): number {
  return Math.ceil(line / step) * step;
}

function cutSuffix(source: LineSource, position: Position, current: string, limits: WindowLimits): string {
  let suffix = current.slice(position.column, position.column + limits.suffixCharacters);
  if (suffix.length < current.length - position.column) return suffix;
  for (let index = position.line + 1; index < source.lineCount; index++) {
    const below = source.line(index);
    if (suffix.length + below.length + 1 > limits.suffixCharacters) break;
    suffix += `\n${below}`;
  }
  return suffix;
}

/** The end of a line too long to take whole, cut where the cut stays put for the next thousand characters typed. */
export function tailOf(text: string, most: number): string {
  if (text.length <= most) return text;
  const step = Math.max(1, Math.floor(most / 4));
  let start = Math.ceil((text.length - most) / step) * step;
  if (isLowSurrogate(text, start)) start++;
  return text.slice(start);
}

function isLowSurrogate(text: string, index: number): boolean {
  const code = text.charCodeAt(index);
  return code >= 0xdc00 && code <= 0xdfff;
}
