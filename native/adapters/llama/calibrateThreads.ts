import type { LlamaContextSequence, Token } from "node-llama-cpp";
import type { ThreadSwitch } from "./contextThreads.ts";
import type { ThreadChoice } from "./protocol.ts";

/** Milliseconds for everything, so that loading stays quick; a large model gets fewer rounds, not a longer wait. */
const timeLimit = 280;
const promptTokens = 64;
const generatedTokens = 4;
/** More threads have to be clearly faster: on a busy machine they spin and keep the editor from its core. */
const worthwhile = 0.85;

/**
 * Measures how many threads serve prompts and how many serve generation on this machine with this model: 1, 2, 4, …
 * up to the number of cores, until more do not help. Leaves the sequence empty.
 */
export async function calibrateThreads(
  sequence: LlamaContextSequence,
  threads: ThreadSwitch,
  cores: number,
): Promise<ThreadChoice> {
  if (!threads.canSwitch || cores < 2) return { prompt: 1, generation: 1 };
  const vocabulary = [...firstTokens(sequence, promptTokens)];
  const last = vocabulary.at(-1);
  if (last === undefined) return { prompt: 1, generation: 1 };
  const started = performance.now();
  const hasTime = (next: number): boolean => performance.now() - started + next < timeLimit;

  const readPrompt = async (count: number): Promise<number> => {
    threads.use(count);
    await sequence.clearHistory();
    return await milliseconds(() => sequence.controlledEvaluate([...vocabulary]));
  };
  const generate = async (count: number): Promise<number> => {
    threads.use(count);
    return await milliseconds(async () => {
      for (let index = 0; index < generatedTokens; index++)
        await sequence.controlledEvaluate([
          [last, { generateNext: { token: true, options: { temperature: 0 } } }],
        ]);
    });
  };

  await readPrompt(1); // The first run also pays for pages that were never touched.
  const generation = await fastest(generate, cores, hasTime);
  const prompt = await fastest(readPrompt, cores, hasTime);
  await sequence.clearHistory();
  return { prompt, generation };
}

async function fastest(
  measure: (threads: number) => Promise<number>,
  cores: number,
  hasTime: (next: number) => boolean,
): Promise<number> {
  let best = 1;
  let bestTime = await measure(1);
  for (let count = 2; count <= cores; count = count < cores && count * 2 > cores ? cores : count * 2) {
    if (!hasTime(bestTime)) break;
    // The better of two runs: a neighbour that takes a core for a moment must not decide.
    let time = await measure(count);
    if (hasTime(time)) time = Math.min(time, await measure(count));
    if (time > bestTime * worthwhile) break;
    best = count;
    bestTime = time;
  }
  return best;
}

async function milliseconds(run: () => Promise<unknown>): Promise<number> {
  const started = performance.now();
  await run();
  return performance.now() - started;
}

function* firstTokens(sequence: LlamaContextSequence, most: number): Generator<Token> {
  let count = 0;
  for (const token of sequence.model.iterateAllTokens()) {
    if (sequence.model.isSpecialToken(token)) continue;
    yield token;
    if (++count >= Math.min(most, sequence.contextSize - generatedTokens * 16)) return;
  }
}
