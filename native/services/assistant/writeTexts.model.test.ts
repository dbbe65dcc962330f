import { join } from "node:path";
import { afterEach, expect, test } from "vitest";
import type { GenerateSeveralRequest, ModelPort } from "../../../core/completion/modelPort.ts";
import type { ModelInfo } from "../../../core/contract/model.ts";
import { LlamaModelProcess } from "../../adapters/llama/llamaModelProcess.ts";
import { fittingShare, writeTexts } from "./writeTexts.ts";

const file = join(import.meta.dirname, "../../../models/airlock-fim-5m-q8_0.gguf");
const running: LlamaModelProcess[] = [];

afterEach(() => {
  for (const model of running.splice(0)) model.dispose();
});

async function start(): Promise<LlamaModelProcess> {
  const started = await LlamaModelProcess.start({ file, threads: 1, useGpu: false });
  if (!started.ok) throw new Error(started.error.message);
  running.push(started.value);
  return started.value;
}

const info: ModelInfo = {
  id: "m",
  name: "M",
  file,
  sha256: "0".repeat(64),
  bytes: 0,
  architecture: "llama",
  quantization: "Q8_0",
  licence: "",
  origin: "",
  capabilities: {
    infill: true,
    infillOrder: "suffix-prefix-middle",
    chat: false,
    embedding: false,
    contextLength: 512,
    languages: ["python"],
  },
  memoryEstimate: 0,
  bundled: true,
};
const prompt = {
  kind: "infill",
  prefix: "import os\n\n\ndef names(folder):\n    found = []\n    for name in os.listdir(folder):\n        ",
  suffix: "\n    return found\n",
  maxLines: 12,
} as const;
const samplings = [
  { temperature: 0, topP: 1, seed: 0 },
  { temperature: 0.8, topP: 0.95, seed: 1 },
];

function ask(
  port: ModelPort,
  onText: (index: number, text: string) => void = () => {},
  signal = new AbortController().signal,
) {
  return writeTexts({ model: { info, port }, prompt, maxTokens: 80, samplings, onText, signal });
}

test("each sampling gives a text, told as it is written, with the sureness of its tokens", async () => {
  const told = new Map<number, string>();
  const written = await ask(await start(), (index, text) => told.set(index, text));
  if (!written.ok) throw new Error(written.error.message);
  expect(written.value.texts.map(({ sampling, interrupted }) => [sampling.seed, interrupted])).toEqual([
    [0, false],
    [1, false],
  ]);
  for (const [index, { text, probability, tokens }] of written.value.texts.entries()) {
    expect(told.get(index)).toContain(text.trim());
    expect(probability).toBeGreaterThan(0);
    expect(tokens).toBeGreaterThan(0);
  }
  expect(written.value.promptHash).toMatch(/^[0-9a-f]{64}$/);
});

test("a model that is killed leaves what it had written, marked as interrupted", async () => {
  const port = await start();
  const written = await ask(port, (_index, text) => {
    if (text.length > 3) process.kill(port.processId, "SIGKILL");
  });
  if (!written.ok) throw new Error(written.error.message);
  expect(written.value.texts.map(({ interrupted }) => interrupted)).toEqual([true, true]);
  expect(written.value.texts.some(({ text }) => text !== "")).toBe(true);
});

test("a question that is stopped ends as cancelled", async () => {
  const abort = new AbortController();
  const written = await ask(await start(), () => abort.abort(), abort.signal);
  expect(written).toMatchObject({ ok: false, error: { code: "cancelled" } });
});

test("a prompt that is too long says by how much", async () => {
  const port = await start();
  const request: GenerateSeveralRequest = {
    segments: [{ kind: "text", text: "word ".repeat(2000) }],
    healed: "",
    maxTokens: 16,
    samplings,
  };
  const refused = await port.generateSeveral(
    request,
    { onPrompt: () => {}, onPiece: () => "continue" },
    new AbortController().signal,
  );
  if (refused.ok) throw new Error("It fitted.");
  expect(refused.error.code).toBe("tooLarge");
  expect(fittingShare(refused.error)).toBeLessThan(0.3);
});
