/** Not slower than this many times one thread's pace: more means that the threads wait for a core they don't get. */
const tolerated = 1.3;
const firstPauseMs = 30_000;
const longestPauseMs = 600_000;

/**
 * Notices when many threads are slower than one. They meet after every layer, so a single one without a core holds up
 * all of them, and a build beside the editor takes that core (measured: docs/performance.md). Then one thread reads
 * for a while, longer each time.
 */
export class ThreadContention {
  /** Milliseconds a token, of the latest slices read by one thread. */
  #alone: number | undefined;
  #pausedUntil = 0;
  #pause = firstPauseMs;

  /** `now` in milliseconds, as given to `read`. The pace of one thread is learnt first. */
  allowsManyThreads(now: number): boolean {
    return this.#alone !== undefined && now >= this.#pausedUntil;
  }

  read(tokens: number, milliseconds: number, many: boolean, now: number): void {
    const pace = milliseconds / Math.max(1, tokens);
    if (!many) {
      // Short slices carry the cost of a call; only longer ones say what a token costs.
      if (tokens >= 8) this.#alone = this.#alone === undefined ? pace : this.#alone * 0.7 + pace * 0.3;
      return;
    }
    if (this.#alone === undefined) return;
    if (pace > this.#alone * tolerated) {
      this.#pausedUntil = now + this.#pause;
      this.#pause = Math.min(longestPauseMs, this.#pause * 2);
    } else this.#pause = firstPauseMs;
  }
}
