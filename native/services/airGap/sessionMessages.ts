import { z } from "zod";
import { attempt, evidence, plantedLeak, sessionStep } from "../../../core/airGap/airGapReport.ts";

/** What the doctor tells the session that it starts in the empty network. All paths are absolute. */
export const sessionOrder = z.object({
  /** A folder of the session's own: workspace, home and temporary files are made in it. */
  folder: z.string(),
  planted: plantedLeak.optional(),
  /** The network namespace that the doctor itself is in, as the kernel names it. */
  outerNetwork: z.string(),
  /** <home>/tools of the person, where they have installed tools of other people. */
  tools: z.string().optional(),
});
export type SessionOrder = z.infer<typeof sessionOrder>;

/** What the session tells, one JSON document a line. */
export const sessionMessage = z.discriminatedUnion("kind", [
  z.object({ kind: z.literal("step"), step: sessionStep }),
  z.object({
    kind: z.literal("end"),
    kernel: evidence.shape.kernel,
    guard: evidence.shape.guard,
    attempts: z.array(attempt),
    leftBehind: evidence.shape.leftBehind,
  }),
]);
export type SessionMessage = z.infer<typeof sessionMessage>;
export type SessionEnd = Extract<SessionMessage, { readonly kind: "end" }>;
