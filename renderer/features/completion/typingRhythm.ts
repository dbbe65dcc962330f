const mostIntervals = 8;

/** The last keys: what was typed, and how long lay between them. */
export class TypingRhythm {
  readonly #intervals: number[] = [];
  #lastAt: number | undefined;
  #typed: string | undefined;

  /** `at` in milliseconds of any steady clock; `text` is "" or undefined when text was removed. */
  changed(text: string | undefined, at: number): void {
    if (this.#lastAt !== undefined) this.#intervals.push(at - this.#lastAt);
    if (this.#intervals.length > mostIntervals) this.#intervals.shift();
    this.#lastAt = at;
    this.#typed = text;
  }

  get typed(): string | undefined {
    return this.#typed;
  }

  /** Milliseconds, latest last. */
  get intervals(): readonly number[] {
    return this.#intervals;
  }
}
