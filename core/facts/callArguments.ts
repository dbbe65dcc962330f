import { child, type SyntaxNode } from "../syntax/syntaxNode.ts";
import type { CodeTree } from "./codeTree.ts";

export interface CallArguments {
  readonly positional: number;
  /** Python: the arguments that are given by name. */
  readonly names: readonly string[];
  /** `*list`, `**map`, `...list`: how many there are is not known. */
  readonly spreads: boolean;
}

export function argumentsOf(tree: CodeTree, call: SyntaxNode): CallArguments {
  const list = child(call, "argument_list", "arguments");
  // `sum(x for x in y)` has a generator in place of a list.
  if (list === undefined)
    return { positional: child(call, "generator_expression") ? 1 : 0, names: [], spreads: false };
  const given = tree.named(list);
  const names = given.flatMap((one) => {
    const name = one.kind === "keyword_argument" ? child(one, "identifier") : undefined;
    return name === undefined ? [] : [tree.text(name)];
  });
  const spread = given.filter(({ kind }) => /^(list_splat|dictionary_splat|spread_element)$/.test(kind));
  return {
    positional: given.length - names.length - spread.length,
    names,
    spreads: spread.length > 0,
  };
}
