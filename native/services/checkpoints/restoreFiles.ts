import { fail, ok, type Result } from "../../../core/base/result.ts";
import type { CheckpointChange } from "../../../core/contract/checkpoints.ts";
import { type Failure, failureOf } from "../../../core/contract/failure.ts";
import type { Disk } from "../files/disk.ts";
import type { Checkpoint, CheckpointStore, FileScanner, FileState } from "./checkpointStore.ts";

export type RestoreDisk = Pick<Disk, "read" | "write" | "createFolder" | "trash">;

export interface Restored {
  readonly count: number;
  readonly failed: readonly { readonly path: string; readonly reason: string }[];
}

interface RestoreRequest {
  readonly checkpoint: Checkpoint;
  readonly changes: readonly CheckpointChange[];
  /** What was kept of the files as they are now: nothing else is overwritten. */
  readonly kept: ReadonlyMap<string, FileState>;
  readonly disk: RestoreDisk;
  readonly store: Pick<CheckpointStore, "bytes">;
  readonly scanner: Pick<FileScanner, "idOf">;
  readonly signal: AbortSignal;
}

const largestRead = 64 * 1024 * 1024;
/** So much is held in memory at once. */
const batchBytes = 32 * 1024 * 1024;

/** Through the workspace's disk, file by file: whole or not at all. What fails is named and left as it is. */
export async function restoreFiles(request: RestoreRequest): Promise<Result<Restored, Failure>> {
  const { checkpoint, changes, store, signal } = request;
  const failed: { path: string; reason: string }[] = [];
  const note = (path: string, done: Result<unknown, Failure>): void => {
    if (!done.ok) failed.push({ path, reason: done.error.message });
  };
  // What was added goes first: it may stand where a folder has to be.
  for (const { path, change } of changes) {
    if (signal.aborted) return fail(failureOf("cancelled", "Stopped. Some files were restored already."));
    if (change === "added") note(path, await trash(path, request));
  }
  const wanted = changes.flatMap(({ path, change }) => {
    const file = checkpoint.files.get(path);
    return file === undefined || change === "added" ? [] : [{ ...file, change }];
  });
  for (const batch of batches(wanted)) {
    if (signal.aborted) return fail(failureOf("cancelled", "Stopped. Some files were restored already."));
    const bytes = await store.bytes(
      batch.map(({ id }) => id),
      signal,
    );
    if (!bytes.ok) return bytes;
    for (const file of batch) {
      const own = bytes.value.get(file.id);
      const done =
        own === undefined
          ? fail(failureOf("notFound", "Its bytes are not kept any more."))
          : await write(file, own, request);
      note(file.path, done);
    }
  }
  return ok({ count: changes.length - failed.length, failed });
}

async function trash(path: string, { disk, kept }: RestoreRequest): Promise<Result<unknown, Failure>> {
  if (!kept.has(path)) return fail(tooLargeToKeep());
  return disk.trash(path);
}

async function write(
  { path, mode, change }: FileState & { readonly change: CheckpointChange["change"] },
  bytes: Buffer,
  { disk, kept, scanner }: RestoreRequest,
): Promise<Result<unknown, Failure>> {
  const now = await disk.read(path, largestRead);
  if (change === "deleted") {
    if (now.ok) return fail(failureOf("alreadyExists", "Something else stands there now."));
    if (now.error.code !== "notFound" && now.error.code !== "notADirectory") return now;
    const folder = path.slice(0, Math.max(0, path.lastIndexOf("/")));
    if (folder !== "") {
      const made = await disk.createFolder(folder);
      if (!made.ok && made.error.code !== "alreadyExists") return made;
    }
    return disk.write(path, bytes, undefined, mode);
  }
  if (!now.ok) return now;
  const known = kept.get(path);
  if (known === undefined) return fail(tooLargeToKeep());
  if (known.id !== scanner.idOf(now.value.bytes))
    return fail(failureOf("conflict", "It was changed while files were restored."));
  return disk.write(path, bytes, now.value.etag, mode);
}

function tooLargeToKeep(): Failure {
  return failureOf("tooLarge", "It is too large to be kept first, and would be lost.");
}

function batches<T extends { readonly size: number }>(files: readonly T[]): readonly (readonly T[])[] {
  const all: T[][] = [];
  let bytes = 0;
  for (const file of files) {
    const last = all.at(-1);
    if (last === undefined || bytes + file.size > batchBytes) {
      all.push([file]);
      bytes = file.size;
    } else {
      last.push(file);
      bytes += file.size;
    }
  }
  return all;
}
