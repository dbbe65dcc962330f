/** Answers of the file system that hold for a second: the files of a scan all import the same libraries. */
export class MomentaryCache<Answer> {
  static readonly milliseconds = 1000;
  readonly #answers = new Map<string, Answer>();
  #until = 0;

  get(question: string, ask: () => Answer): Answer {
    const now = performance.now();
    if (now > this.#until) {
      this.#answers.clear();
      this.#until = now + MomentaryCache.milliseconds;
    }
    const known = this.#answers.get(question);
    if (known !== undefined) return known;
    const answer = ask();
    this.#answers.set(question, answer);
    return answer;
  }
}
