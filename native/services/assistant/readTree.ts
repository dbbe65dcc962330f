import type { SourceTree } from "../../../core/facts/sourceTree.ts";
import type { SyntaxParser } from "../../../core/syntax/syntaxParser.ts";

/** Undefined for languages without a grammar. */
export async function readTree(
  { language, path, text }: { readonly language: string; readonly path: string; readonly text: string },
  parser: SyntaxParser,
): Promise<SourceTree | undefined> {
  if (!parser.reads(language, path)) return undefined;
  await parser.load(language);
  const root = parser.parse(language, path, text);
  return root === undefined ? undefined : { language, path, source: text, root };
}
