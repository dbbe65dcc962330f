import { fail, ok, type Result } from "../../../core/base/result.ts";
import { type Failure, failureOf } from "../../../core/contract/failure.ts";
import type { TextFormat } from "../../../core/contract/files.ts";
import type { HostConnection } from "../../transport/hostConnection.ts";
import { folderOf } from "./resource.ts";

/** Writes a file that must not exist yet, with the folders above it. Fails with "alreadyExists" when the name is taken. */
export async function writeNewFile(
  host: HostConnection,
  path: string,
  text: string,
  format: TextFormat,
): Promise<Result<undefined, Failure>> {
  const folder = folderOf(path);
  if (folder !== "") {
    const made = await host.request("files.createFolder", { path: folder });
    if (!made.ok && made.error.code !== "alreadyExists") return made;
  }
  const written = await host.request("files.write", { path, text, format });
  if (written.ok) return ok(undefined);
  if (written.error.code !== "conflict") return written;
  return fail(failureOf("alreadyExists", `${path} exists already. Choose another name.`));
}
