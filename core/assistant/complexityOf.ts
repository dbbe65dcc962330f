import type { SyntaxNode } from "../syntax/syntaxNode.ts";
import type { SyntaxParser } from "../syntax/syntaxParser.ts";
import { dedent } from "./textLines.ts";

/** Each is one more way through the code. Tree-sitter's names, Python's and JavaScript's. */
const branches = new Set([
  ...["if_statement", "elif_clause", "for_statement", "while_statement", "except_clause", "case_clause"],
  ...["conditional_expression", "if_clause", "boolean_operator", "for_in_statement", "do_statement"],
  ...["switch_case", "catch_clause", "ternary_expression"],
]);

/** McCabe's cyclomatic complexity of a piece of code: one and one more for each branch. 0 where there is no grammar. */
export async function complexityOf(
  code: string,
  language: string,
  path: string,
  parser: SyntaxParser,
): Promise<number> {
  await parser.load(language);
  const root = parser.parse(language, path, dedent(code));
  return root === undefined ? 0 : 1 + branchesIn(root);
}

function branchesIn(node: SyntaxNode): number {
  const isLogical =
    node.kind === "binary_expression" && node.children.some(({ kind }) => kind === "&&" || kind === "||" || kind === "??");
  const own = branches.has(node.kind) || isLogical ? 1 : 0;
  return node.children.reduce((sum, child) => sum + branchesIn(child), own);
}
