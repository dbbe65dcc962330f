import { diffLines } from "diff";
import type { ProposedEdit } from "../contract/assistant.ts";
import type { GateSubject } from "../contract/gate.ts";

/** What the gate judges of a proposal: the changed lines between what stays above and below them. */
export function subjectOfEdit({ path, language, before, after }: ProposedEdit): GateSubject {
  const { start, end } = changedSpan(before, after);
  return {
    language,
    path,
    before: after.slice(0, start),
    text: after.slice(start, end),
    after: after.slice(end),
  };
}

/** Where two texts differ, in whole lines of the second one; offsets. */
export function changedSpan(before: string, after: string): { readonly start: number; readonly end: number } {
  const most = Math.min(before.length, after.length);
  let start = 0;
  while (start < most && before[start] === after[start]) start++;
  let tail = 0;
  while (tail < most - start && before[before.length - 1 - tail] === after[after.length - 1 - tail]) tail++;
  // At 0 there is nothing before; lastIndexOf would look at the first character again.
  start = start === 0 ? 0 : after.lastIndexOf("\n", start - 1) + 1;
  const stop = after.length - tail;
  const lineEnd = stop > start && after[stop - 1] === "\n" ? stop - 1 : after.indexOf("\n", stop);
  return { start, end: lineEnd === -1 ? after.length : Math.max(start, lineEnd) };
}

/** Lines that a proposal adds and takes away. */
export function editSize({ before, after }: Pick<ProposedEdit, "before" | "after">): {
  readonly added: number;
  readonly removed: number;
} {
  let added = 0;
  let removed = 0;
  for (const { count, added: isAdded, removed: isRemoved } of diffLines(before, after)) {
    if (isAdded) added += count;
    if (isRemoved) removed += count;
  }
  return { added, removed };
}
