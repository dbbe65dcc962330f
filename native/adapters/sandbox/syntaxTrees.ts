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
    return root.find({ rule: { kind: "ERROR" } }) === null ? root : undefined;
  } catch {
    return undefined;
  }
}

function grammarOf(path: string): string | undefined {
  switch (languageOfPath(path)) {
    case "python":
      return pythonGrammar();
    case "typescript":
      return Lang.TypeScript;
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
