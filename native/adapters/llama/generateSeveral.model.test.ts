import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, afterEach, expect, test } from "vitest";
import type { Result } from "../../../core/base/result.ts";
import { healPrefix } from "../../../core/completion/healing.ts";
import type { GenerateSeveralRequest, SeveralEnd } from "../../../core/completion/modelPort.ts";
import { infillPrompt } from "../../../core/completion/prompt.ts";
import type { Failure } from "../../../core/contract/failure.ts";
import { LlamaModelProcess } from "./llamaModelProcess.ts";

const models = join(import.meta.dirname, "../../../models");
const infillModel = join(models, "airlock-fim-5m-q8_0.gguf");
const scratch = mkdtempSync(join(tmpdir(), "airlock-several-"));
const running: LlamaModelProcess[] = [];

afterEach(() => {
  for (const model of running.splice(0)) model.dispose();
});
afterAll(() => rmSync(scratch, { recursive: true }));

async function start(file: string): Promise<LlamaModelProcess> {
  const started = await LlamaModelProcess.start({ file, threads: 1, useGpu: false });
  if (!started.ok) throw new Error(started.error.message);
  running.push(started.value);
  return started.value;
}

const prefix = `import numpy as np


class Basket:
    def __init__(self, name, prices):
        self.`;
const { kept, healed } = healPrefix(prefix);
const infill: GenerateSeveralRequest = {
  segments: infillPrompt("suffix-prefix-middle", kept, "\n\n    def total(self):\n        return 0\n"),
  healed,
  maxTokens: 24,
  samplings: [
    { temperature: 0, topP: 1, seed: 0 },
    { temperature: 0.9, topP: 0.95, seed: 1 },
    { temperature: 0.9, topP: 0.95, seed: 2 },
  ],
};

interface Written {
  readonly texts: readonly string[];
  readonly end: Result<SeveralEnd, Failure>;
}

async function write(
  model: LlamaModelProcess,
  request: GenerateSeveralRequest,
  onPiece: (index: number, text: string) => "continue" | "stop" = () => "continue",
): Promise<Written> {
  const texts = request.samplings.map(() => "");
  const end = await model.generateSeveral(
    request,
    {
      onPrompt: () => {},
      onPiece: (index, { text }) => {
        texts[index] += text;
        return onPiece(index, texts[index] ?? "");
      },
    },
    new AbortController().signal,
  );
  return { texts, end };
}

test("three texts are written from one prompt, each as it would be written alone, and again from memory", async () => {
  const model = await start(infillModel);
  const together = await write(model, infill);
  expect(together.end).toMatchObject({ ok: true, value: { reusedTokens: 0, reasons: { length: 3 } } });
  const again = await write(model, infill);
  expect(again.texts).toEqual(together.texts);
  // All but the last token of the prompt, which is evaluated by the step that asks what follows it.
  if (!again.end.ok) throw new Error(again.end.error.message);
  expect(again.end.value.reusedTokens).toBe(again.end.value.promptTokens - 1);
  for (const [index, sampling] of infill.samplings.entries()) {
    const alone = await write(model, { ...infill, samplings: [sampling] });
    expect(alone.texts).toEqual([together.texts[index]]);
  }
  expect(new Set(together.texts).size).toBeGreaterThan(1);
  expect(together.texts[0]).not.toBe("");
});

test("what ghost text has read stays in memory while answers are written", async () => {
  const model = await start(infillModel);
  const request = { segments: infill.segments, healed, maxTokens: 4, temperature: 0, topP: 1, seed: 0 };
  const listener = { onPrompt: () => {}, onPiece: () => "continue" as const };
  await model.generate(request, listener, new AbortController().signal);
  const { segments } = { segments: infillPrompt("suffix-prefix-middle", "def other():\n    return", "\n") };
  await write(model, { ...infill, segments });
  const after = await model.generate(request, listener, new AbortController().signal);
  if (!after.ok) throw new Error(after.error.message);
  expect(after.value.reusedTokens).toBe(after.value.promptTokens - 1);
});

test("one text that is long enough ends alone", async () => {
  const model = await start(infillModel);
  const stopped = await write(model, infill, (index, text) =>
    index === 1 && text.length > 3 ? "stop" : "continue",
  );
  if (!stopped.end.ok) throw new Error(stopped.end.error.message);
  expect(stopped.end.value.reasons[1]).toBe("stopped");
  const whole = await write(model, infill);
  expect([stopped.texts[0], stopped.texts[2]]).toEqual([whole.texts[0], whole.texts[2]]);
  expect(stopped.texts[1]?.length).toBeLessThan(whole.texts[1]?.length ?? 0);
});

test("ghost text does not wait for an answer's end", async () => {
  const model = await start(infillModel);
  let answered = false;
  const answer = write(model, { ...infill, maxTokens: 300 }).then(() => {
    answered = true;
  });
  const ghost = await model.generate(
    { segments: infill.segments, healed, maxTokens: 2, temperature: 0, topP: 1, seed: 0 },
    { onPrompt: () => {}, onPiece: () => "continue" },
    new AbortController().signal,
  );
  expect(ghost.ok).toBe(true);
  expect(answered).toBe(false);
  await answer;
});

test("a model with a chat template answers a conversation in the shape it is held to", async () => {
  const file = join(scratch, "chat.gguf");
  execFileSync("python3", [join(models, "recipe", "with_chat_template.py"), infillModel, file]);
  const model = await start(file);
  const { texts, end } = await write(model, {
    segments: [
      {
        kind: "chat",
        messages: [
          { role: "system", text: "You write code." },
          { role: "user", text: "Add two numbers. <|fim_middle|>" },
        ],
      },
    ],
    healed: "",
    maxTokens: 120,
    samplings: infill.samplings,
    shape: ["explanation", "code"],
  });
  expect(end.ok).toBe(true);
  for (const text of texts) expect(text).toMatch(/^\s*\{\s*"explanation"\s*:\s*"/);
});

test("a process that is killed in the middle leaves what was written and says so", async () => {
  const model = await start(infillModel);
  const { texts, end } = await write(model, { ...infill, maxTokens: 300 }, (index, text) => {
    if (index === 0 && text.length > 2) process.kill(model.processId, "SIGKILL");
    return "continue";
  });
  expect(texts[0]).not.toBe("");
  expect(end).toMatchObject({ ok: false, error: { code: "modelCrashed" } });
});
