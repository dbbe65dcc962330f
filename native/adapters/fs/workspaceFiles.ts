import { createHash } from "node:crypto";
import { type BigIntStats, constants } from "node:fs";
import { lstat, open } from "node:fs/promises";
import { join } from "node:path";
import { fail, ok, type Result } from "../../../core/base/result.ts";
import { type Failure, failureOf } from "../../../core/contract/failure.ts";

interface NamedFile {
  readonly path: string;
  /** Permission bits. */
  readonly mode: number;
  /** Of its bytes, as git names them. */
  readonly id: string;
  /** Milliseconds since 1970. */
  readonly changedAt: number;
}

interface Known {
  /** Differs as soon as the file was written, replaced or changed in mode; undefined while that is not sure. */
  readonly stamp: string | undefined;
  readonly id: string;
}

interface Scanned {
  readonly files: ReadonlyMap<string, NamedFile>;
  readonly tooLarge: readonly string[];
}

const atOnce = 32;
/** A file may be written twice within what its clock can tell apart: so young, it is read again. Milliseconds. */
const unsettled = 2000;

/** The workspace's plain files by the names of their bytes. Links are not followed, and nothing is written. */
export class WorkspaceFiles {
  readonly #root: string;
  #known = new Map<string, Known>();

  constructor(root: string) {
    this.#root = root;
  }

  async scan(
    paths: readonly string[],
    limit: number,
    signal: AbortSignal,
  ): Promise<Result<Scanned, Failure>> {
    const files = new Map<string, NamedFile>();
    const tooLarge: string[] = [];
    const known = new Map<string, Known>();
    for (let start = 0; start < paths.length; start += atOnce) {
      if (signal.aborted) return fail(failureOf("cancelled", "Cancelled."));
      const some = paths.slice(start, start + atOnce);
      const found = await Promise.all(some.map((path) => this.#look(path, limit)));
      for (const [index, path] of some.entries()) {
        const one = found[index];
        if (one === "tooLarge") tooLarge.push(path);
        else if (one !== undefined) {
          files.set(path, one.file);
          known.set(path, one.known);
        }
      }
    }
    // A few paths looked at in between leave what is known of the others.
    this.#known = known.size * 2 < this.#known.size ? new Map([...this.#known, ...known]) : known;
    return ok({ files, tooLarge });
  }

  async read(
    path: string,
    limit: number,
  ): Promise<{ readonly id: string; readonly bytes: Buffer } | undefined> {
    const read = await this.#read(path, limit);
    return read === undefined ? undefined : { id: this.idOf(read.bytes), bytes: read.bytes };
  }

  idOf(bytes: Uint8Array): string {
    return createHash("sha1").update(`blob ${bytes.length}\0`).update(bytes).digest("hex");
  }

  async #look(
    path: string,
    limit: number,
  ): Promise<{ readonly file: NamedFile; readonly known: Known } | "tooLarge" | undefined> {
    const stat = await lstat(join(this.#root, path), { bigint: true }).catch(() => undefined);
    if (stat === undefined || !stat.isFile()) return undefined;
    if (stat.size > BigInt(limit)) return "tooLarge";
    const known = this.#known.get(path);
    if (known !== undefined && known.stamp === stampOf(stat))
      return { file: fileOf(path, stat, known.id), known };
    const now = Date.now();
    const read = await this.#read(path, limit);
    if (read === undefined) return undefined;
    const id = this.idOf(read.bytes);
    const settled = now - Math.max(Number(read.stat.mtimeMs), Number(read.stat.ctimeMs)) > unsettled;
    return {
      file: fileOf(path, read.stat, id),
      known: { stamp: settled ? stampOf(read.stat) : undefined, id },
    };
  }

  /** `stat` is of before it was read, so that a change meanwhile shows next time. */
  async #read(
    path: string,
    limit: number,
  ): Promise<{ readonly stat: BigIntStats; readonly bytes: Buffer } | undefined> {
    // Neither a link that was put there since the listing nor a pipe without a writer may catch us.
    const flags = constants.O_RDONLY | (constants.O_NOFOLLOW ?? 0) | (constants.O_NONBLOCK ?? 0);
    const handle = await open(join(this.#root, path), flags).catch(() => undefined);
    if (handle === undefined) return undefined;
    try {
      const stat = await handle.stat({ bigint: true });
      if (!stat.isFile() || stat.size > BigInt(limit)) return undefined;
      const bytes = await handle.readFile();
      return bytes.length > limit ? undefined : { stat, bytes };
    } catch {
      return undefined;
    } finally {
      await handle.close();
    }
  }
}

function fileOf(path: string, stat: BigIntStats, id: string): NamedFile {
  return { path, id, mode: Number(stat.mode) & 0o777, changedAt: Number(stat.ctimeMs) };
}

function stampOf({ dev, ino, size, mode, mtimeNs, ctimeNs }: BigIntStats): string {
  return [dev, ino, size, mode, mtimeNs, ctimeNs].join(":");
}
