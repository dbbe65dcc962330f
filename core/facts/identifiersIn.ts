import { child, type SyntaxNode } from "../syntax/syntaxNode.ts";
import { CodeTree } from "./codeTree.ts";
import { definitionsOf } from "./definitions.ts";
import { type ImportStatement, importsOf } from "./imports.ts";
import type { SourceTree } from "./sourceTree.ts";

export interface CodeDefinition {
  readonly kind: "function" | "method" | "class" | "interface" | "type" | "enum" | "variable";
  /** With what is around it: "Basket.total". */
  readonly name: string;
  /** Zero-based, inclusive, with decorators and `export`. */
  readonly startLine: number;
  readonly endLine: number;
  /** The name of the class or function around it. */
  readonly parent?: string;
}

const typeKinds = new Map<string, CodeDefinition["kind"]>([
  ["interface_declaration", "interface"],
  ["type_alias_declaration", "type"],
  ["type_alias_statement", "type"],
  ["enum_declaration", "enum"],
]);

/** What a file defines, in the order of the text: functions, methods and classes at any depth, types, and the variables of the module. */
export function definitionsIn(source: SourceTree): readonly CodeDefinition[] {
  const tree = new CodeTree(source);
  const named = definitionsOf(tree);
  const nodes = new Set(named.map(({ node }) => node));
  const found = named.map(({ kind, name, start, end, parent }) => ({
    at: start,
    definition: {
      kind,
      name,
      ...linesOf(tree, start, end),
      ...(parent === undefined ? {} : { parent: parent.name }),
    },
  }));
  const others = [...tree.nodes(tree.root, ({ kind }) => isModuleLevel(kind))].flatMap((node) =>
    plainDefinitions(tree, node, nodes),
  );
  return [...found, ...others].sort((one, other) => one.at - other.at).map(({ definition }) => definition);
}

/** The modules that a file names, in the order of the text. */
export function importsIn(source: SourceTree): readonly ImportStatement[] {
  return importsOf(new CodeTree(source)).map(({ module, names, line }) => ({ module, names, line }));
}

interface Found {
  readonly at: number;
  readonly definition: CodeDefinition;
}

function linesOf(tree: CodeTree, start: number, end: number): { startLine: number; endLine: number } {
  return { startLine: tree.lineOf(start), endLine: tree.lineOf(Math.max(start, end - 1)) };
}

function isModuleLevel(kind: string): boolean {
  return (
    /^(module|program|export_statement|expression_statement|lexical_declaration|variable_declaration|ERROR)$/.test(
      kind,
    ) || kind === "ambient_declaration"
  );
}

function plainDefinitions(tree: CodeTree, node: SyntaxNode, functions: ReadonlySet<SyntaxNode>): Found[] {
  const kind = typeKinds.get(node.kind);
  if (kind !== undefined) {
    // Python writes the name as a type, `Row[T]`, and the keyword "type" has that kind too.
    const [head] = tree.named(node);
    const name = head && [...tree.nodes(head)].find(({ kind }) => kind.endsWith("identifier"));
    return name === undefined ? [] : [foundAt(tree, node, kind, tree.text(name))];
  }
  if (node.kind === "variable_declarator") {
    if (node.children.some((one) => functions.has(one))) return [];
    const name = child(node, "identifier");
    return name === undefined ? [] : [foundAt(tree, node, "variable", tree.text(name))];
  }
  if (node.kind !== "assignment") return [];
  const [target] = node.children;
  return target?.kind === "identifier" ? [foundAt(tree, node, "variable", tree.text(target))] : [];
}

function foundAt(tree: CodeTree, node: SyntaxNode, kind: CodeDefinition["kind"], name: string): Found {
  const exported = tree.parent(node);
  const { start, end } = exported?.kind === "export_statement" ? exported : node;
  return { at: start, definition: { kind, name, ...linesOf(tree, start, end) } };
}
