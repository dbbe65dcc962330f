import { fail, ok, type Result } from "../../../core/base/result.ts";
import { type Failure, type FailureCode, failureOf } from "../../../core/contract/failure.ts";

/** SQLite's own result code ("SQLITE_FULL", "SQLITE_IOERR_WRITE", …), or undefined for any other error. */
export function sqliteCode(error: unknown): string | undefined {
  if (!(error instanceof Error) || !("code" in error)) return undefined;
  return typeof error.code === "string" && error.code.startsWith("SQLITE_") ? error.code : undefined;
}

export function isDamage(error: unknown): boolean {
  const code = sqliteCode(error);
  return code !== undefined && (code.startsWith("SQLITE_CORRUPT") || code.startsWith("SQLITE_NOTADB"));
}

/**
 * Runs database work; SQLite's refusals become failures, anything else is a bug and is thrown on. `code` is that of a
 * database which cannot be used at all.
 */
export function guarded<T>(
  what: string,
  work: () => T,
  code: "ledgerUnavailable" | "unavailable" = "ledgerUnavailable",
): Result<T, Failure> {
  try {
    return ok(work());
  } catch (error) {
    const failure = sqliteFailure(what, error, code);
    if (failure === undefined) throw error;
    return fail(failure);
  }
}

function sqliteFailure(what: string, error: unknown, unusable: FailureCode): Failure | undefined {
  const code = sqliteCode(error);
  if (code === undefined) return undefined;
  const detail = { sqlite: code };
  if (code.startsWith("SQLITE_FULL"))
    return failureOf(
      "diskFull",
      `The ${what} could not be written: the disk is full. Free some space and try again.`,
      detail,
    );
  if (code.startsWith("SQLITE_READONLY") || code.startsWith("SQLITE_PERM"))
    return failureOf("readOnly", `The ${what} cannot be written: it is open for reading only.`, detail);
  if (isDamage(error))
    return failureOf(
      unusable,
      `The ${what} is damaged. Restart Airlock: it sets the damaged file aside and starts a fresh one.`,
      detail,
    );
  if (code.startsWith("SQLITE_BUSY"))
    return failureOf(unusable, `Another Airlock kept the ${what} busy for too long. Try again.`, detail);
  return failureOf(unusable, `The ${what} could not be used (${code}). Try again.`, detail);
}
