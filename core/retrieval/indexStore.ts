import type { CancelSignal } from "../base/cancelSignal.ts";
import type { Result } from "../base/result.ts";
import type { Failure } from "../contract/failure.ts";

/** By these two a file is taken for unchanged. */
export interface FileStamp {
  /** Bytes. */
  readonly size: number;
  /** Milliseconds since 1970. */
  readonly modified: number;
}

export interface IndexedChunk {
  readonly startLine: number;
  readonly endLine: number;
  readonly symbol: string | undefined;
  /** Words as `tokenize` has them, joined by blanks. */
  readonly body: string;
  readonly symbolWords: string;
}

export interface IndexedFile {
  readonly path: string;
  readonly stamp: FileStamp;
  readonly pathWords: string;
  /** None for a file that is remembered only so that it is not read again: binary, or too large. */
  readonly chunks: readonly IndexedChunk[];
}

export interface RetrievedChunk {
  readonly path: string;
  readonly startLine: number;
  readonly endLine: number;
  readonly symbol: string | undefined;
  /** Higher is better; comparable within one answer alone. */
  readonly score: number;
}

/** Where the index is kept. "unavailable" with data `{busy: true}` when another process is writing: try again. */
export interface IndexStore {
  /** The files in the index, by path, those after `path` first; a page at a time, because there may be 100,000. */
  stampsAfter(path: string, limit: number): Result<readonly (readonly [string, FileStamp])[], Failure>;
  /** Puts or replaces these files, and drops those paths, in one transaction. */
  update(files: readonly IndexedFile[], removed: readonly string[]): Result<void, Failure>;
  retrieve(tokens: readonly string[], limit: number): Result<readonly RetrievedChunk[], Failure>;
}

export type IndexRead =
  | { readonly kind: "unchanged" }
  | { readonly kind: "text"; readonly text: string; readonly stamp: FileStamp }
  /** Binary, minified or too large: remembered, not indexed. */
  | { readonly kind: "skipped"; readonly stamp: FileStamp }
  | { readonly kind: "gone" };

/** What is to be indexed. */
export interface IndexSource {
  list(signal: CancelSignal): Promise<Result<readonly string[], Failure>>;
  read(path: string, known: FileStamp | undefined): Promise<IndexRead>;
}
