import { z } from "zod";
import { alternative, factGroup } from "../contract/assistant.ts";

const readableAlternative = alternative
  .pick({
    code: true,
    explanation: true,
    confidence: true,
    tests: true,
    size: true,
    origin: true,
    interrupted: true,
  })
  .extend({
    edit: z.object({ path: z.string(), language: z.string() }).optional(),
    verdict: alternative.shape.verdict.pick({ outcome: true, reason: true }),
  });
export type ReadableAlternative = z.infer<typeof readableAlternative>;

/** What a person reads of a kept answer; its texts are told in full, unlike those of the files around them. */
const readable = z.discriminatedUnion("kind", [
  z.object({
    kind: z.literal("answer"),
    answer: z.object({
      explanation: z.string(),
      notice: z.string(),
      environment: z.string(),
      alternatives: z.array(readableAlternative),
      facts: z.array(factGroup),
    }),
  }),
  z.object({ kind: z.literal("partial"), texts: z.array(z.string()), reason: z.string() }),
]);
export type ReadableAnswer = z.infer<typeof readable>;

/** undefined for what is no answer of the assistant's. */
export function readableAnswer(value: unknown): ReadableAnswer | undefined {
  const read = readable.safeParse(value);
  return read.success ? read.data : undefined;
}
