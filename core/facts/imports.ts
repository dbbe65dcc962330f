import { child, has, type SyntaxNode } from "../syntax/syntaxNode.ts";
import type { CodeTree } from "./codeTree.ts";

export interface ImportStatement {
  /** As written, without quotes: "os.path", "..models", "./basket.js". */
  readonly module: string;
  /** As the module calls them; "*" for all of it, "default" for its default. None where only the module is named. */
  readonly names: readonly string[];
  readonly line: number;
}

export interface ImportBinding {
  /** In this file. */
  readonly local: string;
  /** In its module; undefined where the name stands for the module. */
  readonly original?: string;
}

export interface BindingImport extends ImportStatement {
  readonly node: SyntaxNode;
  readonly bindings: readonly ImportBinding[];
}

/** Imports at any depth, in the order of the text; in JavaScript also `require("x")` and `import("x")`. */
export function importsOf(tree: CodeTree): readonly BindingImport[] {
  const found: BindingImport[] = [];
  for (const node of tree.nodes())
    if (tree.isPython) found.push(...pythonImports(tree, node));
    else found.push(...scriptImports(tree, node));
  return found;
}

function pythonImports(tree: CodeTree, node: SyntaxNode): BindingImport[] {
  const line = tree.line(node);
  if (node.kind === "import_statement")
    return tree.named(node).flatMap((one): BindingImport[] => {
      const path = one.kind === "aliased_import" ? child(one, "dotted_name") : one;
      if (path?.kind !== "dotted_name") return [];
      const module = compact(tree, path);
      const alias = child(one, "identifier");
      // `import os.path` binds os.
      const local = one.kind === "aliased_import" && alias ? tree.text(alias) : (module.split(".")[0] ?? "");
      return [{ module, names: [], line, node, bindings: [{ local }] }];
    });
  if (node.kind === "future_import_statement") return [];
  if (node.kind !== "import_from_statement") return [];
  const [from, ...rest] = tree.named(node);
  if (from === undefined) return [];
  const bindings = rest.flatMap((one): ImportBinding[] => {
    if (one.kind === "wildcard_import") return [{ local: "*", original: "*" }];
    const path = one.kind === "aliased_import" ? child(one, "dotted_name") : one;
    if (path?.kind !== "dotted_name") return [];
    const alias = one.kind === "aliased_import" ? child(one, "identifier") : undefined;
    const original = compact(tree, path);
    return [{ local: alias ? tree.text(alias) : original, original }];
  });
  return [{ module: compact(tree, from), names: originals(bindings), line, node, bindings }];
}

function scriptImports(tree: CodeTree, node: SyntaxNode): BindingImport[] {
  const isExport = node.kind === "export_statement";
  const required = child(node, "import_require_clause");
  if (node.kind === "import_statement" || (isExport && has(node, "from"))) {
    const from = child(required ?? node, "string");
    if (from === undefined) return [];
    const clause = required ?? (isExport ? node : child(node, "import_clause"));
    const bindings = clause === undefined ? [] : clauseBindings(tree, clause, isExport);
    return [{ ...headOf(tree, node, from, bindings), node, bindings: isExport ? [] : bindings }];
  }
  if (node.kind !== "call_expression") return [];
  const [callee] = node.children;
  const isRequire = callee?.kind === "identifier" && tree.text(callee) === "require";
  if (callee?.kind !== "import" && !isRequire) return [];
  const from = child(child(node, "arguments") ?? node, "string");
  if (from === undefined) return [];
  let holder = tree.parent(node);
  if (holder?.kind === "await_expression") holder = tree.parent(holder);
  const target = holder?.kind === "variable_declarator" ? holder.children[0] : undefined;
  const bindings = target === undefined ? [] : requiredBindings(tree, target);
  return [{ ...headOf(tree, node, from, bindings), node: holder ?? node, bindings }];
}

function headOf(
  tree: CodeTree,
  node: SyntaxNode,
  from: SyntaxNode,
  bindings: readonly ImportBinding[],
): ImportStatement {
  return { module: tree.text(from).slice(1, -1), names: originals(bindings), line: tree.line(node) };
}

function clauseBindings(tree: CodeTree, clause: SyntaxNode, isExport: boolean): readonly ImportBinding[] {
  if (isExport && has(clause, "*")) return [{ local: "*", original: "*" }];
  return tree.named(clause).flatMap((one): ImportBinding[] => {
    if (one.kind === "identifier")
      return clause.kind === "import_require_clause"
        ? [{ local: tree.text(one) }]
        : [{ local: tree.text(one), original: "default" }];
    if (one.kind === "namespace_import" || one.kind === "namespace_export") {
      const name = child(one, "identifier");
      return name === undefined ? [] : [{ local: tree.text(name) }];
    }
    if (one.kind !== "named_imports" && one.kind !== "export_clause") return [];
    return tree.named(one).flatMap((specifier): ImportBinding[] => {
      const [original, alias] = tree.named(specifier);
      if (original === undefined) return [];
      return [{ local: tree.text(alias ?? original), original: tree.text(original) }];
    });
  });
}

/** `const fs = require("fs")`, `const { join: j } = require("path")` */
function requiredBindings(tree: CodeTree, target: SyntaxNode): readonly ImportBinding[] {
  if (target.kind === "identifier") return [{ local: tree.text(target) }];
  if (target.kind !== "object_pattern") return [];
  return tree.named(target).flatMap((one): ImportBinding[] => {
    if (one.kind === "shorthand_property_identifier_pattern")
      return [{ local: tree.text(one), original: tree.text(one) }];
    const [original, local] = tree.named(one);
    if (one.kind !== "pair_pattern" || original === undefined || local?.kind !== "identifier") return [];
    return [{ local: tree.text(local), original: tree.text(original) }];
  });
}

/** A binding of the whole module counts as "*" where the language writes it so. */
function originals(bindings: readonly ImportBinding[]): readonly string[] {
  return bindings.map(({ original }) => original ?? "*");
}

function compact(tree: CodeTree, node: SyntaxNode): string {
  return tree.text(node).replaceAll(/\s/g, "");
}
