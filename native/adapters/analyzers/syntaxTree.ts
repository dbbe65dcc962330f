import pythonLanguage from "@ast-grep/lang-python";
import { Lang, parse, registerDynamicLanguage, type SgNode } from "@ast-grep/napi";
import type { SyntaxNode } from "../../../core/gate/dataflow/syntaxNode.ts";

export type Grammar = "python" | Lang.Tsx | Lang.TypeScript;

let pythonProblem: Error | undefined | "not tried" = "not tried";

/**
 * ast-grep wants this exactly once in a process. Where there is no parser for this platform the host still starts, and
 * Python is blocked with that reason.
 */
function registerPython(): void {
  if (pythonProblem === "not tried") {
    try {
      registerDynamicLanguage({ python: pythonLanguage });
      pythonProblem = undefined;
    } catch (error) {
      pythonProblem = error instanceof Error ? error : new Error(String(error));
    }
  }
  if (pythonProblem instanceof Error) throw pythonProblem;
}

export function grammarOf(language: string, path: string): Grammar | undefined {
  switch (language) {
    case "python":
      return "python";
    case "typescript":
    case "typescriptreact":
      return language === "typescriptreact" || path.endsWith("x") ? Lang.Tsx : Lang.TypeScript;
    case "javascript":
    case "javascriptreact":
      // The grammar of TSX reads JavaScript with and without JSX; one set of node kinds serves all.
      return Lang.Tsx;
    default:
      return undefined;
  }
}

/** ast-grep's own root node. Throws where there is no parser for this platform. */
export function parseRoot(grammar: Grammar, source: string): SgNode {
  if (grammar === "python") registerPython();
  return parse(grammar, source).root();
}

/** The whole tree as plain objects, in one walk: each look through the native border costs a microsecond. */
export function syntaxTree(grammar: Grammar, source: string): SyntaxNode {
  return plain(parseRoot(grammar, source));
}

function plain(node: SgNode): SyntaxNode {
  const { start, end } = node.range();
  return {
    kind: String(node.kind()),
    start: start.index,
    end: end.index,
    children: node.children().map(plain),
  };
}
