import { z } from "zod";

/** What passes between the host and an embedding process. Both sides parse what they get. */

const id = z.int().nonnegative();

export const toEmbedding = z.discriminatedUnion("type", [
  z.object({ type: z.literal("load"), file: z.string(), threads: z.int().positive() }),
  z.object({
    type: z.literal("embed"),
    id,
    texts: z.array(z.string()),
    urgency: z.enum(["now", "background"]),
  }),
  z.object({ type: z.literal("cancel"), id }),
]);
export type ToEmbedding = z.infer<typeof toEmbedding>;

export const fromEmbedding = z.discriminatedUnion("type", [
  z.object({ type: z.literal("loaded"), dimensions: z.int().positive() }),
  z.object({ type: z.literal("loadFailed"), message: z.string() }),
  /** One more text is done: a sign of life. */
  z.object({ type: z.literal("working") }),
  z.object({ type: z.literal("done"), id, vectors: z.array(z.instanceof(Float32Array)) }),
  z.object({ type: z.literal("stopped"), id }),
  z.object({ type: z.literal("failed"), id, message: z.string() }),
]);
export type FromEmbedding = z.infer<typeof fromEmbedding>;
