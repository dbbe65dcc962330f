import { readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { healPrefix } from "../../core/completion/healing.ts";
import { infillPrompt } from "../../core/completion/prompt.ts";
import { LlamaModelProcess } from "../../native/adapters/llama/llamaModelProcess.ts";
import { type Figure, median, type Row } from "../figure.ts";

const root = resolve(import.meta.dirname, "../..");
const model = join(root, "models", "airlock-fim-5m-q8_0.gguf");
const source = readFileSync(join(root, "resources", "sample-workspace", "orders", "reports.py"), "utf8");
const rounds = 12;
const answerTokens = 96;
const counts = [1, 2, 3] as const;

/** Prompts that share nothing with each other, so that each is read from its first token. */
function promptOf(round: number): string {
  return `# Round ${round * 7919}\n${source.slice(0, 1000)}\n\ndef answer_${round}(`;
}

/** From the question to the last token of the last text, milliseconds. Every text is as long as it may be. */
async function write(process: LlamaModelProcess, prompt: string, count: number): Promise<number> {
  const { kept, healed } = healPrefix(prompt);
  const started = performance.now();
  let pieces = 0;
  const ended = await process.generateSeveral(
    {
      segments: infillPrompt("suffix-prefix-middle", kept, "\n"),
      healed,
      maxTokens: answerTokens,
      samplings: Array.from({ length: count }, (_, seed) => ({ temperature: 1, topP: 1, seed })),
    },
    {
      onPrompt: () => {},
      onPiece: () => {
        pieces++;
        return "continue";
      },
    },
    new AbortController().signal,
  );
  if (!ended.ok) throw new Error(ended.error.message);
  // Texts that ended by themselves cost less: time is told for as many tokens as were asked for.
  const share = pieces / (count * answerTokens);
  return share < 0.5 ? Number.NaN : performance.now() - started;
}

export const figure: Figure = {
  name: "alternatives",
  claims: "what two and three alternatives cost, written side by side from one prompt, against one",
  async run(progress) {
    const started = await LlamaModelProcess.start({ file: model, threads: 0, useGpu: false });
    if (!started.ok) throw new Error(started.error.message);
    const process = started.value;
    try {
      await write(process, promptOf(-1), 3);
      const cold: Record<number, number[]> = { 1: [], 2: [], 3: [] };
      const warm: Record<number, number[]> = { 1: [], 2: [], 3: [] };
      let next = 0;
      for (let round = 0; round < rounds; round++) {
        for (const count of counts) {
          const prompt = promptOf(next++);
          cold[count]?.push(await write(process, prompt, count));
          warm[count]?.push(await write(process, prompt, count));
        }
        progress(`round ${round + 1} of ${rounds}`);
      }
      return rowsOf(cold, warm);
    } finally {
      process.dispose();
    }
  },
};

function rowsOf(cold: Record<number, number[]>, warm: Record<number, number[]>): readonly Row[] {
  const middle = (times: readonly number[] = []): number =>
    median(times.filter((time) => !Number.isNaN(time)));
  const ratio = (times: Record<number, number[]>, count: number): number =>
    middle(times[count]) / middle(times[1]);
  return [
    { what: `one, prompt read anew, ${answerTokens} tokens`, value: middle(cold[1]), unit: "ms" },
    { what: "two, over one", value: ratio(cold, 2), unit: "×" },
    { what: "three, over one", value: ratio(cold, 3), unit: "×", target: { atMost: 1.8 } },
    { what: "one, prompt in memory", value: middle(warm[1]), unit: "ms" },
    { what: "three, over one, prompt in memory", value: ratio(warm, 3), unit: "×" },
  ];
}
