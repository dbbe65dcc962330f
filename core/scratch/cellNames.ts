import { Bindings } from "../facts/bindings.ts";
import { CodeTree } from "../facts/codeTree.ts";
import { isName, nameUse } from "../facts/nameUse.ts";
import type { SourceTree } from "../facts/sourceTree.ts";
import { child, type SyntaxNode } from "../syntax/syntaxNode.ts";
import { pythonBuiltins } from "./pythonBuiltins.ts";

/** What a cell does with the names of the kernel's memory. */
export interface CellNames {
  /** Names that have to be there before it runs. */
  readonly reads: readonly string[];
  /** Names that have another value when it has run: bound, deleted, or changed in place as far as that can be seen. */
  readonly writes: readonly string[];
}

/** Methods of lists, dicts, sets and frames that change what they are called on, where nothing is done with their answer. */
const changing = new Set([
  ...["append", "extend", "insert", "remove", "pop", "popitem", "clear", "sort", "reverse"],
  ...["update", "setdefault", "add", "discard", "drop", "fillna", "rename", "set_index", "reset_index"],
  ...["sort_values", "sort_index", "replace", "fit", "partial_fit", "seed", "fill", "put", "resize"],
]);

/** Of Python. Lines that only IPython knows (`%timeit`, `!ls`) are to be blanked out before. */
export function cellNames(source: SourceTree): CellNames {
  const tree = new CodeTree(source);
  const bindings = new Bindings(tree);
  const reads = new Set<string>();
  const writes = new Set<string>();
  /** Where the cell's own value is the one that is read. */
  const bound = new Map<string, Span[]>();
  for (const node of tree.nodes()) {
    if (!isName(node)) continue;
    const use = nameUse(tree, node);
    if (use === "label") continue;
    const name = tree.text(node);
    const scope = bindings.scopeOf(name, definitionNamed(tree, node) ?? node);
    const isOwn = scope !== undefined && scope !== tree.root;
    if (isOwn) continue;
    const inFunction = isInFunction(tree, node);
    const deletes = isDeleted(tree, node);
    if (use === "bind" || use === "import" || use === "update" || deletes) writes.add(name);
    // Read where the cell has not given it a value yet. Inside of a function that is told when it is called.
    const own = bound.get(name) ?? [];
    const isNew = inFunction
      ? scope === undefined
      : !own.some(({ start, end }) => start <= node.start && node.start < end);
    if ((use === "read" || use === "update") && isNew && (!pythonBuiltins.has(name) || scope === tree.root))
      reads.add(name);
    if (use !== "read" && !inFunction) bound.set(name, [...own, spanOf(tree, node)]);
    if (use === "read" && changedName(tree, node)) writes.add(name);
  }
  return { reads: [...reads], writes: [...writes] };
}

function isInFunction(tree: CodeTree, node: SyntaxNode): boolean {
  for (const above of tree.ancestors(node)) {
    if (above.kind === "lambda") return true;
    // Defaults and decorators are read when the function is defined.
    if (above.kind === "function_definition") {
      const body = child(above, "block");
      return body !== undefined && node.start >= body.start;
    }
  }
  return false;
}

/** The definition that is called so: a method's name is its class's, not the method's own. */
function definitionNamed(tree: CodeTree, node: SyntaxNode): SyntaxNode | undefined {
  const above = tree.parent(node);
  const isName =
    above !== undefined && /_definition$/.test(above.kind) && child(above, "identifier") === node;
  return isName ? above : undefined;
}

interface Span {
  readonly start: number;
  readonly end: number;
}

const clause =
  /^(elif_clause|else_clause|except_clause|finally_clause|case_clause|if_statement|while_statement|for_statement|try_statement)$/;

/**
 * Where a value that is given here is the one that is read: not before its statement has ended (`x = x + 1`), and for sure
 * only in the branch or the loop that gives it.
 */
function spanOf(tree: CodeTree, node: SyntaxNode): Span {
  let start: number | undefined;
  let inner = node;
  for (const above of tree.ancestors(node)) {
    const block = child(above, "block");
    const isInBlock = block === inner;
    if (start === undefined) {
      if (!isInBlock && /^(for_statement|with_statement|except_clause|case_clause)$/.test(above.kind)) {
        start = block?.start ?? above.end;
        if (/clause$/.test(above.kind)) return { start, end: above.end };
      } else if (/(assignment|named_expression|_statement|_definition)$/.test(above.kind)) start = above.end;
    }
    if (isInBlock && clause.test(above.kind)) return { start: start ?? node.end, end: inner.end };
    inner = above;
  }
  return { start: start ?? node.end, end: Number.POSITIVE_INFINITY };
}

function isDeleted(tree: CodeTree, node: SyntaxNode): boolean {
  for (const above of tree.ancestors(node)) {
    if (above.kind === "delete_statement") return true;
    if (!/^(expression_list|tuple|parenthesized_expression)$/.test(above.kind)) return false;
  }
  return false;
}

/** `frame["x"] = 1`, `frame.index.name = "a"`, `del rows[0]`, `rows.append(1)`, `frame.drop(…, inplace=True)`. */
function changedName(tree: CodeTree, name: SyntaxNode): boolean {
  let inner = name;
  for (const above of tree.ancestors(name)) {
    if (/^(expression_list|tuple|parenthesized_expression)$/.test(above.kind) && inner !== name) {
      inner = above;
      continue;
    }
    if (above.children[0] !== inner && above.kind !== "expression_statement") {
      // `for rows[0] in …` and `with open() as self.file` are rare, and left alone.
      return above.kind === "delete_statement" && inner !== name;
    }
    switch (above.kind) {
      case "subscript":
      case "attribute":
        inner = above;
        continue;
      case "assignment":
      case "augmented_assignment":
        return inner !== name;
      case "call":
        return inner.kind === "attribute" && changesInPlace(tree, above, inner);
      default:
        return above.kind === "delete_statement" && inner !== name;
    }
  }
  return false;
}

function changesInPlace(tree: CodeTree, call: SyntaxNode, called: SyntaxNode): boolean {
  const method = called.children.at(-1);
  if (method === undefined || !changing.has(tree.text(method))) return false;
  const isStatement = tree.parent(call)?.kind === "expression_statement";
  return isStatement || /\binplace\s*=\s*True\b/.test(tree.text(call));
}
