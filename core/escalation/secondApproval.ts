import { z } from "zod";

/** The file that a second approver reads and signs: the request, and where it would go. */
export const approvalFile = z.strictObject({
  airlock: z.literal("escalation request 1"),
  /** "host:port, host:port": all that may be connected to for it. */
  destination: z.string().min(1).max(4096),
  model: z.string().max(200),
  retention: z.string().max(1000),
  /** To the byte. */
  body: z.string().min(1),
});
export type ApprovalFile = z.infer<typeof approvalFile>;

/** What an approver signs: words that no other signature of theirs would be made over, where it goes, and its hash. */
export function approvedWords({
  destination,
  hash,
}: {
  readonly destination: string;
  readonly hash: string;
}): string {
  return `airlock escalation approval 1\n${destination}\n${hash}\n`;
}
