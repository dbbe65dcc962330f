import { z } from "zod";

/** What passes between the host and a model process. Both sides parse what they get. */

const segment = z.discriminatedUnion("kind", [
  z.object({ kind: z.literal("marker"), marker: z.enum(["prefix", "suffix", "middle"]) }),
  z.object({ kind: z.literal("text"), text: z.string() }),
]);

const id = z.int().nonnegative();

export const toModel = z.discriminatedUnion("type", [
  z.object({
    type: z.literal("load"),
    file: z.string(),
    mostContextTokens: z.int().positive(),
    /** 0: measure and choose. */
    threads: z.int().nonnegative(),
    useGpu: z.boolean(),
  }),
  z.object({
    type: z.literal("generate"),
    id,
    segments: z.array(segment),
    healed: z.string(),
    maxTokens: z.int().positive(),
    temperature: z.number().nonnegative(),
    topP: z.number().min(0).max(1),
    seed: z.int().nonnegative(),
  }),
  z.object({ type: z.literal("prefill"), id, segments: z.array(segment) }),
  z.object({ type: z.literal("cancel"), id }),
]);
export type ToModel = z.infer<typeof toModel>;

export const threadChoice = z.object({ prompt: z.int().positive(), generation: z.int().positive() });
export type ThreadChoice = z.infer<typeof threadChoice>;

export const fromModel = z.discriminatedUnion("type", [
  z.object({ type: z.literal("loaded"), contextTokens: z.int().positive(), threads: threadChoice }),
  z.object({ type: z.literal("loadFailed"), message: z.string() }),
  z.object({ type: z.literal("prompt"), id, promptTokens: z.int(), reusedTokens: z.int() }),
  /** Still reading the prompt: a sign of life. */
  z.object({ type: z.literal("reading"), id }),
  z.object({ type: z.literal("piece"), id, text: z.string(), probability: z.number() }),
  z.object({
    type: z.literal("done"),
    id,
    reason: z.enum(["endOfText", "tokenLimit", "stopped"]),
    promptTokens: z.int(),
    reusedTokens: z.int(),
    generatedTokens: z.int(),
    firstTokenMs: z.number(),
    totalMs: z.number(),
  }),
  z.object({ type: z.literal("tooLong"), id, tokens: z.int(), limit: z.int() }),
  z.object({ type: z.literal("failed"), id, message: z.string() }),
]);
export type FromModel = z.infer<typeof fromModel>;
