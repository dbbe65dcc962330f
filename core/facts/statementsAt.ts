import type { SyntaxNode } from "../syntax/syntaxNode.ts";
import type { CodeTree } from "./codeTree.ts";

export interface Statement {
  readonly node: SyntaxNode;
  /** Whether a node below it is a block or clause of other lines, and so belongs to other statements. */
  readonly leavesOut: (node: SyntaxNode) => boolean;
}

const statementKind =
  /(_statement|_declaration|_definition|elif_clause|except_clause|case_clause|catch_clause|switch_case|with_clause)$/;
const bodyKind =
  /^(block|statement_block|class_body|switch_body|elif_clause|else_clause|except_clause|except_group_clause|finally_clause|catch_clause|case_clause|switch_case|switch_default)$/;

/** The innermost statement that a line lies in, and those that begin on the line. */
export function statementsAt(tree: CodeTree, line: number): readonly Statement[] {
  const text = tree.lineText(line);
  const start = tree.startOf(line) + text.length - text.trimStart().length;
  const end = tree.startOf(line) + text.trimEnd().length;
  if (start >= end) return [];
  let around: SyntaxNode | undefined;
  const lies = (node: SyntaxNode): boolean => node.start <= start && start < node.end;
  for (const node of tree.nodes(tree.root, lies)) if (lies(node) && isStatement(tree, node)) around = node;
  const touches = (node: SyntaxNode): boolean => node.start < end && start < node.end;
  const beginning = [...tree.nodes(around ?? tree.root, touches)].filter(
    (node) => start <= node.start && node.start < end && node !== around && isStatement(tree, node),
  );
  // `} else if (a) {`, `{ a(); }`: what stands around is of other lines.
  const isBracket = /^[{})\]]/.test(tree.source.slice(start, start + 1));
  const nodes =
    around === undefined || (isBracket && beginning.length > 0) ? beginning : [around, ...beginning];
  return nodes.map((node) => statementOf(tree, node, line));
}

function statementOf(tree: CodeTree, statement: SyntaxNode, line: number): Statement {
  const lines = new Set([line, tree.line(statement)]);
  return {
    node: statement,
    leavesOut: (node) =>
      node !== statement &&
      bodyKind.test(node.kind) &&
      !(lines.has(tree.line(node)) && tree.line(node) === tree.endLine(node)),
  };
}

/** An arrow's expression is a statement of its own where it stands on lines of its own. */
function isStatement(tree: CodeTree, node: SyntaxNode): boolean {
  if (node.isNamed && statementKind.test(node.kind) && node.kind !== "export_statement") return true;
  const above = tree.parent(node);
  return (
    above?.kind === "arrow_function" && above.children.at(-1) === node && node.kind !== "statement_block"
  );
}
