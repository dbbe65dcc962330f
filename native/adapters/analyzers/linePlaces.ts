/** Lines and columns of a text, zero-based, in UTF-16 units, and its offsets. Line ends: \n, \r\n and \r. */
export class LinePlaces {
  readonly #starts: number[] = [0];
  readonly #length: number;

  constructor(text: string) {
    for (const match of text.matchAll(/\r\n?|\n/g)) this.#starts.push(match.index + match[0].length);
    this.#length = text.length;
  }

  offsetOf({ line, character }: { readonly line: number; readonly character: number }): number {
    return Math.min((this.#starts[line] ?? this.#length) + character, this.#length);
  }

  positionOf(offset: number): { readonly line: number; readonly character: number } {
    let line = this.#starts.findLastIndex((start) => start <= offset);
    if (line < 0) line = 0;
    return { line, character: offset - (this.#starts[line] ?? 0) };
  }
}
