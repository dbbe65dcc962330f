import type { CodeStyle } from "../contract/environment.ts";

/** What one file says of how code is written here. */
export type StyleSource = { readonly from: string } & {
  readonly [Key in keyof Omit<CodeStyle, "from">]?: CodeStyle[Key] | undefined;
};

const longestLine = 10_000;

/** A number that can be the length of a line; undefined for others. */
export function lineLengthOf(written: number | undefined): number | undefined {
  return written !== undefined && Number.isInteger(written) && written > 0 && written <= longestLine
    ? written
    : undefined;
}
