import type { CheckpointChange } from "../../../core/contract/checkpoints.ts";
import type { Checkpoint, FileState, ScannedFile, ScannedFiles } from "./checkpointStore.ts";

/** The system's clock of files may be this far behind; milliseconds. */
const clockSlack = 50;

/**
 * What happened to files since a checkpoint, by path. `now` holds all that is listed today and what of the checkpoint's
 * files is still there. A file that was there before the checkpoint and is not in it (it was ignored then) was not added.
 */
export function compareFiles(checkpoint: Checkpoint, now: ScannedFiles): readonly CheckpointChange[] {
  const changes: CheckpointChange[] = [];
  const tooLarge = new Set(now.tooLarge);
  const deleted = new Set<string>();
  for (const { path, id, mode } of checkpoint.files.values()) {
    const current = now.files.get(path);
    if (current === undefined && !tooLarge.has(path)) {
      changes.push({ path, change: "deleted" });
      deleted.add(id);
    } else if (current?.id !== id || current.mode !== mode) changes.push({ path, change: "changed" });
  }
  const wasTooLarge = new Set(checkpoint.tooLarge);
  // A folder that was moved takes its files along without touching them.
  const isNew = ({ changedAt, id }: ScannedFile): boolean =>
    changedAt >= checkpoint.at - clockSlack || deleted.has(id);
  for (const file of now.files.values())
    if (!checkpoint.files.has(file.path) && !wasTooLarge.has(file.path) && isNew(file))
      changes.push({ path: file.path, change: "added" });
  return changes.sort((one, other) => (one.path < other.path ? -1 : 1));
}

/** Whether both have the same files with the same bytes and modes. */
export function isSame(before: ReadonlyMap<string, FileState>, now: ReadonlyMap<string, FileState>): boolean {
  if (before.size !== now.size) return false;
  for (const { path, id, mode } of now.values()) {
    const old = before.get(path);
    if (old?.id !== id || old.mode !== mode) return false;
  }
  return true;
}
