import type { CancelSignal } from "../base/cancelSignal.ts";
import type { Result } from "../base/result.ts";
import type { Failure } from "../contract/failure.ts";
import type { Definition } from "./outline.ts";

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
  /** Key of the text that its vector is made of: the same text elsewhere shares it. */
  readonly content: number;
  /** Words as `tokenize` has them, joined by blanks. */
  readonly body: string;
  readonly symbolWords: string;
}

export interface IndexedFile {
  readonly path: string;
  readonly stamp: FileStamp;
  readonly pathWords: string;
  /** The key it is imported by; see `moduleKey`. */
  readonly module: string;
  /** Keys of the modules it imports. */
  readonly imports: readonly string[];
  readonly definitions: readonly Definition[];
  /** None for a file that is remembered only so that it is not read again: binary, or too large. */
  readonly chunks: readonly IndexedChunk[];
}

export interface StoredChunk {
  readonly id: number;
  readonly path: string;
  readonly startLine: number;
  readonly endLine: number;
  readonly symbol: string | undefined;
}

export interface ScoredChunk extends StoredChunk {
  /** Higher is better; comparable within one answer alone. */
  readonly score: number;
}

export interface DefinitionPlace extends Definition {
  readonly path: string;
}

/** A file whose chunks have no vector yet, or not all of them. */
export interface AwaitingFile {
  readonly path: string;
  readonly stamp: FileStamp;
  readonly chunks: readonly (Pick<StoredChunk, "startLine" | "endLine" | "symbol"> & {
    readonly content: number;
  })[];
}

export interface NewVector {
  readonly content: number;
  /** Of length 1. */
  readonly vector: Float32Array;
}

export interface IndexCounts {
  readonly files: number;
  readonly chunks: number;
  readonly vectors: number;
  /** Files that wait for vectors. */
  readonly awaiting: number;
}

/** Where the words and places are kept. "unavailable" with data `{busy: true}` when another process is writing: try again. */
export interface IndexStore {
  /** The files in the index, by path, those after `path` first; a page at a time, because there may be 100,000. */
  stampsAfter(path: string, limit: number): Result<readonly (readonly [string, FileStamp])[], Failure>;
  /** Which of these paths are in the index. */
  known(paths: readonly string[]): Result<ReadonlySet<string>, Failure>;
  /** Puts or replaces these files, and drops those paths, in one transaction. */
  update(files: readonly IndexedFile[], removed: readonly string[]): Result<void, Failure>;
  counts(): Result<IndexCounts, Failure>;
  /** By BM25 over words, names weighted over paths and bodies. */
  rank(tokens: readonly string[], limit: number): Result<readonly ScoredChunk[], Failure>;
}

/** The graph of names and imports. All answers are bounded by `limit`. */
export interface SymbolGraph {
  /** Where a name is defined: exactly, without what it stands in. */
  definitionsOf(name: string, limit: number): Result<readonly DefinitionPlace[], Failure>;
  /** Chunks in which a name stands as a word, capitals and underscores aside. */
  mentionsOf(name: string, limit: number): Result<readonly StoredChunk[], Failure>;
  /** The chunk around a line of a file. */
  chunkAt(path: string, line: number): Result<StoredChunk | undefined, Failure>;
  firstChunks(paths: readonly string[]): Result<readonly StoredChunk[], Failure>;
  /** Files of the workspace that import this one. */
  importersOf(path: string, limit: number): Result<readonly string[], Failure>;
  /** Files of the workspace that this one imports. */
  importsOf(path: string, limit: number): Result<readonly string[], Failure>;
}

/** The vectors, by the content they are of, so that what was embedded once is never embedded again. */
export interface VectorStore {
  /** Vectors of another model are dropped. */
  setModel(model: string, dimensions: number): Result<void, Failure>;
  /** The most recently changed files first. */
  awaitingVectors(limit: number): Result<readonly AwaitingFile[], Failure>;
  /** Keeps the vectors and takes these files for done. */
  putVectors(vectors: readonly NewVector[], done: readonly string[]): Result<void, Failure>;
  /** Whether anything can be found by `nearest`. */
  hasVectors(): Result<boolean, Failure>;
  /** Which of these chunks have no vector yet. */
  withoutVector(chunks: readonly number[]): Result<ReadonlySet<number>, Failure>;
  /** Chunks by the cosine of their vectors with this one; none while another model's vectors are there. */
  nearest(model: string, vector: Float32Array, limit: number): Result<readonly ScoredChunk[], Failure>;
  /** Drops vectors whose text is nowhere any more, when they have become many. */
  sweepVectors(): Result<void, Failure>;
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
