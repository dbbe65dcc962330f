import { diffArrays } from "diff";

/** One place in which a proposal differs from the file. Lines are zero-based; the ends are exclusive. */
export interface Hunk {
  /** The same for the same change of the same lines, in whichever alternative it stands. */
  readonly id: string;
  readonly start: number;
  readonly end: number;
  readonly removed: readonly string[];
  readonly added: readonly string[];
  /** Where its lines stand in the proposal. */
  readonly newStart: number;
  readonly newEnd: number;
}

/** What a proposal changes, in the order of the text. Blocks that are merely added are each a change of their own. */
export function hunksOf(before: string, after: string): readonly Hunk[] {
  const lines = before.split("\n");
  return joined(changesOf(lines, after.split("\n")), lines)
    .map(trimmed)
    .map((change) => slidUp(change, lines))
    .flatMap(blocksOf)
    .map(named);
}

type Change = Omit<Hunk, "id" | "end" | "newEnd">;

function named({ start, removed, added, newStart }: Change): Hunk {
  const end = start + removed.length;
  return {
    id: `${start}-${end}:${added.join("\n")}`,
    start,
    end,
    removed,
    added,
    newStart,
    newEnd: newStart + added.length,
  };
}

function changesOf(before: string[], after: string[]): readonly Change[] {
  const changes: Change[] = [];
  let start = 0;
  let newStart = 0;
  let removed: readonly string[] = [];
  let added: readonly string[] = [];
  const close = (): void => {
    if (removed.length > 0 || added.length > 0) changes.push({ start, removed, added, newStart });
    start += removed.length;
    newStart += added.length;
    removed = [];
    added = [];
  };
  for (const part of diffArrays(before, after)) {
    if (part.removed) removed = [...removed, ...part.value];
    else if (part.added) added = [...added, ...part.value];
    else {
      close();
      start += part.value.length;
      newStart += part.value.length;
    }
  }
  close();
  return changes;
}

/** A blank line that happens to stay between two changes does not make them two. */
const widestGap = 2;

function joined(changes: readonly Change[], lines: readonly string[]): readonly Change[] {
  const whole: Change[] = [];
  for (const next of changes) {
    const last = whole.at(-1);
    const gap = last === undefined ? [] : lines.slice(last.start + last.removed.length, next.start);
    if (last === undefined || gap.length > widestGap || gap.some(isWritten)) {
      whole.push(next);
      continue;
    }
    const removed = [...last.removed, ...gap, ...next.removed];
    const added = [...last.added, ...gap, ...next.added];
    whole.splice(-1, 1, { start: last.start, newStart: last.newStart, removed, added });
  }
  return whole;
}

/** Without the lines that are the same at its ends. */
function trimmed({ start, newStart, removed, added }: Change): Change {
  const most = Math.min(removed.length, added.length);
  let head = 0;
  while (head < most && removed[head] === added[head]) head++;
  let tail = 0;
  while (tail < most - head && removed[removed.length - 1 - tail] === added[added.length - 1 - tail]) tail++;
  return {
    start: start + head,
    newStart: newStart + head,
    removed: removed.slice(head, removed.length - tail),
    added: added.slice(head, added.length - tail),
  };
}

/** Of the places where the same lines could have been added, the one that leaves blank lines above what is written. */
function slidUp(change: Change, lines: readonly string[]): Change {
  let { start, newStart, added } = change;
  if (change.removed.length > 0) return change;
  while (start > 0 && !isWritten(lines[start - 1] ?? "x") && lines[start - 1] === added.at(-1)) {
    added = [added.at(-1) ?? "", ...added.slice(0, -1)];
    start--;
    newStart--;
  }
  return { ...change, start, newStart, added };
}

/** Each block begins, after a blank line, with a line as far left as the first of them; blank lines stay with what follows. */
function blocksOf(change: Change): readonly Change[] {
  const { added, removed, start, newStart } = change;
  if (removed.length > 0) return [change];
  const written = added.filter(isWritten);
  const least = Math.min(...written.map((line) => line.search(/\S/)));
  const begins = added.flatMap((line, index) =>
    isWritten(line) && line.search(/\S/) === least && index > 0 && !isWritten(added[index - 1] ?? "")
      ? [index]
      : [],
  );
  const cuts = begins
    .map((index) => added.slice(0, index).findLastIndex(isWritten) + 1)
    .filter((index) => index > 0);
  const edges = [0, ...new Set(cuts), added.length];
  return edges.slice(0, -1).map((from, index) => ({
    start,
    removed,
    added: added.slice(from, edges[index + 1]),
    newStart: newStart + from,
  }));
}

function isWritten(line: string): boolean {
  return line.trim() !== "";
}

/** The text with some of the changes in it; what is added at the same place comes in the order given. They must not overlap: see `clashing`. */
export function withHunks(before: string, hunks: readonly Hunk[]): string {
  const lines = before.split("\n");
  for (const { start, end, added } of ordered(hunks).toReversed()) lines.splice(start, end - start, ...added);
  return lines.join("\n");
}

/** Two changes of the same lines, of which only one can be taken; undefined when all go together. */
export function clashing(hunks: readonly Hunk[]): readonly [Hunk, Hunk] | undefined {
  let furthest: Hunk | undefined;
  for (const next of ordered(hunks)) {
    if (furthest !== undefined && furthest.id !== next.id && next.start < furthest.end)
      return [furthest, next];
    if (furthest === undefined || next.end > furthest.end) furthest = next;
  }
  return undefined;
}

function ordered(hunks: readonly Hunk[]): readonly Hunk[] {
  return hunks.toSorted((one, other) => one.start - other.start || one.end - other.end);
}

/** Each change once. */
export function distinctHunks(hunks: readonly Hunk[]): readonly Hunk[] {
  return [...new Map(hunks.map((hunk) => [hunk.id, hunk])).values()];
}
