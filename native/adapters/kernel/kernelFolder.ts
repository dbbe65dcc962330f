import { createHash } from "node:crypto";
import { lstatSync, mkdirSync } from "node:fs";
import { userInfo } from "node:os";
import { join } from "node:path";
import { fail, ok, type Result } from "../../../core/base/result.ts";
import { type Failure, failureOf } from "../../../core/contract/failure.ts";

/** A socket's path holds 107 bytes on Linux and 103 on macOS; "k-5" and a separator come behind the folder's. */
const longestFolder = 96;

/**
 * Where a pad's kernel has its sockets: below the account's own runtime folder, for this account alone.
 * @param bases where it may be, the best first: those whose path is too long are passed over
 * @param key tells this pad from every other of the machine
 */
export function kernelFolder(bases: readonly string[], key: string): Result<string, Failure> {
  const name = createHash("sha256").update(key).digest("hex").slice(0, 16);
  const owns = bases.map((base) => join(base, `airlock-${userInfo().uid}`));
  const own = owns.find((folder) => Buffer.byteLength(join(folder, name)) <= longestFolder);
  if (own === undefined)
    return fail(
      failureOf(
        "invalidPath",
        `${bases.join(" and ")} are too long a path for a kernel's sockets. Set XDG_RUNTIME_DIR to a shorter one.`,
      ),
    );
  try {
    mkdirSync(own, { recursive: true, mode: 0o700 });
    const folder = lstatSync(own);
    const isOwn = folder.isDirectory() && folder.uid === userInfo().uid && (folder.mode & 0o077) === 0;
    if (isOwn || process.platform === "win32") return ok(join(own, name));
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    return fail(failureOf("unavailable", `${own} cannot be made (${why}).`));
  }
  // In a folder that all may write, somebody else may have been first.
  return fail(
    failureOf(
      "unavailable",
      `${own} is not this account's alone. Remove it, or set XDG_RUNTIME_DIR to a folder of your own.`,
    ),
  );
}
