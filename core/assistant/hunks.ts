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

/** What a proposal changes, in the order of the text. */
export function hunksOf(before: string, after: string): readonly Hunk[] {
  const hunks: Hunk[] = [];
  let start = 0;
  let newStart = 0;
  let removed: readonly string[] = [];
  let added: readonly string[] = [];
  const close = (): void => {
    if (removed.length === 0 && added.length === 0) return;
    const end = start + removed.length;
    const newEnd = newStart + added.length;
    hunks.push({ id: `${start}-${end}:${added.join("\n")}`, start, end, removed, added, newStart, newEnd });
    start = end;
    newStart = newEnd;
    removed = [];
    added = [];
  };
  for (const part of diffArrays(before.split("\n"), after.split("\n"))) {
    if (part.removed) removed = [...removed, ...part.value];
    else if (part.added) added = [...added, ...part.value];
    else {
      close();
      start += part.value.length;
      newStart += part.value.length;
    }
  }
  close();
  return joined(hunks, before.split("\n"));
}

/** A blank line that happens to stay between two changes does not make them two. */
const widestGap = 2;

function joined(hunks: readonly Hunk[], lines: readonly string[]): readonly Hunk[] {
  const whole: Hunk[] = [];
  for (const next of hunks) {
    const last = whole.at(-1);
    const gap = last === undefined ? [] : lines.slice(last.end, next.start);
    if (last === undefined || gap.length > widestGap || gap.some((line) => line.trim() !== "")) {
      whole.push(next);
      continue;
    }
    const removed = [...last.removed, ...gap, ...next.removed];
    const added = [...last.added, ...gap, ...next.added];
    const { start, newStart } = last;
    const id = `${start}-${next.end}:${added.join("\n")}`;
    whole.splice(-1, 1, { id, start, end: next.end, removed, added, newStart, newEnd: next.newEnd });
  }
  return whole;
}

/** The text with some of the changes in it. They must not overlap: see `clashing`. */
export function withHunks(before: string, hunks: readonly Hunk[]): string {
  const lines = before.split("\n");
  for (const { start, end, added } of hunks.toSorted(
    (one, other) => other.start - one.start || other.end - one.end,
  ))
    lines.splice(start, end - start, ...added);
  return lines.join("\n");
}

/** Two changes of the same lines, of which only one can be taken; undefined when all go together. */
export function clashing(hunks: readonly Hunk[]): readonly [Hunk, Hunk] | undefined {
  const ordered = hunks.toSorted((one, other) => one.start - other.start || one.end - other.end);
  for (const [index, next] of ordered.entries()) {
    const last = ordered[index - 1];
    if (last === undefined || last.id === next.id) continue;
    const bothInsertHere = last.start === last.end && next.start === next.end && last.start === next.start;
    if (next.start < last.end || bothInsertHere) return [last, next];
  }
  return undefined;
}

/** Each change once. */
export function distinctHunks(hunks: readonly Hunk[]): readonly Hunk[] {
  return [...new Map(hunks.map((hunk) => [hunk.id, hunk])).values()];
}
