import { lineStarts } from "../base/lines.ts";
import type { Finding } from "../contract/gate.ts";

type Edits = NonNullable<NonNullable<Finding["fix"]>["edits"]>;

/** The text with a fix's edits made. Lines are split at \n; edits do not overlap. */
export function withEdits(text: string, edits: Edits): string {
  const starts = lineStarts(text);
  const offset = ({ line, column }: { readonly line: number; readonly column: number }) =>
    (starts[line] ?? text.length) + column;
  return [...edits]
    .sort((left, right) => offset(right.range.start) - offset(left.range.start))
    .reduce(
      (changed, { range, text: replacement }) =>
        changed.slice(0, offset(range.start)) + replacement + changed.slice(offset(range.end)),
      text,
    );
}
