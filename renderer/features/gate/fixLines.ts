export interface DiffLine {
  readonly kind: "old" | "new";
  /** Zero-based. */
  readonly line: number;
  readonly text: string;
}

/** The lines that differ, old before new, with the ends that both texts share left out. */
export function diffLines(before: string, after: string): DiffLine[] {
  const old = before.split("\n");
  const now = after.split("\n");
  let start = 0;
  while (start < old.length && start < now.length && old[start] === now[start]) start++;
  let end = 0;
  while (end < old.length - start && end < now.length - start && old.at(-1 - end) === now.at(-1 - end)) end++;
  const lines = (kind: DiffLine["kind"], all: readonly string[]): DiffLine[] =>
    all.slice(start, all.length - end).map((text, index) => ({ kind, line: start + index, text }));
  return [...lines("old", old), ...lines("new", now)];
}
