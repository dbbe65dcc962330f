import type { Disposable } from "../../../core/base/disposable.ts";
import { fail, ok, type Result } from "../../../core/base/result.ts";
import { type Failure, failureOf } from "../../../core/contract/failure.ts";
import type { FileEntry, FileText, TextFormat } from "../../../core/contract/files.ts";
import type { EventBus } from "../../rpc/eventBus.ts";
import type { RequestHandlers } from "../../rpc/handlers.ts";
import type { Disk, FileLister } from "./disk.ts";
import { FileFinder } from "./fileFinder.ts";
import { decodeText, encodeText, isBinary } from "./textFormat.ts";

/** 64 MiB: the most that is opened as text. */
export const textLimit = 64 * 1024 * 1024;

/** The workspace's files as text: what is on disk keeps its encoding, its line ends and, when it changed, its content. */
export class FilesService implements Disposable {
  readonly #disk: Disk;
  readonly #finder: FileFinder;
  readonly #subscription: Disposable;

  constructor(disk: Disk, lister: FileLister, bus: EventBus) {
    this.#disk = disk;
    this.#finder = new FileFinder(lister);
    this.#subscription = bus.on("files.didChange", ({ changes }) => {
      if (changes.some(({ kind }) => kind !== "changed")) this.#finder.invalidate();
    });
  }

  get finder(): FileFinder {
    return this.#finder;
  }

  get disk(): Disk {
    return this.#disk;
  }

  /** Folders first, then names as a person orders them (file2 before file10). */
  async list(path: string, signal: AbortSignal): Promise<Result<{ entries: FileEntry[] }, Failure>> {
    const listed = await this.#disk.list(path, signal);
    if (!listed.ok) return listed;
    const order = new Intl.Collator(undefined, { numeric: true, sensitivity: "base" });
    return ok({
      entries: [...listed.value].sort((a, b) => rank(a) - rank(b) || order.compare(a.name, b.name)),
    });
  }

  /** Fails with "binary", "tooLarge", "notAFile", "outsideWorkspace", "notFound", "permission". */
  async read(path: string): Promise<Result<FileText, Failure>> {
    const read = await this.#disk.read(path, textLimit);
    if (!read.ok) return read;
    const { bytes, etag, size, readOnly } = read.value;
    if (isBinary(bytes))
      return fail(failureOf("binary", `${path} is not a text file, so it cannot be shown in the editor.`));
    return ok({ path, ...decodeText(bytes), etag, size, readOnly });
  }

  /**
   * `expectedEtag` undefined makes a new file. Fails with "conflict" and conflictData when the file on disk is another
   * than expected, with "diskFull", "readOnly", "permission" or "unsupportedEncoding"; the file is then as it was.
   */
  async write(
    path: string,
    text: string,
    format: TextFormat,
    expectedEtag: string | undefined,
  ): Promise<Result<{ etag: string; size: number }, Failure>> {
    const bytes = encodeText(text, format);
    if (!bytes.ok) return bytes;
    const written = await this.#disk.write(path, bytes.value, expectedEtag);
    if (written.ok) {
      if (expectedEtag === undefined) this.#finder.invalidate();
      return written;
    }
    return written.error.code === "conflict" ? fail(await this.#withDiskText(path, written.error)) : written;
  }

  async #withDiskText(path: string, conflict: Failure): Promise<Failure> {
    const disk = await this.read(path);
    if (!disk.ok) return conflict;
    return failureOf("conflict", conflict.message, { diskEtag: disk.value.etag, diskText: disk.value.text });
  }

  dispose(): void {
    this.#subscription.dispose();
  }
}

function rank(entry: FileEntry): number {
  return entry.kind === "folder" || entry.target === "folder" ? 0 : 1;
}

type FilesRequest =
  | "files.list"
  | "files.read"
  | "files.write"
  | "files.createFolder"
  | "files.rename"
  | "files.copy"
  | "files.trash"
  | "files.find";

export function filesHandlers(files: FilesService): Pick<RequestHandlers, FilesRequest> {
  /** The watcher tells the pages; quick open should not have to wait for it. */
  const forgetting = async <T>(change: Promise<Result<T, Failure>>): Promise<Result<T, Failure>> => {
    const result = await change;
    files.finder.invalidate();
    return result;
  };
  return {
    "files.list": ({ path }, { signal }) => files.list(path, signal),
    "files.read": ({ path }) => files.read(path),
    "files.write": ({ path, text, format, expectedEtag }) => files.write(path, text, format, expectedEtag),
    "files.createFolder": ({ path }) => files.disk.createFolder(path),
    "files.rename": ({ from, to }) => forgetting(files.disk.rename(from, to)),
    "files.copy": ({ from, to }) => forgetting(files.disk.copy(from, to)),
    "files.trash": ({ path }) => forgetting(files.disk.trash(path)),
    "files.find": ({ query, limit }, { signal }) => files.finder.find(query, limit, signal),
  };
}
