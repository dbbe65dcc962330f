import type { Verdict } from "../contract/gate.ts";

/** The latest verdicts by subject hash; the one unused for longest goes first. A verdict that failed is not kept. */
export class VerdictCache {
  readonly #verdicts = new Map<string, Verdict>();
  readonly #capacity: number;

  constructor(capacity: number) {
    this.#capacity = capacity;
  }

  get size(): number {
    return this.#verdicts.size;
  }

  get(subjectHash: string): Verdict | undefined {
    const verdict = this.#verdicts.get(subjectHash);
    if (verdict === undefined) return undefined;
    this.#verdicts.delete(subjectHash);
    this.#verdicts.set(subjectHash, verdict);
    return verdict;
  }

  clear(): void {
    this.#verdicts.clear();
  }

  put(verdict: Verdict): void {
    if (verdict.analyzers.length === 0 || verdict.analyzers.some((run) => run.status === "failed")) return;
    this.#verdicts.delete(verdict.subjectHash);
    this.#verdicts.set(verdict.subjectHash, verdict);
    const oldest = this.#verdicts.keys().next();
    if (this.#verdicts.size > this.#capacity && !oldest.done) this.#verdicts.delete(oldest.value);
  }
}
