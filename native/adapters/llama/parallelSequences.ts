import type { LlamaContext, LlamaContextSequence, LlamaGrammarEvaluationState, Token } from "node-llama-cpp";
import { type ThreadSwitch, threadSwitch } from "./contextThreads.ts";
import { ModelSequence, type Sampling } from "./modelSequence.ts";
import type { ThreadChoice } from "./protocol.ts";

/**
 * Several texts from one prompt: it is read once, and its memory is copied to the others. Steps that are asked for
 * together are evaluated as one batch, which is what makes three texts cost little more than one.
 */
export class ParallelSequences {
  readonly #raw: readonly LlamaContextSequence[];
  readonly sequences: readonly ModelSequence[];
  readonly #threadSwitch: ThreadSwitch;
  readonly #threads: ThreadChoice;

  constructor(context: LlamaContext, count: number, threads: ThreadChoice, contextTokens: number) {
    this.#threadSwitch = threadSwitch(context);
    this.#threads = threads;
    this.#raw = Array.from({ length: count }, () => context.getSequence());
    this.sequences = this.#raw.map(
      (sequence) => new ModelSequence(sequence, this.#threadSwitch, threads, contextTokens),
    );
  }

  /** The first sequence holds `prompt`; afterwards the first `count` do. */
  async share(prompt: readonly Token[], count: number, isCancelled: () => boolean): Promise<boolean> {
    const [first, ...others] = this.#raw;
    for (const [index, other] of others.slice(0, count - 1).entries()) {
      const copied = first !== undefined && (await copyState(first, other, prompt.length));
      const own = this.sequences[index + 1];
      if (!copied && !(await own?.read(prompt, isCancelled, () => {}))) return false;
    }
    return !isCancelled();
  }

  /** Tokens that keep to a grammar, each with its probability after sampling, until the text is whole. */
  async *constrained(
    index: number,
    last: Token,
    sampling: Sampling,
    grammarEvaluationState: LlamaGrammarEvaluationState,
  ): AsyncGenerator<{ readonly token: Token; readonly probability: number }> {
    const sequence = this.#raw[index];
    if (sequence === undefined) return;
    this.#threadSwitch.use(this.#threads.generation);
    const written = sequence.evaluateWithMetadata(
      [last],
      { confidence: true },
      { ...sampling, grammarEvaluationState },
    );
    for await (const { token, confidence } of written) yield { token, probability: confidence };
  }
}

type CopyState = (from: LlamaContextSequence, upTo: number) => Promise<unknown>;

/**
 * The library copies a sequence's memory for itself alone, under a private name; writing it to a file and reading that
 * again, which it does offer, would put the person's text on the disk. Where the name is gone, the prompt is read again.
 */
async function copyState(
  from: LlamaContextSequence,
  to: LlamaContextSequence,
  length: number,
): Promise<boolean> {
  const copy: unknown = Reflect.get(to, "_copyStateFromOtherSequence");
  if (!isCopyState(copy)) return false;
  await to.clearHistory();
  return (await copy.call(to, from, length)) === true;
}

function isCopyState(value: unknown): value is CopyState {
  return typeof value === "function";
}
