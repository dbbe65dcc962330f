import { createStore, type StoreApi } from "zustand/vanilla";
import type { Failure } from "../../../core/contract/failure.ts";
import type { TextFormat } from "../../../core/contract/files.ts";

export type DocumentPhase =
  | { readonly kind: "loading" }
  | { readonly kind: "ready" }
  | { readonly kind: "failed"; readonly failure: Failure };

/** How the buffer stands to the file: "changed" and "deleted" are what a person must be told of. */
export type DiskState =
  | { readonly kind: "same" }
  | { readonly kind: "changed"; readonly etag: string | undefined; readonly text: string | undefined }
  | { readonly kind: "deleted" };

export interface DocumentState {
  readonly resource: string;
  /** Workspace path, or the made-up name of an untitled buffer. */
  readonly path: string;
  readonly untitled: boolean;
  readonly language: string;
  readonly phase: DocumentPhase;
  readonly dirty: boolean;
  readonly readOnly: boolean;
  readonly format: TextFormat;
  readonly disk: DiskState;
  /** Why features are lowered, in one sentence. */
  readonly limits: string | undefined;
}

export interface DocumentsState {
  readonly byResource: Readonly<Record<string, DocumentState>>;
}

export type DocumentsStore = StoreApi<DocumentsState>;

export const plainFormat: TextFormat = { encoding: "utf8", bom: false, endOfLine: "\n" };

export function createDocumentsStore(): DocumentsStore {
  return createStore<DocumentsState>(() => ({ byResource: {} }));
}

const largeFileBytes = 20 * 1024 * 1024;
const longLineCharacters = 20_000;

/** Colouring, wrapping and word features cost more than they give on such a file. */
export function limitsOf(text: string, size: number): string | undefined {
  if (size > largeFileBytes)
    return `This file is large (${Math.round(size / 1024 / 1024)} MB): colours and suggestions are off.`;
  let start = 0;
  while (start < text.length) {
    const end = text.indexOf("\n", start);
    const length = (end < 0 ? text.length : end) - start;
    if (length > longLineCharacters)
      return `A line in this file is ${length.toLocaleString("en")} characters long: colours and wrapping are off.`;
    if (end < 0) break;
    start = end + 1;
  }
  return undefined;
}

export interface TextReplacement {
  /** UTF-16 offsets in the old text. */
  readonly start: number;
  readonly end: number;
  readonly text: string;
}

/** The smallest single replacement that turns one text into the other, so that a reload leaves the cursor where it was. */
export function smallestReplacement(before: string, after: string): TextReplacement {
  const shorter = Math.min(before.length, after.length);
  let start = 0;
  while (start < shorter && before[start] === after[start]) start++;
  let same = 0;
  while (same < shorter - start && before[before.length - 1 - same] === after[after.length - 1 - same])
    same++;
  return { start, end: before.length - same, text: after.slice(start, after.length - same) };
}

/** What a screen reader says of a tab: the state is in words, not only in a dot or a line through the name. */
export function tabLabel(title: string, document: DocumentState | undefined): string {
  const notes = [
    document?.dirty ? "unsaved" : "",
    document?.readOnly ? "read-only" : "",
    document?.disk.kind === "deleted" ? "deleted on disk" : "",
    document?.disk.kind === "changed" ? "changed on disk" : "",
  ].filter((note) => note !== "");
  return [title, ...notes].join(", ");
}
