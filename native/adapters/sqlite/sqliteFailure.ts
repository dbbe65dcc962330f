import { fail, ok, type Result } from "../../../core/base/result.ts";
import { type Failure, failureOf } from "../../../core/contract/failure.ts";

/** SQLite's own result code ("SQLITE_FULL", "SQLITE_IOERR_WRITE", …), or undefined for any other error. */
export function sqliteCode(error: unknown): string | undefined {
  if (!(error instanceof Error) || !("code" in error)) return undefined;
  return typeof error.code === "string" && error.code.startsWith("SQLITE_") ? error.code : undefined;
}

export function isDamage(error: unknown): boolean {
  const code = sqliteCode(error);
  return code !== undefined && (code.startsWith("SQLITE_CORRUPT") || code.startsWith("SQLITE_NOTADB"));
}

/** Runs database work; SQLite's refusals become failures, anything else is a bug and is thrown on. */
export function guarded<T>(what: string, work: () => T): Result<T, Failure> {
  try {
    return ok(work());
  } catch (error) {
    const failure = sqliteFailure(what, error);
    if (failure === undefined) throw error;
    return fail(failure);
  }
}

function sqliteFailure(what: string, error: unknown): Failure | undefined {
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
      "ledgerUnavailable",
      `The ${what} is damaged. Restart Airlock: it sets the damaged file aside and starts a fresh one.`,
      detail,
    );
  if (code.startsWith("SQLITE_BUSY"))
    return failureOf(
      "ledgerUnavailable",
      `Another Airlock kept the ${what} busy for too long. Try again.`,
      detail,
    );
  return failureOf("ledgerUnavailable", `The ${what} could not be used (${code}). Try again.`, detail);
}
