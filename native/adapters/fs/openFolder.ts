import { constants } from "node:fs";
import { type FileHandle, open, readlink } from "node:fs/promises";
import { join, sep } from "node:path";
import { Refusal } from "./refusal.ts";

const onLinux = process.platform === "linux";

/** Whether `path` is `folder` or lies in it; `/ws-evil` does not lie in `/ws`. Both absolute and free of links. */
export function isInside(folder: string, path: string): boolean {
  return path === folder || path.startsWith(folder.endsWith(sep) ? folder : folder + sep);
}

/**
 * A folder held open, so that what is done in it is done in this very folder even if a link is put in its place.
 * Linux reaches an open folder's entries by /proc/self/fd, as openat(2) would; elsewhere the checked path has to do.
 */
export class OpenFolder {
  readonly #handle: FileHandle | undefined;
  readonly #root: string;
  readonly #path: string;

  private constructor(handle: FileHandle | undefined, root: string, path: string) {
    this.#handle = handle;
    this.#root = root;
    this.#path = path;
  }

  /** `realPath` and `root` come from realpath. Throws a Refusal when what was opened is not inside `root`. */
  static async open(root: string, realPath: string): Promise<OpenFolder> {
    if (!isInside(root, realPath)) throw outside();
    if (!onLinux) return new OpenFolder(undefined, root, realPath);
    const flags = constants.O_RDONLY | constants.O_DIRECTORY | constants.O_NOFOLLOW;
    const folder = new OpenFolder(await open(realPath, flags), root, realPath);
    try {
      await folder.verify();
    } catch (error) {
      await folder.close();
      throw error;
    }
    return folder;
  }

  /** The path by which this folder itself is reached. */
  get path(): string {
    return this.#handle === undefined ? this.#path : `/proc/self/fd/${this.#handle.fd}`;
  }

  /** The path by which an entry is reached. `name` is one path part. */
  entry(name: string): string {
    return join(this.path, name);
  }

  /** Asks the kernel where the open folder lies now. */
  async verify(): Promise<void> {
    if (this.#handle === undefined) return;
    if (!isInside(this.#root, await readlink(this.path))) throw outside();
  }

  async sync(): Promise<void> {
    await this.#handle?.sync();
  }

  async close(): Promise<void> {
    await this.#handle?.close();
  }
}

export function outside(): Refusal {
  return new Refusal(
    "outsideWorkspace",
    "This path leads out of the workspace by a link, so Airlock leaves it alone.",
  );
}
