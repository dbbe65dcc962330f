import { child, type SyntaxNode } from "../syntax/syntaxNode.ts";
import type { CodeTree } from "./codeTree.ts";

const ways = new Set([
  ...["if_statement", "elif_clause", "for_statement", "for_in_statement", "while_statement", "do_statement"],
  ...["except_clause", "except_group_clause", "catch_clause", "conditional_expression", "ternary_expression"],
  ...["boolean_operator", "if_clause", "switch_case"],
]);

/** Ways through code: one, and one more for each branch, loop, case, handler and boolean operator (McCabe, 1976). */
export function complexityOf(tree: CodeTree, nodes: Iterable<SyntaxNode>): number {
  let count = 1;
  for (const node of nodes) if (ways.has(node.kind) || isLogical(node) || isCase(tree, node)) count++;
  return count;
}

function isLogical(node: SyntaxNode): boolean {
  return node.kind === "binary_expression" && child(node, "&&", "||", "??") !== undefined;
}

/** `case _` is no way of its own. */
function isCase(tree: CodeTree, node: SyntaxNode): boolean {
  if (node.kind !== "case_clause") return false;
  const pattern = child(node, "case_pattern");
  return pattern === undefined || tree.text(pattern) !== "_";
}
