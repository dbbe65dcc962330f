import { CodeTree } from "../facts/codeTree.ts";
import { complexityOf as complexityOfNodes } from "../facts/complexity.ts";
import type { SyntaxParser } from "../syntax/syntaxParser.ts";
import { dedent } from "./textLines.ts";

/** Of a piece of code that stands for itself; 0 where there is no grammar. */
export async function complexityOf(
  code: string,
  language: string,
  path: string,
  parser: SyntaxParser,
): Promise<number> {
  await parser.load(language);
  const source = dedent(code);
  const root = parser.parse(language, path, source);
  if (root === undefined) return 0;
  const tree = new CodeTree({ language, path, source, root });
  return complexityOfNodes(tree, tree.nodes());
}
