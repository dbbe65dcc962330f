import type { LlamaContextSequence, Token } from "node-llama-cpp";
import type { ThreadSwitch } from "./contextThreads.ts";
import type { ThreadChoice } from "./protocol.ts";
import { ThreadContention } from "./threadContention.ts";

/** The next token's raw scores, as asked for, with what turns a score into a probability. */
export interface NextToken {
  readonly sampled: Token | undefined;
  readonly scores: ReadonlyMap<Token, number>;
  probabilityOf(token: Token): number;
}

export interface Sampling {
  readonly temperature: number;
  readonly topP: number;
  readonly seed: number;
}

/** A prompt is read in slices that take about this long, so that a cancel is heard in between. Milliseconds. */
const sliceTime = 100;
const sliceLimits = { fewest: 8, first: 32, most: 256 };
/** Fewer new tokens than this are read on the threads that generate: waking the others costs more than they bring. */
const worthManyThreads = 32;

/** One sequence of a context. Knows which tokens it holds and evaluates only what is new. One call at a time. */
export class ModelSequence {
  readonly #sequence: LlamaContextSequence;
  readonly #threadSwitch: ThreadSwitch;
  readonly #threads: ThreadChoice;
  readonly #contextTokens: number;
  readonly #contention = new ThreadContention();
  #sliceTokens = sliceLimits.first;

  constructor(
    sequence: LlamaContextSequence,
    threadSwitch: ThreadSwitch,
    threads: ThreadChoice,
    contextTokens: number,
  ) {
    this.#sequence = sequence;
    this.#threadSwitch = threadSwitch;
    this.#threads = threads;
    this.#contextTokens = contextTokens;
  }

  /** How many of these tokens the sequence holds already, counted from the start. */
  commonPrefix(tokens: readonly Token[]): number {
    const held = this.#sequence.contextTokens;
    const most = Math.min(held.length, tokens.length);
    let count = 0;
    while (count < most && held[count] === tokens[count]) count++;
    return count;
  }

  /**
   * Makes the sequence hold exactly these tokens, evaluating only those it does not hold, in slices.
   * @returns false when `isCancelled` said so between two slices.
   */
  async read(
    tokens: readonly Token[],
    isCancelled: () => boolean,
    onSlice: () => Promise<void> | void,
  ): Promise<boolean> {
    const reused = this.commonPrefix(tokens);
    const held = this.#sequence.nextTokenIndex;
    if (reused < held) await this.#sequence.eraseContextTokenRanges([{ start: reused, end: held }]);
    // Models without a cache that can be cut (recurrent ones) start over; the sequence says where it stands.
    while (this.#sequence.nextTokenIndex < tokens.length) {
      if (isCancelled()) return false;
      const start = this.#sequence.nextTokenIndex;
      const slice = tokens.slice(start, start + this.#sliceTokens);
      const began = performance.now();
      const many = slice.length >= worthManyThreads && this.#contention.allowsManyThreads(began);
      this.#threadSwitch.use(many ? this.#threads.prompt : this.#threads.generation);
      await this.#sequence.controlledEvaluate([...slice]);
      const took = performance.now() - began;
      this.#contention.read(slice.length, took, many, began);
      if (slice.length === this.#sliceTokens) this.#adaptSlice(took);
      await onSlice();
    }
    return !isCancelled();
  }

  #adaptSlice(took: number): void {
    const fitting = Math.round((this.#sliceTokens * sliceTime) / Math.max(1, took));
    this.#sliceTokens = Math.min(sliceLimits.most, Math.max(sliceLimits.fewest, fitting));
  }

  /** Evaluates one more token and scores what comes next: `wanted` tokens, or the sampled one alone. */
  async step(token: Token, sampling: Sampling, wanted: readonly Token[]): Promise<NextToken> {
    this.#threadSwitch.use(this.#threads.generation);
    const [output] = await this.#sequence.controlledEvaluate([
      [
        token,
        {
          generateNext: {
            token: true,
            totalLogitWeight: true,
            logits: { filter: { tokens: wanted, includeSelected: true, includeMax: true } },
            options: sampling.temperature > 0 ? sampling : { temperature: 0 },
          },
        },
      ],
    ]);
    const scores = output?.next.logits ?? new Map<Token, number>();
    const weight = output?.next.totalLogitWeight ?? 1;
    const highest = Math.max(...scores.values());
    return {
      sampled: output?.next.token ?? undefined,
      scores,
      probabilityOf: (candidate) =>
        Math.exp((scores.get(candidate) ?? Number.NEGATIVE_INFINITY) - highest) / weight,
    };
  }

  /** Tokens that still fit behind what the sequence holds. */
  get room(): number {
    return this.#contextTokens - this.#sequence.nextTokenIndex;
  }
}
