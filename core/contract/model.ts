import { z } from "zod";
import { sha256 } from "./common.ts";
import { request } from "./define.ts";

export const infillOrder = z.enum(["prefix-suffix-middle", "suffix-prefix-middle"]);
export type InfillOrder = z.infer<typeof infillOrder>;

export const modelCapabilities = z.object({
  infill: z.boolean(),
  infillOrder: infillOrder.optional(),
  chat: z.boolean(),
  embedding: z.boolean(),
  contextLength: z.int(),
  languages: z.array(z.string()),
});
export type ModelCapabilities = z.infer<typeof modelCapabilities>;

export const modelInfo = z.object({
  /** Stable: the manifest's id, or "added-" and the first 12 digits of the hash. */
  id: z.string(),
  name: z.string(),
  file: z.string(),
  sha256,
  bytes: z.number(),
  architecture: z.string(),
  parameters: z.number().optional(),
  quantization: z.string(),
  licence: z.string(),
  origin: z.string(),
  capabilities: modelCapabilities,
  /** Bytes of memory that loading it is estimated to take, weights and cache. */
  memoryEstimate: z.number(),
  bundled: z.boolean(),
});
export type ModelInfo = z.infer<typeof modelInfo>;

export const modelState = z.discriminatedUnion("state", [
  z.object({ state: z.literal("none"), reason: z.string() }),
  z.object({ state: z.literal("loading"), model: modelInfo }),
  z.object({ state: z.literal("idle"), model: modelInfo }),
  z.object({ state: z.literal("busy"), model: modelInfo, doing: z.string() }),
  z.object({ state: z.literal("stopped"), model: modelInfo, reason: z.string(), canRestart: z.boolean() }),
]);
export type ModelState = z.infer<typeof modelState>;

export const modelRequests = {
  "model.list": request(
    z.object({}),
    z.object({ models: z.array(modelInfo), selected: z.string().optional() }),
  ),
  "model.state": request(z.object({}), modelState),
  /** Absolute path on this machine. Reads the header alone; nothing is loaded. */
  "model.inspect": request(z.object({ file: z.string() }), modelInfo),
  /** Checks, hashes and pins a GGUF by its place; copies nothing. */
  "model.add": request(z.object({ file: z.string() }), modelInfo),
  "model.remove": request(z.object({ id: z.string() }), z.object({})),
  "model.select": request(z.object({ id: z.string(), ignoreMemoryEstimate: z.boolean() }), modelState),
  "model.restart": request(z.object({}), modelState),
};
export const modelEvents = { "model.didChangeState": modelState };
