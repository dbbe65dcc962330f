/** Where a secret lies in a text: UTF-16 units, end exclusive. */
export interface SecretSpan {
  readonly start: number;
  readonly end: number;
  /** One sentence that does not quote it. */
  readonly why: string;
}

/** Sorted, and one where several overlap. */
export function mergedSpans(spans: readonly SecretSpan[]): readonly SecretSpan[] {
  const merged: SecretSpan[] = [];
  for (const span of spans.toSorted((left, right) => left.start - right.start || right.end - left.end)) {
    const last = merged.at(-1);
    if (last !== undefined && span.start < last.end)
      merged[merged.length - 1] = { ...last, end: Math.max(last.end, span.end) };
    else merged.push(span);
  }
  return merged;
}
