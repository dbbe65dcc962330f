import { child, type SyntaxNode } from "../syntax/syntaxNode.ts";
import type { CodeTree } from "./codeTree.ts";
import type { Definition } from "./definitions.ts";

const longestDocument = 20_000;
const longestParagraph = 600;

/** The first paragraph of a docstring, or of the comment that stands directly above. */
export function documentationOf(tree: CodeTree, definition: Definition): string | undefined {
  const text = tree.isPython ? docstring(tree, definition) : blockComment(tree.source, definition.start);
  const paragraph = text === undefined ? "" : firstParagraph(text);
  return paragraph === "" ? undefined : paragraph.slice(0, longestParagraph);
}

function docstring(tree: CodeTree, { body }: Definition): string | undefined {
  const [first]: readonly SyntaxNode[] = body === undefined ? [] : tree.named(body);
  const only = first?.kind === "expression_statement" ? first.children[0] : undefined;
  const opening = only?.kind === "string" ? child(only, "string_start") : undefined;
  const closing = only && child(only, "string_end");
  if (opening === undefined || closing === undefined || /[bf]/i.test(tree.text(opening))) return undefined;
  return tree.source.slice(opening.end, Math.min(closing.start, opening.end + longestDocument));
}

function blockComment(source: string, start: number): string | undefined {
  const before = source.slice(Math.max(0, start - longestDocument), start).trimEnd();
  const opening = before.endsWith("*/") ? before.lastIndexOf("/*") : -1;
  return opening !== -1 && before.startsWith("/**", opening) ? before.slice(opening + 3, -2) : undefined;
}

function firstParagraph(text: string): string {
  const lines = text.split("\n").map((line) =>
    line
      .trim()
      .replace(/^\*+\s?/, "")
      .trim(),
  );
  const start = lines.findIndex((line) => line !== "");
  if (start === -1) return "";
  const length = lines.slice(start).findIndex((line) => line === "" || line.startsWith("@"));
  return lines.slice(start, length === -1 ? undefined : start + length).join(" ");
}
