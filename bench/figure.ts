/** One measured value. `target` is what the project promises; `ratio` compares with something measured in the same run. */
export interface Row {
  readonly what: string;
  readonly value: number;
  readonly unit: string;
  readonly target?: { readonly atMost?: number; readonly atLeast?: number };
}

/** One figure we claim: a file of bench/figures. Leaves nothing behind. */
export interface Figure {
  readonly name: string;
  readonly claims: string;
  run(progress: (line: string) => void): Promise<readonly Row[]>;
}

export function meets({ value, target }: Row): boolean | undefined {
  if (target === undefined) return undefined;
  return (
    value <= (target.atMost ?? Number.POSITIVE_INFINITY) &&
    value >= (target.atLeast ?? Number.NEGATIVE_INFINITY)
  );
}

/** The value below which `share` (0–1) of the values lie, by the nearest rank; values need not be sorted. */
export function percentile(values: readonly number[], share: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.max(0, Math.ceil(share * sorted.length) - 1))] ?? Number.NaN;
}

export const median = (values: readonly number[]): number => percentile(values, 0.5);
