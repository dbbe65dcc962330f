import { lineAt, lineStarts } from "../base/lines.ts";
import type { Range } from "../contract/common.ts";
import type { GateSubject } from "../contract/gate.ts";
import type { AnalyzerSubject } from "./analyzer.ts";

/** Above this many UTF-16 units only the surroundings of the text are read. */
const wholeFile = 200_000;
const linesEachSide = 400;
const charactersEachSide = 100_000;

export interface Neighbourhood {
  readonly subject: AnalyzerSubject;
  /** Turns offsets in `subject.source` into a range of the whole text. */
  rangeOf(start: number, end: number): Range;
}

/** What the analyzers read of a file: all of it, or in a huge one 400 lines around the text. */
export function neighbourhoodOf(subject: GateSubject): Neighbourhood {
  const huge = subject.before.length + subject.text.length + subject.after.length > wholeFile;
  const cut = huge ? cutBefore(subject.before) : 0;
  const before = subject.before.slice(cut);
  const after = huge ? subject.after.slice(0, cutAfter(subject.after)) : subject.after;
  const source = before + subject.text + after;
  const skipped = subject.before.slice(0, cut);
  const firstLine = countLines(skipped);
  const firstColumn = skipped.length - (skipped.lastIndexOf("\n") + 1);
  let starts: readonly number[] | undefined;
  const positionOf = (offset: number) => {
    starts ??= lineStarts(source);
    const line = lineAt(starts, offset);
    const column = offset - (starts[line] ?? 0);
    return { line: firstLine + line, column: line === 0 ? firstColumn + column : column };
  };
  return {
    subject: {
      language: subject.language,
      path: subject.path,
      source,
      start: before.length,
      end: before.length + subject.text.length,
    },
    rangeOf: (start, end) => ({ start: positionOf(start), end: positionOf(end) }),
  };
}

/** Begins at the first line without indentation, where one is near: half a definition parses badly. */
function cutBefore(before: string): number {
  let start = before.length;
  for (let lines = 0; lines <= linesEachSide && start > 0; lines++)
    start = before.lastIndexOf("\n", start - 1);
  start = Math.max(start + 1, before.length - charactersEachSide, 0);
  const nearest = /^[^\s#/)}\]]/m.exec(before.slice(start));
  return nearest === null ? start : start + nearest.index;
}

function cutAfter(after: string): number {
  let end = -1;
  for (let lines = 0; lines < linesEachSide; lines++) {
    const next = after.indexOf("\n", end + 1);
    if (next === -1) return Math.min(after.length, charactersEachSide);
    end = next;
  }
  return Math.min(end + 1, charactersEachSide);
}

function countLines(text: string): number {
  let lines = 0;
  for (let index = text.indexOf("\n"); index !== -1; index = text.indexOf("\n", index + 1)) lines++;
  return lines;
}
