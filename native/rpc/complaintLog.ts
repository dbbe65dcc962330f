/** Lines that one page can cause within a window of time, and how long that is (milliseconds). */
const mostLines = 20;
const windowMs = 10_000;
const longestLine = 2000;

/**
 * A log for what one page does wrong: short lines and few, whatever it sends. The first line alone is kept where a
 * message may quote what was sent, so that no source text gets into the log.
 */
export class ComplaintLog {
  readonly #log: (line: string) => void;
  readonly #now: () => number;
  #windowStart = 0;
  #lines = 0;

  constructor(log: (line: string) => void, now: () => number = Date.now) {
    this.#log = log;
    this.#now = now;
  }

  /** A library's or a schema's sentence about something that came from the page. */
  quoting(message: string): void {
    this.whole(message.split("\n", 1)[0] ?? "");
  }

  /** Our own fault, with its stack. */
  whole(message: string): void {
    const now = this.#now();
    if (now - this.#windowStart > windowMs) {
      this.#windowStart = now;
      this.#lines = 0;
    }
    this.#lines += 1;
    if (this.#lines <= mostLines) this.#log(`rpc: ${message.slice(0, longestLine)}`);
    else if (this.#lines === mostLines + 1) this.#log("rpc: more of this is left out for a while.");
  }
}
