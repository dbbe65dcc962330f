import { z } from "zod";
import { workspacePath } from "./common.ts";
import { request } from "./define.ts";

/** "none": nothing has been run yet. */
const padKernelState = z.enum(["none", "starting", "idle", "busy", "dead"]);

export const padKernel = z.object({
  state: padKernelState,
  /** "Python 3.11 (ipykernel)"; empty while there is none. */
  title: z.string(),
  /** One sentence: why it is dead, why it is the bundled one. Empty where there is nothing to say. */
  detail: z.string(),
});
export type PadKernel = z.infer<typeof padKernel>;

const mimeBundle = z.record(z.string(), z.unknown());

export const shownOutput = z.discriminatedUnion("kind", [
  z.object({
    kind: z.literal("text"),
    name: z.enum(["stdout", "stderr"]),
    text: z.string(),
    /** Characters that were left out of its middle. */
    left: z.int(),
  }),
  z.object({
    kind: z.literal("rich"),
    data: mimeBundle,
    metadata: z.record(z.string(), z.unknown()),
    /** Of a result, its number. */
    executionCount: z.int().nullable(),
  }),
  z.object({
    kind: z.literal("error"),
    name: z.string(),
    value: z.string(),
    /** With ANSI colours. */
    traceback: z.array(z.string()),
  }),
]);

export const padRun = z.object({
  /** As the page names it; another run of the same cell takes its place. */
  cell: z.string().max(64),
  /** Counts up with every run of the pad's kernel. */
  order: z.int(),
  /** Lost: the kernel ended, or was restarted, before it had run. */
  status: z.enum(["waiting", "running", "ok", "error", "aborted", "lost"]),
  /** What ran. */
  code: z.string(),
  startedAt: z.number().optional(),
  milliseconds: z.number().optional(),
  executionCount: z.int().nullable(),
  outputs: z.array(shownOutput),
  /** Outputs that were too many or too large to be kept. */
  dropped: z.int(),
});
export type PadRun = z.infer<typeof padRun>;

export const cellFreshness = z.discriminatedUnion("kind", [
  z.object({ kind: z.literal("notRun") }),
  z.object({ kind: z.literal("fresh") }),
  z.object({ kind: z.literal("edited") }),
  /** A name that it reads has another value since, from this cell. */
  z.object({ kind: z.literal("stale"), name: z.string(), from: z.string() }),
]);

const longestCode = 4 * 1024 * 1024;
const cell = z.object({ id: z.string().min(1).max(64), code: z.string().max(longestCode) });
const pad = z.object({ pad: workspacePath });

export const scratchRequests = {
  /** What the pad's kernel is doing and what its cells show; finds a kernel that an earlier host has left running. */
  "scratch.open": request(pad, z.object({ kernel: padKernel, runs: z.array(padRun) })),
  /** Puts cells behind what runs, in this order; starts a kernel where there is none. Answers once they wait. */
  "scratch.run": request(pad.extend({ cells: z.array(cell).min(1).max(2000) }), z.object({})),
  "scratch.interrupt": request(pad, z.object({})),
  /** A new memory; what was shown stays. */
  "scratch.restart": request(pad, z.object({})),
  "scratch.stop": request(pad, z.object({})),
  /** What the code asks for with input(); absent: there is none. */
  "scratch.answer": request(pad.extend({ value: z.string().max(100_000).optional() }), z.object({})),
  /** Which cells show what the pad no longer says; `cells` are all code cells, from above to below. */
  "scratch.freshness": request(
    pad.extend({ cells: z.array(cell).max(2000) }),
    z.object({
      cells: z.array(z.object({ id: z.string(), freshness: cellFreshness })),
      /** What "run what is stale" would run. */
      toRun: z.array(z.string()),
    }),
  ),
};

export const scratchEvents = {
  /** The kernel's state, or runs that have changed: whole ones. */
  "scratch.didChange": pad.extend({ kernel: padKernel.optional(), runs: z.array(padRun).optional() }),
  "scratch.didAsk": pad.extend({ prompt: z.string(), isPassword: z.boolean() }),
};
