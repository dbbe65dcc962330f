import { createHash } from "node:crypto";
import { accessSync, constants, mkdirSync, readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fail, ok, type Result } from "../../../core/base/result.ts";
import type { SigningKey } from "./signingKey.ts";

/**
 * Makes the folder, or takes an empty one that may be written. One that holds something is refused: no report is ever
 * written over.
 */
export function makeReportFolder(folder: string): Result<undefined, string> {
  try {
    mkdirSync(folder, { recursive: true });
    if (readdirSync(folder).length > 0)
      return fail(`${folder} is not empty. Name a new folder: --report FOLDER.`);
    // Now, and not after a session of minutes.
    accessSync(folder, constants.W_OK);
    return ok(undefined);
  } catch (error) {
    return fail(
      `No report can be written to ${folder} (${error instanceof Error ? error.message : String(error)}). Name another: --report FOLDER.`,
    );
  }
}

/**
 * Writes the report's files, then report.sha256 over all of them in the form of sha256sum, then its signature where there
 * is a key.
 */
export function writeReportFolder(
  folder: string,
  files: Readonly<Record<string, string>>,
  key: SigningKey | undefined,
): Result<undefined, string> {
  try {
    const list = Object.entries(files)
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([name, text]) => {
        writeFileSync(join(folder, name), text, { flag: "wx" });
        return `${createHash("sha256").update(text).digest("hex")}  ${name}\n`;
      })
      .join("");
    writeFileSync(join(folder, "report.sha256"), list, { flag: "wx" });
    if (key !== undefined)
      writeFileSync(join(folder, "report.sha256.sig"), key.sign(Buffer.from(list)), { flag: "wx" });
    return ok(undefined);
  } catch (error) {
    return fail(
      `The report could not be written (${error instanceof Error ? error.message : String(error)}).`,
    );
  }
}
