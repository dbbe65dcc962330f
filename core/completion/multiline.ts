import type { CompletionPlace } from "../contract/completion.ts";
import { charactersRightOfCursor } from "./prefilter.ts";

export interface LineShape {
  readonly mode: "single" | "multi";
  /** Columns of indentation below which a multi-line completion has left its block. */
  readonly blockIndentation: number;
  /** True when the cursor's own line opened the block: lines must be deeper than `blockIndentation`. */
  readonly opened: boolean;
  readonly why: string;
}

/** Multi-line when the place asks for it: after a line that opens a block, or on an empty line inside one. */
export function lineShape(place: Pick<CompletionPlace, "prefix" | "suffix">): LineShape {
  const lines = place.prefix.split("\n");
  const left = lines[lines.length - 1] ?? "";
  const indentation = indentationOf(left);
  const single = (why: string): LineShape => ({
    mode: "single",
    blockIndentation: indentation,
    opened: false,
    why,
  });
  if (charactersRightOfCursor(place.suffix) > 0) return single("text stands right of the cursor");
  if (left.trim() !== "") {
    if (opensBlock(left))
      return { mode: "multi", blockIndentation: indentation, opened: true, why: "the line opens a block" };
    return single("the line is begun");
  }
  const previous = lastWritten(lines.slice(0, -1));
  if (previous === undefined) return single("nothing is written yet");
  const inside = { mode: "multi", blockIndentation: left.length, opened: false } as const;
  if (opensBlock(previous)) return { ...inside, why: "the line above opens a block" };
  if (/("""|''')\s*$/.test(previous)) return { ...inside, why: "a docstring ends above" };
  if (left.length > 0) return { ...inside, why: "an empty line inside a block" };
  return single("an empty line outside of any block");
}

/** Columns of leading white space; a tab counts to the next multiple of four. */
export function indentationOf(line: string): number {
  let columns = 0;
  for (const character of line) {
    if (character === " ") columns++;
    else if (character === "\t") columns += 4 - (columns % 4);
    else break;
  }
  return columns;
}

function opensBlock(line: string): boolean {
  return /[:{([]\s*(#.*|\/\/.*)?$/.test(line);
}

function lastWritten(lines: readonly string[]): string | undefined {
  for (let index = lines.length - 1; index >= 0; index--) {
    const line = lines[index];
    if (line !== undefined && line.trim() !== "") return line;
  }
  return undefined;
}
