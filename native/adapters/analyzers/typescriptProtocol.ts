import { z } from "zod";
import { typescriptComplaint } from "../../../core/gate/hallucination/typescriptFindings.ts";

/** What the host asks of the TypeScript process. */
export const toTypescript = z.object({
  id: z.int(),
  /** Absolute. */
  file: z.string(),
  text: z.string(),
  /** Only what touches this part is looked into. */
  start: z.int(),
  end: z.int(),
});
export type ToTypescript = z.infer<typeof toTypescript>;

export const fromTypescript = z.union([
  z.object({ id: z.int(), complaints: z.array(typescriptComplaint) }),
  z.object({ id: z.int(), failure: z.string() }),
]);
