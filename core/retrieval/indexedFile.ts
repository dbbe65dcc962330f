import { chunk } from "./chunk.ts";
import type { FileStamp, IndexedFile } from "./indexStore.ts";
import { tokenize } from "./tokenize.ts";

/** What the index keeps of a file: words and places, never the text itself. */
export function indexedFile(path: string, text: string, stamp: FileStamp): IndexedFile {
  return {
    path,
    stamp,
    pathWords: words(path),
    chunks: chunk(path, text).map(({ startLine, endLine, text: body, symbols }) => ({
      startLine,
      endLine,
      symbol: symbols[0],
      body: words(body),
      symbolWords: words(symbols.join(" ")),
    })),
  };
}

function words(text: string): string {
  return tokenize(text).join(" ");
}
