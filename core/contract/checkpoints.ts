import { z } from "zod";
import { workspacePath } from "./common.ts";
import { request } from "./define.ts";

/** Names a checkpoint: a commit of Airlock's own repository. */
const checkpointId = z.string().regex(/^[0-9a-f]{40}$/);

export const checkpointChange = z.object({
  path: z.string(),
  /** What happened to the file since. */
  change: z.enum(["added", "changed", "deleted"]),
});
export type CheckpointChange = z.infer<typeof checkpointChange>;

export const checkpointRequests = {
  /**
   * Keeps the workspace's files as they lie on disk: neither ignored by git nor hidden, and none over 5 MB. Answers the
   * checkpoint before where nothing changed since. "toolMissing" without git.
   */
  "checkpoint.make": request(z.object({}), z.object({ id: checkpointId })),
  /** By path. "notFound" for a checkpoint that is not kept any more. */
  "checkpoint.compare": request(
    z.object({ id: checkpointId }),
    z.object({ changes: z.array(checkpointChange) }),
  ),
  /**
   * Gives these files, or all that changed, the bytes and modes they had; what was added since goes to the trash. What
   * was there before is kept as the checkpoint `undo`.
   */
  "checkpoint.restore": request(
    z.object({ id: checkpointId, paths: z.array(workspacePath).max(100_000).optional() }),
    z.object({
      undo: checkpointId,
      /** How many files are as they were. */
      count: z.int(),
      /** Those that were left alone, and why in a sentence each. */
      failed: z.array(z.object({ path: z.string(), reason: z.string() })),
    }),
  ),
};
