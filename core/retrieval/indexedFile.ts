import { languageOfPath } from "../base/languageOfPath.ts";
import { chunk } from "./chunk.ts";
import { embeddedText } from "./embeddedText.ts";
import { importedModules, moduleKey } from "./imports.ts";
import type { FileStamp, IndexedFile } from "./indexStore.ts";
import type { Outline } from "./outline.ts";
import { tokenize } from "./tokenize.ts";

/** A key of 52 bits for a text: the same for the same text, on any machine. */
export type ContentKey = (text: string) => number;

export interface SourceFile {
  readonly path: string;
  readonly text: string;
  readonly stamp: FileStamp;
}

/** What the index keeps of a file: words, names and places, never the text itself. */
export function indexedFile(
  { path, text, stamp }: SourceFile,
  contentKey: ContentKey,
  outline?: Outline,
): IndexedFile {
  return {
    path,
    stamp,
    pathWords: words(path),
    module: moduleKey(path),
    imports: importedModules(languageOfPath(path), path, text),
    definitions: outline?.definitions ?? [],
    chunks: chunk(path, text, outline).map((piece) => ({
      startLine: piece.startLine,
      endLine: piece.endLine,
      symbol: piece.symbols[0],
      content: contentKey(embeddedText(piece)),
      body: words(piece.text),
      symbolWords: words(piece.symbols.join(" ")),
    })),
  };
}

/** A file that is remembered only so that it is not read again: binary, or too large. */
export function skippedFile(path: string, stamp: FileStamp): IndexedFile {
  return { path, stamp, pathWords: "", module: "", imports: [], definitions: [], chunks: [] };
}

function words(text: string): string {
  return tokenize(text).join(" ");
}
