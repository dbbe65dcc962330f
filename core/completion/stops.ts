import { indentationOf, type LineShape } from "./multiline.ts";

export interface StopRules {
  readonly shape: LineShape;
  readonly maxLines: number;
  /** The text after the cursor: its next written line is where the completion has to end. */
  readonly suffix: string;
}

export interface Stop {
  /** How much of the text stands. */
  readonly length: number;
  readonly why: string;
}

const longestStutter = 160;

/**
 * Looks, at every new piece, whether the text has come to where it should end. Only whole lines are judged, but for a
 * line whose first characters already say that it belongs to another block.
 */
export function findStop(text: string, rules: StopRules): Stop | undefined {
  const stutter = stutterStart(text);
  if (stutter !== undefined)
    return { length: Math.max(0, text.lastIndexOf("\n", stutter)), why: "the text repeats itself" };
  if (rules.shape.mode === "single") {
    const end = text.indexOf("\n");
    return end < 0 ? undefined : { length: end, why: "the line is whole" };
  }
  return findBlockEnd(text, rules);
}

function findBlockEnd(text: string, rules: StopRules): Stop | undefined {
  const lines = text.split("\n");
  const nextLine = landmarkOf(rules.suffix);
  let start = 0;
  let written = 0;
  for (const [index, line] of lines.entries()) {
    const whole = index < lines.length - 1;
    const blank = line.trim() === "";
    if (index > 0 && !blank) {
      const why = leavesBlock(line, whole, rules, written);
      if (why !== undefined) return { length: Math.max(0, start - 1), why };
    }
    if (whole && !blank && nextLine !== undefined && line.trim() === nextLine)
      return { length: Math.max(0, start - 1), why: "the text after the cursor is reached" };
    if (whole && index > 1 && blank && lines[index - 1]?.trim() === "" && written > 0)
      return { length: start - 1, why: "two empty lines" };
    if (!blank) written++;
    if (whole && !blank && closesBlock(line, index, rules))
      return { length: start + line.length, why: "the bracket is closed" };
    if (whole && written >= rules.maxLines)
      return { length: start + line.length, why: "the most lines are written" };
    if (whole) {
      const loop = loopLength(lines.slice(0, index + 1));
      if (loop > 0) return { length: startOfLine(lines, index + 1 - loop) - 1, why: "the same lines again" };
    }
    start += line.length + 1;
  }
  return undefined;
}

function leavesBlock(line: string, whole: boolean, rules: StopRules, written: number): string | undefined {
  const indentation = indentationOf(line);
  const { blockIndentation, opened } = rules.shape;
  // A bracket that closes what the cursor's line opened belongs to it.
  if (opened && indentation === blockIndentation && /^\s*[)\]}]/.test(line)) return undefined;
  if (indentation < blockIndentation || (opened && indentation <= blockIndentation)) return "the block ends";
  if (!whole && !/^\s*\S+\s/.test(line)) return undefined;
  if (
    written > 0 &&
    indentation <= blockIndentation &&
    /^\s*(@|(async\s+)?def\s|class\s|function\s|export\s)/.test(line)
  )
    return "another definition begins";
  return undefined;
}

/** The line that closes the bracket which the cursor's line left open. */
function closesBlock(line: string, index: number, rules: StopRules): boolean {
  return (
    index > 0 &&
    rules.shape.opened &&
    indentationOf(line) === rules.shape.blockIndentation &&
    /^\s*[)\]}]/.test(line)
  );
}

/** The suffix's next written line, when it says enough to be recognized. */
function landmarkOf(suffix: string): string | undefined {
  for (const line of suffix.split("\n", 12)) {
    const trimmed = line.trim();
    if (trimmed !== "" && /\w{2}/.test(trimmed)) return trimmed;
  }
  return undefined;
}

/**
 * Where the text began to say the same over and over: four times in a row for short pieces, three for longer ones, and
 * more than a short list of equal numbers. Small models get caught in this; line breaks do not hide it.
 */
function stutterStart(text: string): number | undefined {
  let tail = "";
  const places: number[] = [];
  for (let index = text.length - 1; index >= 0 && tail.length < longestStutter; index--) {
    const character = text[index] ?? "";
    const blank = /[\s#]/.test(character);
    if (blank && (tail === "" || tail.endsWith(" "))) continue;
    tail += blank ? " " : character;
    places.push(index);
  }
  for (let period = 1; period <= tail.length / 3; period++) {
    const span = Math.max(24, period * (period < 12 ? 4 : 3));
    if (span > tail.length) break;
    const end = tail.slice(0, span);
    // A rule of dashes or equals signs under a heading is meant.
    if (/^([-=*~_])\1*$/.test(end)) continue;
    if (end.slice(period) === end.slice(0, -period)) return places[span - 1];
  }
  return undefined;
}

/** How many lines at the end repeat the lines just before them, 0 for none. */
function loopLength(lines: readonly string[]): number {
  for (let length = 1; length <= 4 && 2 * length <= lines.length; length++) {
    const last = lines.slice(-length);
    const before = lines.slice(-2 * length, -length);
    if (
      last.every((line, index) => line.trim() === before[index]?.trim()) &&
      last.some((line) => /\w/.test(line))
    )
      return length;
  }
  return 0;
}

function startOfLine(lines: readonly string[], index: number): number {
  return lines.slice(0, index).reduce((sum, line) => sum + line.length + 1, 0);
}
