import { availableParallelism } from "node:os";
import {
  getLlama,
  type LlamaContextSequence,
  LlamaLogLevel,
  type LlamaModel,
  type Token,
} from "node-llama-cpp";
import { calibrateThreads } from "./calibrateThreads.ts";
import { type ThreadSwitch, threadSwitch } from "./contextThreads.ts";
import type { ThreadChoice, ToModel } from "./protocol.ts";
import { ThreadContention } from "./threadContention.ts";
import { Vocabulary } from "./vocabulary.ts";

type LoadRequest = Extract<ToModel, { type: "load" }>;
export type Segments = Extract<ToModel, { type: "generate" }>["segments"];

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

/**
 * One model, one context, one sequence. Knows which tokens the sequence holds and evaluates only what is new.
 * Not reentrant: one call at a time.
 */
export class LoadedModel {
  readonly contextTokens: number;
  readonly threads: ThreadChoice;
  readonly vocabulary: Vocabulary;
  readonly #model: LlamaModel;
  readonly #sequence: LlamaContextSequence;
  readonly #threadSwitch: ThreadSwitch;
  readonly #contention = new ThreadContention();
  #sliceTokens = sliceLimits.first;

  private constructor(
    model: LlamaModel,
    sequence: LlamaContextSequence,
    threadSwitch: ThreadSwitch,
    threads: ThreadChoice,
  ) {
    this.#model = model;
    this.#sequence = sequence;
    this.#threadSwitch = threadSwitch;
    this.threads = threads;
    this.contextTokens = Math.min(sequence.contextSize, model.trainContextSize);
    this.vocabulary = new Vocabulary(model);
  }

  static async load(request: LoadRequest): Promise<LoadedModel> {
    const llama = await getLlama({
      gpu: request.useGpu ? "auto" : false,
      build: "never",
      skipDownload: true,
      progressLogs: false,
      logLevel: LlamaLogLevel.error,
      // No limit of its own: the count per batch is ours to choose.
      maxThreads: 0,
    });
    const model = await llama.loadModel({
      modelPath: request.file,
      ...(request.useGpu ? {} : { gpuLayers: 0 }),
      // The host has compared the estimate with the memory at hand, and the user may have overridden it.
      ignoreMemorySafetyChecks: true,
    });
    const context = await model.createContext({
      contextSize: Math.min(model.trainContextSize, request.mostContextTokens),
      sequences: 1,
      threads: Math.max(1, request.threads),
      ignoreMemorySafetyChecks: true,
    });
    const sequence = context.getSequence();
    const switcher = threadSwitch(context);
    const threads =
      request.threads > 0
        ? { prompt: request.threads, generation: request.threads }
        : await calibrateThreads(sequence, switcher, availableParallelism());
    return new LoadedModel(model, sequence, switcher, threads);
  }

  /** Markers become special tokens; text never does, whatever it spells. Undefined when the model lacks a marker. */
  tokenize(segments: Segments): Token[] | undefined {
    const { infill, bos, shouldPrependBosToken } = this.#model.tokens;
    const markers = { prefix: infill.prefix, suffix: infill.suffix, middle: infill.middle };
    const tokens: Token[] = shouldPrependBosToken && bos !== null ? [bos] : [];
    for (const segment of segments) {
      if (segment.kind === "text") tokens.push(...this.tokenizeText(segment.text));
      else {
        const marker = markers[segment.marker];
        if (marker === null) return undefined;
        tokens.push(marker);
      }
    }
    return tokens;
  }

  tokenizeText(text: string): Token[] {
    return this.#model.tokenize(text, false, "trimLeadingSpace");
  }

  detokenize(tokens: readonly Token[], before: readonly Token[]): string {
    return this.#model.detokenize(tokens, false, before);
  }

  isEnd(token: Token): boolean {
    return this.#model.isEogToken(token) || this.#model.isSpecialToken(token);
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
  async read(tokens: readonly Token[], isCancelled: () => boolean, onSlice: () => void): Promise<boolean> {
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
      this.#threadSwitch.use(many ? this.threads.prompt : this.threads.generation);
      await this.#sequence.controlledEvaluate([...slice]);
      const took = performance.now() - began;
      this.#contention.read(slice.length, took, many, began);
      if (slice.length === this.#sliceTokens) this.#adaptSlice(took);
      onSlice();
    }
    return !isCancelled();
  }

  #adaptSlice(took: number): void {
    const fitting = Math.round((this.#sliceTokens * sliceTime) / Math.max(1, took));
    this.#sliceTokens = Math.min(sliceLimits.most, Math.max(sliceLimits.fewest, fitting));
  }

  /** Evaluates one more token and scores what comes next: `wanted` tokens, or the sampled one alone. */
  async step(token: Token, sampling: Sampling, wanted: readonly Token[]): Promise<NextToken> {
    this.#threadSwitch.use(this.threads.generation);
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
    return this.contextTokens - this.#sequence.nextTokenIndex;
  }
}
