import { createHash } from "node:crypto";
import { createReadStream } from "node:fs";
import { stat } from "node:fs/promises";
import { fail, ok, type Result } from "../../../core/base/result.ts";
import { type Failure, failureOf } from "../../../core/contract/failure.ts";

/** What tells two states of a file apart without reading it. */
export interface FileStamp {
  readonly size: number;
  readonly modifiedMs: number;
}

/** Failures: "notFound", "notAFile". */
export async function stampFile(file: string): Promise<Result<FileStamp, Failure>> {
  try {
    const found = await stat(file);
    if (!found.isFile()) return fail(failureOf("notAFile", `${file} is not a regular file.`));
    return ok({ size: found.size, modifiedMs: found.mtimeMs });
  } catch {
    return fail(failureOf("notFound", `There is no file ${file} any more, or it may not be read.`));
  }
}

/** sha256 in hex, read as a stream. Failures: "notFound", "notAFile". */
export async function hashFile(file: string): Promise<Result<string, Failure>> {
  const stamp = await stampFile(file);
  if (!stamp.ok) return stamp;
  try {
    const hash = createHash("sha256");
    for await (const chunk of createReadStream(file, { highWaterMark: 1024 * 1024 })) hash.update(chunk);
    return ok(hash.digest("hex"));
  } catch {
    return fail(failureOf("notFound", `${file} could not be read to its end.`));
  }
}
