import type { Result } from "../../../core/base/result.ts";
import type { Failure } from "../../../core/contract/failure.ts";
import type { FileEntry } from "../../../core/contract/files.ts";

type Done = Result<Record<never, never>, Failure>;

/** What the files service needs of a disk; native/adapters/fs is one. Every path is checked against the workspace there. */
export interface Disk {
  list(path: string, signal: AbortSignal): Promise<Result<readonly FileEntry[], Failure>>;
  /** Refuses more than `limit` bytes and anything but a plain file. */
  read(
    path: string,
    limit: number,
  ): Promise<
    Result<
      { readonly bytes: Buffer; readonly etag: string; readonly size: number; readonly readOnly: boolean },
      Failure
    >
  >;
  /**
   * Whole or not at all; "conflict" with `{diskEtag}` when the file is not what `expectedEtag` says. Without `mode`, its
   * permission bits, it keeps those it has.
   */
  write(
    path: string,
    bytes: Uint8Array,
    expectedEtag: string | undefined,
    mode?: number,
  ): Promise<Result<{ readonly etag: string; readonly size: number }, Failure>>;
  createFolder(path: string): Promise<Done>;
  rename(from: string, to: string): Promise<Done>;
  copy(from: string, to: string): Promise<Done>;
  trash(path: string): Promise<Result<{ readonly trashedTo: string }, Failure>>;
}

/** Names every file of the workspace that git does not ignore; native/adapters/ripgrep is one. */
export interface FileLister {
  listFiles(signal: AbortSignal): Promise<Result<readonly string[], Failure>>;
}
