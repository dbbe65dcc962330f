/** How a tool counts columns: in bytes of UTF-8 (Python's own parser) or in characters of Unicode. */
export type ColumnUnit = "byte" | "character";

/** Turns a tool's lines and columns into UTF-16 offsets of the text it was given. Never answers outside the text. */
export class TextPlaces {
  readonly #text: string;
  readonly #starts: readonly number[];

  constructor(text: string) {
    this.#text = text;
    this.#starts = [0, ...[...text.matchAll(/\r\n|\n|\r/g)].map((found) => found.index + found[0].length)];
  }

  /** @param line counted from 1 @param column counted from 0, in `unit`; beyond the line's end means its end */
  offsetAt(line: number, column: number, unit: ColumnUnit): number {
    const { start, end } = this.#line(line);
    let at = start;
    let counted = 0;
    while (at < end && counted < column) {
      const code = this.#text.codePointAt(at) ?? 0;
      counted += unit === "character" ? 1 : bytesOf(code);
      at += code > 0xffff ? 2 : 1;
    }
    return Math.min(at, end);
  }

  /** Where a line's text ends, its line break and the blanks before it left out. */
  endOfLine(line: number): number {
    const { start, end } = this.#line(line);
    return start + this.#text.slice(start, end).trimEnd().length;
  }

  #line(line: number): { readonly start: number; readonly end: number } {
    const index = Math.min(Math.max(0, line - 1), this.#starts.length - 1);
    const start = this.#starts[index] ?? 0;
    const next = this.#starts[index + 1] ?? this.#text.length;
    return { start, end: start + this.#text.slice(start, next).replace(/[\r\n]+$/, "").length };
  }
}

const bytesOf = (code: number): number => (code < 0x80 ? 1 : code < 0x800 ? 2 : code < 0x10000 ? 3 : 4);
