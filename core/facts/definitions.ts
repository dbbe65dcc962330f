import { namedDefinitions } from "../sandbox/mutation/findFunction.ts";
import { javascriptGrammar, pythonGrammar } from "../sandbox/mutation/grammar.ts";
import { child, type SyntaxNode } from "../syntax/syntaxNode.ts";
import type { CodeTree } from "./codeTree.ts";

export interface Definition {
  readonly kind: "function" | "method" | "class";
  /** With the classes and functions around it: "Basket.total". */
  readonly name: string;
  /** The function or class itself. */
  readonly node: SyntaxNode;
  /** With its decorators, `export`, and `const name =`. */
  readonly start: number;
  readonly end: number;
  /** Without decorators and `export`: where its head begins. */
  readonly headStart: number;
  /** A block, or the expression of an arrow. */
  readonly body: SyntaxNode | undefined;
  readonly parent?: Definition;
}

/** The functions and classes that have a name, in the order of the text. */
export function definitionsOf(tree: CodeTree): readonly Definition[] {
  const grammar = tree.isPython ? pythonGrammar : javascriptGrammar;
  const known = new Map<SyntaxNode, Definition>();
  for (const { name, node, kind, parent } of namedDefinitions(tree.root, tree.source, grammar)) {
    const around = parent === undefined ? undefined : known.get(parent.node);
    known.set(node, {
      kind: kind === "function" && isMember(tree, node) ? "method" : kind,
      name,
      node,
      ...extentOf(tree, node),
      body: bodyOf(node),
      ...(around === undefined ? {} : { parent: around }),
    });
  }
  return [...known.values()];
}

/** The one that an offset lies in, decorators and `export` included. */
export function innermostAt(
  definitions: readonly Definition[],
  start: number,
  end = start,
): Definition | undefined {
  return definitions.findLast((one) => one.start <= start && end <= one.end);
}

/** "total" of "Basket.total". */
export function lastName(name: string): string {
  return name.slice(name.lastIndexOf(".") + 1);
}

export function bodyOf(node: SyntaxNode): SyntaxNode | undefined {
  const block = child(node, "block", "statement_block", "class_body");
  if (block !== undefined || node.kind !== "arrow_function") return block;
  return node.children.findLast(({ isNamed, kind }) => isNamed && kind !== "comment");
}

/**
 * All nodes of a class; of a function those outside of the named functions in it.
 * @param named the nodes of all definitions
 */
export function ownNodes(
  tree: CodeTree,
  { kind, node: own }: Definition,
  named: ReadonlySet<SyntaxNode>,
): readonly SyntaxNode[] {
  const isOther = (node: SyntaxNode): boolean => kind !== "class" && node !== own && named.has(node);
  return [...tree.nodes(own, (node) => !isOther(node))].filter((node) => !isOther(node));
}

/** Directly in a class's body: not in an object's literal, nor in another method. */
function isMember(tree: CodeTree, node: SyntaxNode): boolean {
  for (const above of tree.ancestors(node)) {
    if (above.kind === "class_body") return true;
    if (above.kind === "block") return tree.parent(above)?.kind === "class_definition";
    if (above.kind !== "decorated_definition" && above.kind !== "public_field_definition") return false;
  }
  return false;
}

function extentOf(tree: CodeTree, node: SyntaxNode): Pick<Definition, "start" | "end" | "headStart"> {
  let outer = node;
  let headStart = node.start;
  for (const above of tree.ancestors(node)) {
    if (/^(pair|public_field_definition|variable_declarator)$/.test(above.kind)) headStart = above.start;
    else if (isLoneDeclaration(above)) headStart = above.start;
    else if (above.kind !== "decorated_definition" && above.kind !== "export_statement") break;
    outer = above;
  }
  // A decorator inside the class's own node is no part of its head.
  const decorator = node.children.findLast(({ kind }) => kind === "decorator");
  if (decorator !== undefined && headStart === node.start)
    headStart = node.children.find(({ start }) => start >= decorator.end)?.start ?? headStart;
  return { start: startWithDecorators(tree, outer), end: outer.end, headStart };
}

function isLoneDeclaration({ kind, children }: SyntaxNode): boolean {
  if (kind !== "lexical_declaration" && kind !== "variable_declaration") return false;
  return children.filter((one) => one.kind === "variable_declarator").length === 1;
}

/** A method's decorators stand before it in the class's body. */
function startWithDecorators(tree: CodeTree, node: SyntaxNode): number {
  const siblings = tree.parent(node)?.children ?? [];
  let at = siblings.indexOf(node);
  let { start } = node;
  for (let before = siblings[--at]; before?.kind === "decorator"; before = siblings[--at])
    ({ start } = before);
  return start;
}
