import { z } from "zod";
import { languageId, position, sha256 } from "./common.ts";
import { request } from "./define.ts";
import { verdict } from "./gate.ts";

export const confidence = z.enum(["low", "medium", "high"]);
export type Confidence = z.infer<typeof confidence>;

export const completionTrigger = z.enum(["typing", "explicit", "cycle", "restore"]);

/** The text around the cursor. `prefix` starts at the start of line `prefixLine`; both windows are cut by core/completion/window. */
export const completionPlace = z.object({
  path: z.string(),
  language: languageId,
  prefix: z.string().max(200_000),
  suffix: z.string().max(200_000),
  /** Zero-based line of the document at which `prefix` begins. */
  prefixLine: z.int().nonnegative(),
  position,
});
export type CompletionPlace = z.infer<typeof completionPlace>;

export const completionMetrics = z.object({
  model: z.object({ id: z.string(), name: z.string(), sha256 }),
  promptHash: sha256,
  promptTokens: z.int(),
  reusedTokens: z.int(),
  generatedTokens: z.int(),
  firstTokenMs: z.number(),
  totalMs: z.number(),
  /** Host time outside the model call: prompt, postprocess, gate. */
  overheadMs: z.number(),
  fromCache: z.boolean(),
});
export type CompletionMetrics = z.infer<typeof completionMetrics>;

export const suggestion = z.object({
  id: z.string(),
  /** What is inserted at the cursor. */
  text: z.string(),
  /** False while the model is still writing: the first line is whole, more may follow by `completion.didExtend`. */
  complete: z.boolean(),
  /** The model stopped in the middle of this text (it crashed, or was ended): what it had written is kept. */
  interrupted: z.boolean().optional(),
  confidence,
  /** Geometric mean of the tokens' probabilities, 0–1. */
  probability: z.number(),
  verdict,
  metrics: completionMetrics,
});
export type Suggestion = z.infer<typeof suggestion>;

export const completionResult = z.discriminatedUnion("kind", [
  z.object({ kind: z.literal("suggestion"), suggestion }),
  /** The gate blocked it: to be shown struck and with its reason, never as acceptable. */
  z.object({ kind: z.literal("blocked"), suggestion }),
  z.object({ kind: z.literal("nothing"), why: z.string() }),
]);
export type CompletionResult = z.infer<typeof completionResult>;

export const completionRequests = {
  "completion.request": request(
    z.object({
      place: completionPlace,
      trigger: completionTrigger,
      /** 0 is the greedy one; n > 0 asks for the n-th different alternative at the same place. */
      alternative: z.int().nonnegative().max(8),
    }),
    completionResult,
  ),
};
export const completionSignals = {
  /** The cursor settled or a file opened: let the model read the prompt before it is asked. */
  "completion.prefill": z.object({ place: completionPlace }),
};
export const completionEvents = {
  /** The rest of a suggestion whose first line was answered already, gated as a whole. Same id. */
  "completion.didExtend": z.object({ result: completionResult }),
};
