import { fail, type Result } from "../../../core/base/result.ts";
import { type Failure, type FailureCode, failureOf } from "../../../core/contract/failure.ts";

/** Carries a Failure out of the depth of a disk operation; `guarded` turns it, and Node's own errors, into a value. */
export class Refusal extends Error {
  readonly failure: Failure;

  constructor(code: FailureCode, message: string, data?: unknown) {
    super(message);
    this.failure = failureOf(code, message, data);
  }
}

/** Runs a disk operation; what can be expected of a disk comes back as a Failure that names `path`, the rest throws. */
export async function guarded<T>(
  path: string,
  run: () => Promise<Result<T, Failure>>,
): Promise<Result<T, Failure>> {
  try {
    return await run();
  } catch (error) {
    if (error instanceof Refusal) return fail(error.failure);
    const failure = failureFromErrno(error, path);
    if (failure === undefined) throw error;
    return fail(failure);
  }
}

export function errnoOf(error: unknown): string | undefined {
  return error instanceof Error && "code" in error && typeof error.code === "string" ? error.code : undefined;
}

/** The sentence for an operating system's refusal; undefined for an error that no disk gives. */
export function failureFromErrno(error: unknown, path: string): Failure | undefined {
  const shown = path === "" ? "The workspace folder" : path;
  switch (errnoOf(error)) {
    case "ENOENT":
      return failureOf("notFound", `${shown} does not exist any more. Refresh the explorer.`);
    case "EEXIST":
    case "ERR_FS_CP_EEXIST":
    case "ENOTEMPTY":
      return failureOf("alreadyExists", `${shown} exists already. Choose another name.`);
    case "ENOTDIR":
      return failureOf("notADirectory", `A part of ${shown} is not a folder.`);
    case "EISDIR":
      return failureOf("notAFile", `${shown} is a folder, not a file.`);
    case "ENXIO":
    case "ENODEV":
    case "ERR_FS_CP_FIFO_PIPE":
    case "ERR_FS_CP_SOCKET":
    case "ERR_FS_CP_UNKNOWN":
      return failureOf("notAFile", `${shown} is or holds a pipe, socket or device, not a file.`);
    case "ELOOP":
      return failureOf(
        "invalidPath",
        `${shown} leads through links that never end, or that changed meanwhile.`,
      );
    case "EINVAL":
    case "ERR_FS_CP_EINVAL":
    case "EILSEQ":
    case "ERR_INVALID_ARG_VALUE":
      return failureOf("invalidPath", `${shown} is not possible as a name or place on this disk.`);
    case "ENAMETOOLONG":
      return failureOf("invalidPath", `${shown} is longer than this disk allows. Choose a shorter name.`);
    case "ENOSPC":
    case "EDQUOT":
      return failureOf(
        "diskFull",
        `The disk is full: ${shown} was left as it was. Free some space and save again.`,
      );
    case "EROFS":
      return failureOf("readOnly", `${shown} lies on a read-only disk. Save it elsewhere.`);
    case "EACCES":
    case "EPERM":
      return failureOf("permission", `The system does not let Airlock use ${shown}. Check its permissions.`);
    case "EXDEV":
      return failureOf(
        "unavailable",
        `${shown} lies on another disk. Copy it there and delete the original.`,
      );
    case "EFBIG":
      return failureOf("tooLarge", `${shown} would be larger than this disk allows.`);
    case "EMFILE":
    case "ENFILE":
    case "EIO":
    case "EBUSY":
    case "ETXTBSY":
      return failureOf(
        "unavailable",
        `The system could not use ${shown} just now (${errnoOf(error)}). Try again.`,
      );
    default:
      return undefined;
  }
}
