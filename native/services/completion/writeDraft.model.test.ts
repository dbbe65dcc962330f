import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { ModelPort } from "../../../core/completion/modelPort.ts";
import type { CompletionPlace } from "../../../core/contract/completion.ts";
import type { ModelInfo } from "../../../core/contract/model.ts";
import { LlamaModelProcess } from "../../adapters/llama/llamaModelProcess.ts";
import { PromptDensity } from "./promptDensity.ts";
import { type DraftRequest, writeDraft } from "./writeDraft.ts";

const info: ModelInfo = {
  id: "airlock-fim-5m",
  name: "Airlock FIM 5M",
  file: join(import.meta.dirname, "../../../models/airlock-fim-5m-q8_0.gguf"),
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
    languages: [],
  },
  memoryEstimate: 0,
  bundled: true,
};

let model: LlamaModelProcess;

beforeAll(async () => {
  const started = await LlamaModelProcess.start({ file: info.file, threads: 1, useGpu: false });
  if (!started.ok) throw new Error(started.error.message);
  model = started.value;
});
afterAll(() => model.dispose());

const place: CompletionPlace = {
  path: "a.py",
  language: "python",
  prefix: "class Point:\n    def __init__(self, x, y):",
  suffix: "\n",
  prefixLine: 0,
  position: { line: 1, column: 0 },
};

function requestOver(port: ModelPort): DraftRequest {
  return {
    model: { info, port },
    place,
    maxLines: 12,
    sampling: { temperature: 0, topP: 1, seed: 0 },
    density: new PromptDensity(),
    signal: new AbortController().signal,
  };
}

/** The real process, with a hand on it: runs `act` at the piece that has this number. */
function actingAt(number: number, act: () => void): ModelPort {
  let pieces = 0;
  return {
    contextTokens: model.contextTokens,
    onDidStop: model.onDidStop,
    prefill: (segments, signal) => model.prefill(segments, signal),
    generateSeveral: (request, listener, signal) => model.generateSeveral(request, listener, signal),
    generate: (request, listener, signal) =>
      model.generate(
        request,
        {
          onPrompt: (facts) => listener.onPrompt(facts),
          onPiece: (piece) => {
            if (++pieces === number) act();
            return listener.onPiece(piece);
          },
        },
        signal,
      ),
    dispose: () => {},
  };
}

test("the first line is told while more is being written", async () => {
  const firstLines: string[] = [];
  const written = await writeDraft({
    ...requestOver(model),
    onFirstLine: (draft) => firstLines.push(draft.text),
  });
  if (!written.ok) throw new Error(written.error.message);
  expect(firstLines).toHaveLength(1);
  expect(firstLines[0]).toMatch(/^\n {8}\S.*$/);
  expect(written.value.text.startsWith(firstLines[0] ?? "?")).toBe(true);
  expect(written.value.text.split("\n").length).toBeGreaterThan(2);
});

test("ADVERSARIAL 15: the whole lines that were written before a crash are kept and marked", async () => {
  const whole = await writeDraft(requestOver(model));
  const cut = await writeDraft(requestOver(actingAt(10, () => process.kill(model.processId, "SIGSEGV"))));
  if (!whole.ok || !cut.ok) throw new Error("both must be written");
  expect(cut.value.interrupted).toMatchObject({ code: "modelCrashed" });
  expect(cut.value.text).not.toBe("");
  expect(whole.value.text.startsWith(cut.value.text)).toBe(true);
  const after = await writeDraft(requestOver(model));
  expect(after).toMatchObject({ ok: false, error: { code: "modelCrashed" } });
});
