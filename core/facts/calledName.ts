import { moduleName } from "../gate/dataflow/moduleName.ts";
import { after, type SyntaxNode } from "../syntax/syntaxNode.ts";
import type { CodeTree } from "./codeTree.ts";
import { importsOf } from "./imports.ts";

export interface Call {
  readonly node: SyntaxNode;
  readonly callee: SyntaxNode;
}

/** A call, or the making of an object with `new`. */
export function callAt(node: SyntaxNode): Call | undefined {
  switch (node.kind) {
    case "call":
    case "call_expression": {
      const [callee] = node.children;
      return callee === undefined || callee.kind === "import" ? undefined : { node, callee };
    }
    case "new_expression": {
      const callee = after(node, "new");
      return callee === undefined ? undefined : { node, callee };
    }
    default:
      return undefined;
  }
}

const longestName = 80;
const throughs =
  /^(parenthesized_expression|non_null_expression|await|await_expression|as_expression|satisfies_expression)$/;

/** "self.basket.add", "open().read", "rows[].get": a callee without its arguments. */
export function calledName(tree: CodeTree, callee: SyntaxNode): string {
  let name = "";
  let node: SyntaxNode | undefined = callee;
  while (node !== undefined && name.length < longestName) {
    const [first]: readonly SyntaxNode[] = node.children;
    if (throughs.test(node.kind)) node = tree.named(node)[0];
    else if (node.kind === "attribute" || node.kind === "member_expression") {
      const last: SyntaxNode | undefined = node.children.at(-1);
      name = `.${last === undefined ? "" : tree.text(last)}${name}`;
      node = first;
    } else if (node.kind === "call" || node.kind === "call_expression") {
      name = `()${name}`;
      node = first;
    } else if (node.kind === "subscript" || node.kind === "subscript_expression") {
      name = `[]${name}`;
      node = first;
    } else
      return `${/^(identifier|this|super|type_identifier)$/.test(node.kind) ? tree.text(node) : "…"}${name}`;
  }
  return `…${name}`.slice(0, longestName);
}

/** What the names that a file imports are called in full: `run` of `from subprocess import run` is "subprocess.run". */
export function fullNames(tree: CodeTree): ReadonlyMap<string, string> {
  const names = new Map<string, string>();
  for (const { module, bindings } of importsOf(tree)) {
    const path = tree.isPython ? module : moduleName(module);
    for (const { local, original } of bindings)
      if (original === undefined)
        names.set(local, tree.isPython && path.startsWith(`${local}.`) ? local : path);
      else names.set(local, original === "default" ? path : `${path}.${original}`);
  }
  return names;
}
