import type { StopCause } from "../contract/run.ts";

/** How a sandboxed program ended. */
export type SandboxEnd =
  /** 128 + the signal's number when a signal ended it. */
  { readonly kind: "exited"; readonly code: number } | { readonly kind: "stopped"; readonly by: StopCause };

export interface SandboxExit {
  readonly end: SandboxEnd;
  /** What it sent over the report channel, cut at the channel's bound. */
  readonly report: string;
  /** The last of what it printed, both streams in the order they were written; at most 64 KiB. */
  readonly output: string;
  readonly milliseconds: number;
}
