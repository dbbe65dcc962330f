import { applyPatch, structuredPatch } from "diff";
import type { TextModel } from "../editor/monaco/monacoLoader.ts";

/** The proposal on a text that has moved since, where its lines are still to be found. */
export function rebased(before: string, after: string, current: string): string | undefined {
  if (current === before) return after;
  const moved = applyPatch(current, structuredPatch("", "", before, after), { fuzzFactor: 0 });
  return moved === false ? undefined : moved;
}

/** One edit that one undo takes back; what stays the same is not touched, so that cursors and marks stay. */
export function replaceText(
  model: TextModel,
  before: string,
  after: string,
): { readonly start: number; readonly end: number } {
  const most = Math.min(before.length, after.length);
  let start = 0;
  while (start < most && before[start] === after[start]) start++;
  let tail = 0;
  while (tail < most - start && before[before.length - 1 - tail] === after[after.length - 1 - tail]) tail++;
  const from = model.getPositionAt(offsetIn(model, before, start));
  const to = model.getPositionAt(offsetIn(model, before, before.length - tail));
  model.pushStackElement();
  model.pushEditOperations(
    [],
    [
      {
        range: {
          startLineNumber: from.lineNumber,
          startColumn: from.column,
          endLineNumber: to.lineNumber,
          endColumn: to.column,
        },
        text: after.slice(start, after.length - tail),
      },
    ],
    () => null,
  );
  model.pushStackElement();
  const inserted = after.slice(0, after.length - tail);
  return { start: offsetIn(model, inserted, start), end: offsetIn(model, inserted, inserted.length) };
}

/** Offsets count line ends as the model has them. */
function offsetIn(model: TextModel, text: string, offset: number): number {
  if (model.getEOL() === "\n") return offset;
  return offset + (text.slice(0, offset).match(/\n/g)?.length ?? 0);
}
