/** The last output of a terminal, at most `limit` UTF-16 units, cut at a line's start where there is one. */
export class Replay {
  readonly #limit: number;
  #chunks: string[] = [];
  #length = 0;

  constructor(limit: number) {
    this.#limit = limit;
  }

  add(data: string): void {
    this.#chunks.push(data);
    this.#length += data.length;
    // Twice the limit before cutting, so that each unit is copied once on the average.
    if (this.#length <= 2 * this.#limit) return;
    const kept = this.#cut();
    this.#chunks = [kept];
    this.#length = kept.length;
  }

  get text(): string {
    return this.#cut();
  }

  #cut(): string {
    const whole = this.#chunks.join("");
    if (whole.length <= this.#limit) return whole;
    const tail = whole.slice(-this.#limit);
    const lineEnd = tail.indexOf("\n");
    // A single endless line has no better place; half a surrogate pair is never left at its start.
    return lineEnd < 0 ? tail.replace(/^[\uDC00-\uDFFF]/, "") : tail.slice(lineEnd + 1);
  }
}
