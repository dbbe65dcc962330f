import { expect, test } from "vitest";
import type { ModelInfo } from "../../../core/contract/model.ts";
import { byteCount, capabilityChips, modelStatusWords, parameterCount } from "./modelWords.ts";

const model: ModelInfo = {
  id: "m",
  name: "fim-5m",
  file: "/m.gguf",
  sha256: "0".repeat(64),
  bytes: 5_800_000,
  architecture: "llama",
  quantization: "Q8_0",
  licence: "Apache-2.0",
  origin: "here",
  capabilities: {
    infill: true,
    infillOrder: "suffix-prefix-middle",
    chat: false,
    embedding: false,
    contextLength: 4096,
    languages: ["python"],
  },
  memoryEstimate: 107_000_000,
  bundled: true,
};

test("sizes are said with their unit", () => {
  expect([5_160_960, 60e6, 1.5e9, 7e9, undefined].map(parameterCount)).toEqual([
    "5.2 M",
    "60 M",
    "1.5 B",
    "7 B",
    undefined,
  ]);
  expect([1, 5_800_000, 107e6, 4.4e9].map(byteCount)).toEqual(["1 kB", "5.8 MB", "107 MB", "4.4 GB"]);
});

test("a chip for each thing it can do, and none for what it can't", () => {
  expect(capabilityChips(model.capabilities)).toEqual([
    "infill, suffix first",
    "4,096 tokens of context",
    "python",
  ]);
});

test("the status bar says which model and what it is doing", () => {
  const stopped = { state: "stopped", model, reason: "It crashed.", canRestart: true } as const;
  expect([
    modelStatusWords({ state: "idle", model }).text,
    modelStatusWords({ state: "busy", model, doing: "completing" }).text,
    modelStatusWords(stopped).text,
    modelStatusWords({ ...stopped, canRestart: false }).text,
    modelStatusWords({ state: "none", reason: "No file." }).text,
  ]).toEqual([
    "fim-5m · idle",
    "fim-5m · completing",
    "fim-5m · stopped, restart",
    "fim-5m · stopped",
    "no model",
  ]);
});
