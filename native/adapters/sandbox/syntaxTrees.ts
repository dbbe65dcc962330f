import pythonLanguage from "@ast-grep/lang-python";
import { Lang, parse, registerDynamicLanguage, type SgNode } from "@ast-grep/napi";
import { languageOfPath } from "../../../core/base/languageOfPath.ts";
import type { MutationNode } from "../../../core/sandbox/mutation/mutationNode.ts";

/** The whole file's tree; undefined when there is no parser for it here, or it does not parse without error. */
export function parseForMutation(path: string, text: string): MutationNode | undefined {
  const grammar = grammarOf(path);
  if (grammar === undefined) return undefined;
  try {
    const root: SgNode = parse(grammar, text).root();
    if (root.find({ rule: { kind: "ERROR" } }) !== null) return undefined;
    const tree = copyOf(root);
    return tree.children.some(isIncomplete) ? undefined : tree;
  } catch {
    return undefined;
  }
}

function copyOf(node: SgNode): MutationNode {
  const { start, end } = node.range();
  return {
    kind: String(node.kind()),
    isNamed: node.isNamed(),
    start: start.index,
    end: end.index,
    children: node.children().map(copyOf),
  };
}

/** The parser puts in what it misses, a parenthesis for example, as a leaf without length. */
function isIncomplete({ start, end, children }: MutationNode): boolean {
  return children.length === 0 ? start === end : children.some(isIncomplete);
}

function grammarOf(path: string): string | undefined {
  switch (languageOfPath(path)) {
    case "python":
      return pythonGrammar();
    case "typescript":
      return path.endsWith("x") ? Lang.Tsx : Lang.TypeScript;
    case "typescriptreact":
    case "javascript":
    case "javascriptreact":
      return Lang.Tsx;
    default:
      return undefined;
  }
}

/** The gate may have registered it in this process already; its parser then serves. */
function pythonGrammar(): string {
  try {
    parse("python", "");
  } catch {
    registerDynamicLanguage({ python: pythonLanguage });
  }
  return "python";
}
