import { mkdir, readdir, rename, unlink } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import { fail, ok, type Result } from "../../../core/base/result.ts";
import { type Failure, failureOf } from "../../../core/contract/failure.ts";
import { readPlainFile } from "./diskFile.ts";
import { guarded } from "./refusal.ts";
import { removeStaleTemps, replaceFile } from "./replaceFile.ts";

/** Far above anything Airlock keeps in such a file; a larger one is not ours. */
const limit = 96 * 1024 * 1024;

/** Small UTF-8 files below one folder (Airlock's home), each written whole or not at all. Names are ours, never a page's. */
export class HomeFiles {
  readonly #folder: string;

  constructor(folder: string) {
    this.#folder = folder;
  }

  /** Absolute, for sentences. */
  pathOf(name: string): string {
    return join(this.#folder, name);
  }

  /** undefined when there is no such file. */
  async read(name: string): Promise<Result<string | undefined, Failure>> {
    const read = await guarded(this.pathOf(name), async () =>
      ok((await readPlainFile(this.pathOf(name), this.pathOf(name), limit)).bytes.toString("utf8")),
    );
    return !read.ok && read.error.code === "notFound" ? ok(undefined) : read;
  }

  async write(name: string, text: string): Promise<Result<void, Failure>> {
    const path = this.pathOf(name);
    return guarded(path, async () => {
      const folder = dirname(path);
      await mkdir(folder, { recursive: true, mode: 0o700 });
      await replaceFile({
        folder,
        name: basename(path),
        bytes: Buffer.from(text, "utf8"),
        keep: undefined,
        mustBeNew: false,
      });
      await removeStaleTemps(folder);
      return ok(undefined);
    });
  }

  /** Fine when the file is not there. */
  async remove(name: string): Promise<Result<void, Failure>> {
    const removed = await guarded(this.pathOf(name), async () => ok(await unlink(this.pathOf(name))));
    return !removed.ok && removed.error.code === "notFound" ? ok(undefined) : removed;
  }

  /** Renames a file that cannot be used to `<name>.corrupt` (…2, 3), and answers the new name. */
  async setAside(name: string): Promise<Result<string, Failure>> {
    return guarded(this.pathOf(name), async () => {
      const siblings = new Set(await readdir(dirname(this.pathOf(name))));
      for (let attempt = 1; attempt < 1000; attempt += 1) {
        const aside = `${name}.corrupt${attempt === 1 ? "" : attempt}`;
        if (siblings.has(basename(aside))) continue;
        await rename(this.pathOf(name), this.pathOf(aside));
        return ok(aside);
      }
      return fail(
        failureOf(
          "unavailable",
          `Too many damaged copies of ${this.pathOf(name)}. Remove those that end in .corrupt.`,
        ),
      );
    });
  }

  /** Names of the files in a folder below; empty when there is none. */
  async list(folder: string): Promise<Result<readonly string[], Failure>> {
    const listed = await guarded(this.pathOf(folder), async () => ok(await readdir(this.pathOf(folder))));
    if (listed.ok) return ok(listed.value.map((name) => `${folder}/${name}`));
    return listed.error.code === "notFound" ? ok([]) : listed;
  }
}
