import type { SyntaxNode } from "../syntax/syntaxNode.ts";
import { type Binding, Bindings, bindingText } from "./bindings.ts";
import { CodeTree } from "./codeTree.ts";
import { isName, nameUse } from "./nameUse.ts";
import type { SourceTree } from "./sourceTree.ts";
import { statementsAt } from "./statementsAt.ts";

export interface VariableOrigin {
  readonly name: string;
  /** Nearest first, at most three; none for what the file does not define. */
  readonly definedAt: readonly { readonly line: number; readonly text: string }[];
}

const mostDefinitions = 3;

/**
 * Where the names that a line's statement reads got their values, in the order of the text. Of a statement with a body only
 * the head is read.
 * @param line zero-based
 */
export function variablesAt({ line, ...source }: SourceTree & { readonly line: number }): VariableOrigin[] {
  const tree = new CodeTree(source);
  const names = new Map<string, SyntaxNode>();
  for (const { node: statement, leavesOut } of statementsAt(tree, line))
    for (const node of tree.nodes(statement, (one) => !leavesOut(one))) {
      if (!isName(node) || isInType(tree, node)) continue;
      const use = nameUse(tree, node);
      const name = tree.text(node);
      if ((use === "read" || use === "update") && !names.has(name)) names.set(name, node);
    }
  if (names.size === 0) return [];
  const bindings = new Bindings(tree);
  return [...names].map(([name, node]) => ({
    name,
    definedAt: nearestFirst(bindings.find(name, node), node)
      .slice(0, mostDefinitions)
      .map((binding) => ({ line: tree.line(binding.node), text: bindingText(tree, binding) })),
  }));
}

/** Those above it from the nearest up, then those below it from the nearest down: a loop comes round to them. */
function nearestFirst(bindings: readonly Binding[], at: SyntaxNode): readonly Binding[] {
  const others = bindings.filter(({ node }) => node !== at);
  return [
    ...others.filter(({ node }) => node.start < at.start).toReversed(),
    ...others.filter(({ node }) => node.start > at.start),
  ];
}

function isInType(tree: CodeTree, node: SyntaxNode): boolean {
  if (node.kind === "type_identifier") return true;
  for (const above of tree.ancestors(node)) {
    if (above.kind === "type" || above.kind === "type_annotation") return true;
    if (/statement|block/.test(above.kind)) return false;
  }
  return false;
}
