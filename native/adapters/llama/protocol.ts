import { z } from "zod";

/** What passes between the host and a model process. Both sides parse what they get. */

const segment = z.discriminatedUnion("kind", [
  z.object({ kind: z.literal("marker"), marker: z.enum(["prefix", "suffix", "middle"]) }),
  z.object({ kind: z.literal("text"), text: z.string() }),
  /** Alone: a conversation, put in the words of the model's own template. */
  z.object({
    kind: z.literal("chat"),
    messages: z.array(z.object({ role: z.enum(["system", "user"]), text: z.string() })),
  }),
]);

/** The names of the texts that a JSON answer holds, in order. */
const answerShape = z.array(z.string()).min(1);
export type AnswerShape = z.infer<typeof answerShape>;

const sampling = z.object({
  temperature: z.number().nonnegative(),
  topP: z.number().min(0).max(1),
  seed: z.int().nonnegative(),
});

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
    ...sampling.shape,
  }),
  z.object({
    type: z.literal("generateSeveral"),
    id,
    segments: z.array(segment),
    healed: z.string(),
    maxTokens: z.int().positive(),
    samplings: z.array(sampling).min(1).max(3),
    shape: answerShape.optional(),
  }),
  z.object({ type: z.literal("prefill"), id, segments: z.array(segment) }),
  /** With an index: that text alone is long enough. */
  z.object({ type: z.literal("cancel"), id, index: z.int().nonnegative().optional() }),
]);
export type ToModel = z.infer<typeof toModel>;

export const threadChoice = z.object({ prompt: z.int().positive(), generation: z.int().positive() });
export type ThreadChoice = z.infer<typeof threadChoice>;

const endReason = z.enum(["endOfText", "tokenLimit", "stopped"]);

export const fromModel = z.discriminatedUnion("type", [
  z.object({ type: z.literal("loaded"), contextTokens: z.int().positive(), threads: threadChoice }),
  z.object({ type: z.literal("loadFailed"), message: z.string() }),
  z.object({ type: z.literal("prompt"), id, promptTokens: z.int(), reusedTokens: z.int() }),
  /** Still reading the prompt: a sign of life. */
  z.object({ type: z.literal("reading"), id }),
  z.object({
    type: z.literal("piece"),
    id,
    /** Which of several texts. */
    index: z.int().nonnegative(),
    text: z.string(),
    probability: z.number(),
  }),
  z.object({
    type: z.literal("done"),
    id,
    reason: endReason,
    /** How each of several texts ended. */
    reasons: z.array(endReason).optional(),
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
