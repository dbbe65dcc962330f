import { ILanguageFeaturesService } from "monaco-editor/editor/common/services/languageFeatures";
import { StandaloneServices } from "monaco-editor/editor/standalone/browser/standaloneServices";
import type { Monaco, TextModel } from "../editor/monaco/monacoLoader.ts";
import type { OutlineSymbol } from "./outlineRows.ts";

type Provider = Parameters<Monaco["languages"]["registerDocumentSymbolProvider"]>[1];
type MonacoSymbol = NonNullable<Awaited<ReturnType<Provider["provideDocumentSymbols"]>>>[number];
type MonacoRange = MonacoSymbol["range"];

/** Of the first provider that has any; the best fitting is asked first. */
export async function readSymbols(
  monaco: Monaco,
  model: TextModel,
  signal: AbortSignal,
): Promise<readonly OutlineSymbol[]> {
  const { documentSymbolProvider } = StandaloneServices.get(ILanguageFeaturesService);
  const cancellation = new monaco.CancellationTokenSource();
  const cancel = (): void => cancellation.cancel();
  signal.addEventListener("abort", cancel, { once: true });
  try {
    for (const provider of documentSymbolProvider.ordered(model)) {
      const symbols = await provider.provideDocumentSymbols(model, cancellation.token);
      if (signal.aborted) return [];
      if (symbols && symbols.length > 0) return symbols.map((symbol) => toOutlineSymbol(monaco, symbol));
    }
    return [];
  } finally {
    signal.removeEventListener("abort", cancel);
    cancellation.dispose();
  }
}

function toOutlineSymbol(monaco: Monaco, symbol: MonacoSymbol): OutlineSymbol {
  return {
    name: symbol.name,
    detail: symbol.detail,
    kindName: kindName(monaco.languages.SymbolKind[symbol.kind]),
    range: toRange(symbol.range),
    selection: toRange(symbol.selectionRange),
    children: (symbol.children ?? []).map((child) => toOutlineSymbol(monaco, child)),
  };
}

/** "EnumMember" → "enum-member", as the icons are named. */
function kindName(name: string | undefined): string {
  return (name ?? "Variable").replaceAll(/(?<=[a-z])[A-Z]/g, "-$&").toLowerCase();
}

function toRange(range: MonacoRange): OutlineSymbol["range"] {
  return {
    start: { line: range.startLineNumber - 1, column: range.startColumn - 1 },
    end: { line: range.endLineNumber - 1, column: range.endColumn - 1 },
  };
}
