import type { Dirent } from "node:fs";
import { access, constants, lstat, mkdir, opendir, readlink, realpath, rename, stat } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import { fail, ok, type Result } from "../../../core/base/result.ts";
import { workspacePath } from "../../../core/contract/common.ts";
import { type Failure, failureOf } from "../../../core/contract/failure.ts";
import type { FileEntry } from "../../../core/contract/files.ts";
import { type DiskFile, etagOf, readDiskState, readPlainFile, readStamp } from "./diskFile.ts";
import { isInside, OpenFolder, outside } from "./openFolder.ts";
import { errnoOf, guarded, Refusal } from "./refusal.ts";
import { isTempName, type ReplaceStep, removeStaleTemps, replaceFile } from "./replaceFile.ts";
import { copyWhole, moveToTrash } from "./trash.ts";

export interface WorkspaceDiskOptions {
  /** The platform's data folder, in which the trash lies; tests put their own. */
  readonly dataFolder: string;
  /** Called at each step of a write. */
  readonly onStep?: (step: ReplaceStep) => void;
  /** Called between the check of a path and its use, where an attacker would swap a link. */
  readonly onChecked?: () => Promise<void>;
}

/** A name in a folder that is held open and known to lie in the workspace. */
interface Place {
  readonly folder: OpenFolder;
  readonly name: string;
  readonly at: string;
}

/**
 * The only way to the workspace's files. Every path is resolved through its links, and what leaves the workspace is
 * refused; the folder is then held open, so that a link swapped in afterwards changes nothing.
 */
export class WorkspaceDisk {
  readonly #root: string;
  readonly #options: WorkspaceDiskOptions;

  private constructor(root: string, options: WorkspaceDiskOptions) {
    this.#root = root;
    this.#options = options;
  }

  /** `root` is absolute and may itself be a link. */
  static async open(root: string, options: WorkspaceDiskOptions): Promise<Result<WorkspaceDisk, Failure>> {
    return guarded(root, async () => {
      const real = await realpath(root);
      if (!(await stat(real)).isDirectory())
        return fail(failureOf("notADirectory", `${root} is not a folder. Open the folder it lies in.`));
      return ok(new WorkspaceDisk(real, options));
    });
  }

  /** The workspace's folder, free of links. */
  get root(): string {
    return this.#root;
  }

  /** Where a folder really lies, for a program that is to start in it. */
  async realFolder(path: string): Promise<Result<string, Failure>> {
    return guarded(path, async () => {
      checkPath(path);
      const real = await realpath(join(this.#root, path));
      await (await OpenFolder.open(this.#root, real)).close();
      return ok(real);
    });
  }

  /** A folder's entries, in no order. Links say what they lead to. Cancellable between entries. */
  async list(path: string, signal: AbortSignal): Promise<Result<readonly FileEntry[], Failure>> {
    return guarded(path, async () => {
      checkPath(path);
      const real = await realpath(join(this.#root, path));
      const folder = await OpenFolder.open(this.#root, real);
      try {
        const entries: FileEntry[] = [];
        for await (const entry of await opendir(folder.path, { bufferSize: 256 })) {
          if (signal.aborted) return fail(failureOf("cancelled", "Cancelled."));
          if (!isTempName(entry.name)) entries.push(await this.#describe(path, folder, entry));
        }
        return ok(entries);
      } finally {
        await folder.close();
      }
    });
  }

  async #describe(parent: string, folder: OpenFolder, entry: Dirent): Promise<FileEntry> {
    const path = parent === "" ? entry.name : `${parent}/${entry.name}`;
    const named = { name: entry.name, path };
    // A name that no path of ours can spell (invalid UTF-8, a backslash) is shown, and cannot be opened.
    if (entry.name.includes("\uFFFD") || !workspacePath.safeParse(path).success)
      return { ...named, kind: "other" };
    if (entry.isFile()) return { ...named, kind: "file" };
    if (entry.isDirectory()) return { ...named, kind: "folder" };
    if (entry.isSymbolicLink())
      return { ...named, kind: "link", target: await this.#linkTarget(folder.entry(entry.name)) };
    return { ...named, kind: "other" };
  }

  async #linkTarget(at: string): Promise<NonNullable<FileEntry["target"]>> {
    try {
      const real = await realpath(at);
      if (!isInside(this.#root, real)) return "outside";
      return (await stat(real)).isDirectory() ? "folder" : "file";
    } catch {
      return "broken";
    }
  }

  /** Follows links that stay inside. Refuses what is no plain file and what is larger than `limit` bytes. */
  async read(
    path: string,
    limit: number,
  ): Promise<Result<DiskFile & { readonly readOnly: boolean }, Failure>> {
    return this.#inPlace(path, "follow", async (place) => {
      const file = await readPlainFile(place.at, path, limit);
      return ok({ ...file, readOnly: !(await isWritable(place.at, file.mode)) });
    });
  }

  /**
   * Replaces a file whole or not at all, keeping its owner and, without `mode`, its permission bits; a link's target is replaced, not the link.
   * Fails with "conflict" and `{diskEtag}` when the file on disk is not what `expectedEtag` says (undefined: none).
   */
  async write(
    path: string,
    bytes: Uint8Array,
    expectedEtag: string | undefined,
    mode?: number,
  ): Promise<Result<{ readonly etag: string; readonly size: number }, Failure>> {
    return this.#inPlace(path, "follow", async (place) => {
      const before = await absentIsUndefined(() => readDiskState(place.at, path));
      if (before?.etag !== expectedEtag) throw conflict(path, before?.etag);
      if (before !== undefined && !(await isWritable(place.at, before.mode)))
        throw new Refusal(
          "readOnly",
          `${path} is read-only. Change its permissions or save under another name.`,
        );
      try {
        await replaceFile({
          folder: place.folder.path,
          name: place.name,
          bytes,
          keep: before,
          mode,
          mustBeNew: before === undefined,
          onStep: this.#options.onStep,
          beforeRename: async () => {
            await place.folder.verify();
            if (before === undefined) return;
            const stamp = await absentIsUndefined(() => readStamp(place.at, path));
            if (stamp === before.stamp) return;
            const now = await absentIsUndefined(() => readDiskState(place.at, path));
            if (now?.etag !== expectedEtag) throw conflict(path, now?.etag);
          },
        });
      } catch (error) {
        if (before !== undefined || errnoOf(error) !== "EEXIST") throw error;
        throw conflict(path, (await readDiskState(place.at, path)).etag);
      }
      await place.folder.verify();
      await removeStaleTemps(place.folder.path);
      return ok({ etag: etagOf(bytes), size: bytes.length });
    });
  }

  /** Makes a folder and those above it that are missing. */
  async createFolder(path: string): Promise<Result<Record<never, never>, Failure>> {
    const parts = path.split("/");
    for (const [index] of parts.entries()) {
      const part = parts.slice(0, index + 1).join("/");
      const isLast = index === parts.length - 1;
      const made = await this.#inPlace(part, "link", async (place) => {
        await mkdir(place.at);
        return ok({});
      });
      if (!made.ok && (isLast || made.error.code !== "alreadyExists")) return made;
    }
    return ok({});
  }

  /** Moves a file, folder or link (the link itself). Never onto something that exists. */
  async rename(from: string, to: string): Promise<Result<Record<never, never>, Failure>> {
    return this.#inPlace(from, "link", (source) =>
      this.#inPlace(to, "link", async (target) => {
        const moved = await lstat(source.at);
        const there = await absentIsUndefined(() => lstat(target.at));
        // The same file under two spellings is a change of case on a disk that ignores case.
        if (there !== undefined && (there.ino !== moved.ino || there.dev !== moved.dev || from === to))
          throw taken(to);
        refuseIntoItself(from, to);
        await rename(source.at, target.at);
        return ok({});
      }),
    );
  }

  /** Copies a file or a whole folder; links are copied as links. Never onto something that exists. */
  async copy(from: string, to: string): Promise<Result<Record<never, never>, Failure>> {
    return this.#inPlace(from, "link", (source) =>
      this.#inPlace(to, "link", async (target) => {
        await lstat(source.at);
        if ((await absentIsUndefined(() => lstat(target.at))) !== undefined) throw taken(to);
        refuseIntoItself(from, to);
        await copyWhole(source.at, target.at);
        return ok({});
      }),
    );
  }

  /** Moves to the platform's trash and answers the path there. */
  async trash(path: string): Promise<Result<{ readonly trashedTo: string }, Failure>> {
    return this.#inPlace(path, "link", async (place) => {
      await lstat(place.at);
      const trashedTo = await moveToTrash(place.at, join(this.#root, path), this.#options.dataFolder);
      return ok({ trashedTo });
    });
  }

  /** Opens the folder in which `path` lies and runs with it; "follow" goes on to where a link points. */
  async #inPlace<T>(
    path: string,
    links: "follow" | "link",
    run: (place: Place) => Promise<Result<T, Failure>>,
  ): Promise<Result<T, Failure>> {
    return guarded(path, async () => {
      checkPath(path);
      if (path === "")
        throw new Refusal("invalidPath", "The workspace folder itself cannot be changed here.");
      const name = basename(path);
      let place = await this.#place(await realpath(join(this.#root, dirname(path))), name);
      try {
        if (links === "follow" && (await isLink(place.at))) {
          const target = await this.#targetOf(place.at, path);
          await place.folder.close();
          place = await this.#place(dirname(target), basename(target));
        }
        await this.#options.onChecked?.();
        return await run(place);
      } finally {
        await place.folder.close();
      }
    });
  }

  async #place(realFolder: string, name: string): Promise<Place> {
    const folder = await OpenFolder.open(this.#root, realFolder);
    return { folder, name, at: folder.entry(name) };
  }

  async #targetOf(at: string, path: string): Promise<string> {
    try {
      const target = await realpath(at);
      if (!isInside(this.#root, target)) throw outside();
      return target;
    } catch (error) {
      if (errnoOf(error) !== "ENOENT") throw error;
      const pointsTo = await readlink(at);
      throw new Refusal("notFound", `${path} is a link to ${pointsTo}, which does not exist.`);
    }
  }
}

/** The contract has checked this already for what comes over RPC; other callers are held to the same. */
function checkPath(path: string): void {
  const parsed = workspacePath.safeParse(path);
  if (!parsed.success)
    throw new Refusal(
      "invalidPath",
      `This path is refused: ${parsed.error.issues[0]?.message ?? "malformed"}.`,
    );
}

function refuseIntoItself(from: string, to: string): void {
  if (to.startsWith(`${from}/`)) throw new Refusal("invalidPath", `${from} cannot be put into itself.`);
}

function taken(path: string): Refusal {
  return new Refusal("alreadyExists", `${path} exists already. Choose another name.`);
}

function conflict(path: string, diskEtag: string | undefined): Refusal {
  const what = diskEtag === undefined ? "is no longer on disk" : "was changed on disk by another program";
  return new Refusal("conflict", `${path} ${what}. Compare both before you save; nothing was written.`, {
    ...(diskEtag === undefined ? {} : { diskEtag }),
  });
}

async function isLink(at: string): Promise<boolean> {
  return (await absentIsUndefined(() => lstat(at)))?.isSymbolicLink() ?? false;
}

/** Root may write anything; a file without a write bit is meant to be left alone all the same. */
async function isWritable(at: string, mode: number): Promise<boolean> {
  if ((mode & 0o222) === 0) return false;
  return access(at, constants.W_OK).then(
    () => true,
    () => false,
  );
}

async function absentIsUndefined<T>(run: () => Promise<T>): Promise<T | undefined> {
  try {
    return await run();
  } catch (error) {
    if (errnoOf(error) === "ENOENT") return undefined;
    throw error;
  }
}
