import { Fragment } from "react";

interface HighlightedProps {
  readonly text: string;
  /** UTF-16 offsets that matched, ascending. */
  readonly positions: readonly number[];
}

/** A text with its matched characters set off by weight and colour. */
export function Highlighted({ text, positions }: HighlightedProps) {
  return runs(text, positions).map((run) => (
    <Fragment key={run.start}>{run.matched ? <mark>{run.text}</mark> : run.text}</Fragment>
  ));
}

interface Run {
  readonly start: number;
  readonly text: string;
  readonly matched: boolean;
}

export function runs(text: string, positions: readonly number[]): readonly Run[] {
  const matched = new Set(positions);
  const found: Run[] = [];
  let start = 0;
  for (let index = 1; index <= text.length; index++) {
    if (index < text.length && matched.has(index) === matched.has(start)) continue;
    found.push({ start, text: text.slice(start, index), matched: matched.has(start) });
    start = index;
  }
  return found;
}
