import { hash } from "node:crypto";
import { languageOfPath } from "../../../core/base/languageOfPath.ts";
import { indexedFile, type SourceFile } from "../../../core/retrieval/indexedFile.ts";
import type { IndexedFile } from "../../../core/retrieval/indexStore.ts";
import { outlineOf } from "../../../core/retrieval/outline.ts";
import { outlineRulesOf } from "../../../core/retrieval/outlineRules.ts";
import { treeSitterWalker } from "./treeSitterParser.ts";

/** Above it a file is data or generated, and its tree would take a second and 100 MB. Characters. */
const longestParsed = 300_000;

/** Cuts files by their syntax where there is a grammar for them, by their lines otherwise. */
export async function cutBySyntax(files: readonly SourceFile[]): Promise<readonly IndexedFile[]> {
  const languages = new Set(files.map(({ path }) => languageOfPath(path)));
  for (const language of languages)
    if (outlineRulesOf(language) !== undefined) await treeSitterWalker.load(language);
  return files.map(cutOne);
}

/** Without a parser: where that has failed. */
export function cutByLines(file: SourceFile): IndexedFile {
  return indexedFile(file, contentKey);
}

function cutOne(file: SourceFile): IndexedFile {
  const language = languageOfPath(file.path);
  const rules = outlineRulesOf(language);
  if (rules === undefined || file.text.length > longestParsed) return cutByLines(file);
  const outline = treeSitterWalker.walk(language, file.path, file.text, (cursor) =>
    outlineOf(cursor, file.text, rules),
  );
  return indexedFile(file, contentKey, outline);
}

/** As many bits as a number holds exactly, of sha256. */
function contentKey(text: string): number {
  return Number.parseInt(hash("sha256", text, "hex").slice(0, 13), 16);
}
