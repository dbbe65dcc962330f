import type { Result } from "../../../core/base/result.ts";
import type { Failure } from "../../../core/contract/failure.ts";

/** A file at one moment. */
export interface FileState {
  readonly path: string;
  /** Permission bits. */
  readonly mode: number;
  /** Of its bytes, as git names them (SHA-1 of a blob). */
  readonly id: string;
}

export interface ScannedFile extends FileState {
  /** When it was last written, renamed or given another mode; milliseconds since 1970. */
  readonly changedAt: number;
}

export interface ScannedFiles {
  readonly files: ReadonlyMap<string, ScannedFile>;
  /** Plain files that are larger than what is kept. */
  readonly tooLarge: readonly string[];
}

export interface ReadFile {
  readonly id: string;
  readonly bytes: Buffer;
}

/** Reads the workspace's files as they lie there; links are not followed. native/adapters/fs is one. */
export interface FileScanner {
  /** The plain files among `paths` that have at most `limit` bytes; what has not changed is not read again. */
  scan(paths: readonly string[], limit: number, signal: AbortSignal): Promise<Result<ScannedFiles, Failure>>;
  /** undefined when it is no plain file any more, or larger. */
  read(path: string, limit: number): Promise<ReadFile | undefined>;
  idOf(bytes: Uint8Array): string;
}

/** For a question, as long as its turn is kept; or to take a restoring back. */
export type CheckpointKind = "question" | "undo";

export interface CheckpointEntry {
  /** Names it in the store alone: several may hold the same files. */
  readonly name: string;
  readonly id: string;
  readonly kind: CheckpointKind;
  /** Milliseconds since 1970. */
  readonly at: number;
}

export interface Checkpoint {
  readonly id: string;
  /** Before the files were looked at; milliseconds since 1970. */
  readonly at: number;
  readonly files: ReadonlyMap<string, FileState & { readonly size: number }>;
  /** Those that were there and too large. */
  readonly tooLarge: readonly string[];
}

export interface NewCheckpoint {
  readonly kind: CheckpointKind;
  readonly at: number;
  readonly files: readonly FileState[];
  readonly tooLarge: readonly string[];
  /** Whether the store has these bytes already. */
  readonly has: (id: string) => boolean;
  /** The bytes of a file now, which may have changed since it was looked at. */
  readonly read: (path: string) => Promise<ReadFile | undefined>;
}

/** Where checkpoints are kept; native/adapters/git is one. Every method may fail with "toolMissing". */
export interface CheckpointStore {
  /** Answers its id, and the files as they were kept. */
  add(
    checkpoint: NewCheckpoint,
    signal: AbortSignal,
  ): Promise<Result<{ readonly id: string; readonly files: readonly FileState[] }, Failure>>;
  /** Keeps one that is there for another reason too. */
  keep(id: string, kind: CheckpointKind, signal: AbortSignal): Promise<Result<void, Failure>>;
  /** "notFound" where it is not kept any more. */
  get(id: string, signal: AbortSignal): Promise<Result<Checkpoint, Failure>>;
  /** Bytes by id. */
  bytes(ids: readonly string[], signal: AbortSignal): Promise<Result<ReadonlyMap<string, Buffer>, Failure>>;
  /** The latest first. */
  list(signal: AbortSignal): Promise<Result<readonly CheckpointEntry[], Failure>>;
  /** Forgets these and gives their room back, as far as it is not needed by others. */
  drop(entries: readonly CheckpointEntry[], signal: AbortSignal): Promise<Result<void, Failure>>;
  /** Bytes on disk, and whether it is in so many pieces that tidying pays. */
  size(
    signal: AbortSignal,
  ): Promise<Result<{ readonly bytes: number; readonly scattered: boolean }, Failure>>;
}
