import { randomBytes } from "node:crypto";
import { constants } from "node:fs";
import { link, open, readdir, rename, unlink } from "node:fs/promises";
import { join } from "node:path";
import { errnoOf } from "./refusal.ts";

/** The moments between which a crash or a full disk can come; tests kill the process at each. */
export const replaceSteps = [
  "begun",
  "tempCreated",
  "tempWritten",
  "tempSynced",
  "renamed",
  "folderSynced",
] as const;
export type ReplaceStep = (typeof replaceSteps)[number];

export interface Replacement {
  /** The folder's path; a /proc/self/fd path keeps to an opened folder. */
  readonly folder: string;
  readonly name: string;
  readonly bytes: Uint8Array;
  /** Mode and owner of the file that is replaced; undefined leaves a new file to the umask. */
  readonly keep: { readonly mode: number; readonly uid: number; readonly gid: number } | undefined;
  /** Permission bits that it is to have instead. */
  readonly mode?: number | undefined;
  /** Fails with EEXIST instead of replacing. */
  readonly mustBeNew: boolean;
  /** Runs when the new bytes are safe beside the old: the last chance to refuse, by throwing. */
  readonly beforeRename?: () => Promise<void>;
  readonly onStep?: ((step: ReplaceStep) => void) | undefined;
}

const tempName = /^\.airlock-(\d+)-[0-9a-f]{12}\.tmp$/;

export function isTempName(name: string): boolean {
  return tempName.test(name);
}

/**
 * Puts a file's new bytes in place whole or not at all: a temporary file in the same folder, fsync, rename, fsync of
 * the folder. Throws Node's errors; the old file is then as it was and the temporary one gone.
 */
export async function replaceFile(replacement: Replacement): Promise<void> {
  const { folder, keep, mode = keep?.mode, onStep } = replacement;
  onStep?.("begun");
  const temp = join(folder, `.airlock-${process.pid}-${randomBytes(6).toString("hex")}.tmp`);
  const flags = constants.O_CREAT | constants.O_EXCL | constants.O_WRONLY | (constants.O_NOFOLLOW ?? 0);
  const handle = await open(temp, flags, mode === undefined ? 0o666 : 0o600);
  try {
    onStep?.("tempCreated");
    try {
      await handle.writeFile(replacement.bytes);
      if (process.platform !== "win32") {
        if (keep !== undefined) await handle.chown(keep.uid, keep.gid).catch(ignoreForeignOwner);
        if (mode !== undefined) await handle.chmod(mode & 0o7777);
      }
      onStep?.("tempWritten");
      await handle.sync();
      onStep?.("tempSynced");
    } finally {
      await handle.close();
    }
    await replacement.beforeRename?.();
    if (replacement.mustBeNew) await placeNew(temp, join(folder, replacement.name));
    else await rename(temp, join(folder, replacement.name));
  } catch (error) {
    await unlink(temp).catch(() => {});
    throw error;
  }
  onStep?.("renamed");
  await syncFolder(folder);
  onStep?.("folderSynced");
}

/** A hard link fails when the name is taken, which rename does not; disks without links get a plain rename. */
async function placeNew(temp: string, target: string): Promise<void> {
  try {
    await link(temp, target);
  } catch (error) {
    const code = errnoOf(error);
    if (code !== "EPERM" && code !== "ENOTSUP" && code !== "EOPNOTSUPP" && code !== "ENOSYS") throw error;
    const probe = await open(target, "wx");
    await probe.close();
    await rename(temp, target);
    return;
  }
  await unlink(temp);
}

/** Windows and some network disks cannot sync a folder; the rename itself is still whole there. */
async function syncFolder(folder: string): Promise<void> {
  try {
    const handle = await open(folder, constants.O_RDONLY);
    try {
      await handle.sync();
    } finally {
      await handle.close();
    }
  } catch (error) {
    const code = errnoOf(error);
    if (code !== "EISDIR" && code !== "EINVAL" && code !== "EPERM" && code !== "ENOTSUP" && code !== "EACCES")
      throw error;
  }
}

/** Only root may give a file away: someone else's file, saved by me, becomes mine, as with any editor. */
function ignoreForeignOwner(error: unknown): void {
  if (errnoOf(error) !== "EPERM") throw error;
}

/** Removes what a killed process left in a folder. A process that still runs keeps its files. */
export async function removeStaleTemps(folder: string): Promise<void> {
  for (const name of await readdir(folder)) {
    const owner = tempName.exec(name)?.[1];
    if (owner !== undefined && !isAlive(Number(owner))) await unlink(join(folder, name)).catch(() => {});
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return errnoOf(error) === "EPERM";
  }
}
