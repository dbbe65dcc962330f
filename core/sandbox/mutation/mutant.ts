export type MutationOperator =
  | "arithmetic"
  | "boundary"
  | "comparison"
  | "logical"
  | "negated condition"
  | "removed not"
  | "constant"
  | "return"
  | "removed exception"
  | "removed call";

/** One small change of a source: `replacement` for what stands from `start` to `end`. */
export interface Mutant {
  readonly operator: MutationOperator;
  /** UTF-16 offsets into the source, end exclusive. */
  readonly start: number;
  readonly end: number;
  readonly replacement: string;
}

export function applyMutant(source: string, { start, end, replacement }: Mutant): string {
  return source.slice(0, start) + replacement + source.slice(end);
}

/** "`a < b` became `a <= b`", on one line. */
export function describeMutant(source: string, { start, end, replacement }: Mutant): string {
  const short = (text: string): string => {
    const line = text.replace(/\s+/g, " ").trim();
    return line.length > 60 ? `${line.slice(0, 57)}…` : line;
  };
  return `${short(source.slice(start, end))} became ${short(replacement)}`;
}
