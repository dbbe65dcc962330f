import type { Token } from "node-llama-cpp";
import { type GenerationEnd, type GenerationListener, generate, OutputText } from "./generation.ts";
import type { LoadedModel } from "./loadedModel.ts";
import type { Sampling } from "./modelSequence.ts";
import type { ParallelSequences } from "./parallelSequences.ts";
import type { ToModel } from "./protocol.ts";

type SeveralRequest = Omit<Extract<ToModel, { type: "generateSeveral" }>, "type" | "id" | "segments">;

/** Writes one text for each sampling, side by side. `prompt` without its last token is in the first sequence. */
export async function generateSeveral(
  model: LoadedModel,
  parallel: ParallelSequences,
  prompt: readonly Token[],
  request: SeveralRequest,
  listenerOf: (index: number) => GenerationListener,
): Promise<readonly GenerationEnd[]> {
  const { samplings, shape, healed, maxTokens } = request;
  const body = prompt.slice(0, -1);
  const step = new Meeting(samplings.length);
  const inStep = (index: number): GenerationListener => {
    const listener = listenerOf(index);
    return {
      ...listener,
      turn: async () => {
        await step.arrive();
        await listener.turn?.();
      },
    };
  };
  const shared = await parallel.share(body, samplings.length, () =>
    samplings.every((_, index) => listenerOf(index).isCancelled()),
  );
  if (!shared) return samplings.map(() => ({ reason: "stopped", generatedTokens: 0 }));
  return await Promise.all(
    samplings.map(async (sampling, index) => {
      const listener = inStep(index);
      const sequence = parallel.sequences[index];
      if (sequence === undefined) return { reason: "stopped", generatedTokens: 0 } as const;
      try {
        if (shape !== undefined)
          return await generateShaped(model, parallel, index, prompt, { ...request, sampling }, listener);
        return await generate(model, sequence, prompt, { healed, maxTokens, ...sampling }, listener);
      } finally {
        step.leave();
      }
    }),
  );
}

/** Where texts wait for each other before each token, so that their steps become one batch. */
class Meeting {
  #expected: number;
  #waiting: (() => void)[] = [];

  constructor(expected: number) {
    this.#expected = expected;
  }

  arrive(): Promise<void> {
    return new Promise((go) => {
      this.#waiting.push(go);
      this.#goWhenAllAreHere();
    });
  }

  leave(): void {
    this.#expected--;
    this.#goWhenAllAreHere();
  }

  #goWhenAllAreHere(): void {
    if (this.#waiting.length < this.#expected) return;
    for (const go of this.#waiting.splice(0)) go();
  }
}

interface ShapedRequest extends SeveralRequest {
  readonly sampling: Sampling;
}

async function generateShaped(
  model: LoadedModel,
  parallel: ParallelSequences,
  index: number,
  prompt: readonly Token[],
  { shape = [], sampling, maxTokens }: ShapedRequest,
  listener: GenerationListener,
): Promise<GenerationEnd> {
  const last = prompt.at(-1);
  if (last === undefined) return { reason: "endOfText", generatedTokens: 0 };
  const output = new OutputText(model, prompt, 0);
  const room = parallel.sequences[index]?.room ?? 0;
  let generatedTokens = 0;
  const written = parallel.constrained(index, last, sampling, await model.constraint(shape));
  for await (const { token, probability } of written) {
    if (listener.isCancelled()) return { reason: "stopped", generatedTokens };
    generatedTokens++;
    listener.onToken(output.add(token), Math.min(1, probability));
    if (generatedTokens >= Math.min(maxTokens, room - 2)) return { reason: "tokenLimit", generatedTokens };
    await listener.turn?.();
  }
  return { reason: "endOfText", generatedTokens };
}
