import { type Disposable, DisposableStore } from "../../../core/base/disposable.ts";
import type { Services } from "../../state/services.ts";
import type { Monaco, TextModel } from "../editor/monaco/monacoLoader.ts";
import { completionItems, resolvedItem, stillFits } from "./completionItems.ts";
import { toEditorRange, toMarkdown } from "./convert.ts";
import type { LanguageServerConnection } from "./languageServerConnection.ts";
import {
  completionAnswer,
  completionItem,
  highlightsAnswer,
  hoverAnswer,
  type LspMarkup,
  type LspSymbol,
  locations,
  prepareRenameAnswer,
  signatureAnswer,
  symbolsAnswer,
  workspaceEdit,
} from "./lspSchemas.ts";
import { WorkspaceLocations } from "./workspaceLocations.ts";

const language = "python";

interface Place {
  readonly lineNumber: number;
  readonly column: number;
}

/** Everything that Monaco can ask about Python, asked of the language server. Without a server the answers are empty. */
export function registerPythonProviders(
  services: Services,
  monaco: Monaco,
  server: () => Promise<LanguageServerConnection | undefined>,
): Disposable {
  const { languages } = monaco;
  const own = new DisposableStore();
  const places = own.add(new WorkspaceLocations(services, monaco));

  own.add(
    languages.registerCompletionItemProvider(language, {
      triggerCharacters: [".", "[", '"', "'"],
      provideCompletionItems: async (model, position, context, token) => {
        const trigger =
          context.triggerCharacter === undefined
            ? { triggerKind: 1 }
            : { triggerKind: 2, triggerCharacter: context.triggerCharacter };
        const params = { ...at(model, position), context: trigger };
        const line = model.getLineContent(position.lineNumber);
        const fits = (): boolean =>
          !model.isDisposed() &&
          position.lineNumber <= model.getLineCount() &&
          stillFits(line, model.getLineContent(position.lineNumber), position.column);
        const connection = await server();
        // A server that was still starting has read the text of now: the question was about another.
        if (token.isCancellationRequested || !fits()) return undefined;
        const answer = await connection?.request("textDocument/completion", params, completionAnswer, token);
        return answer && fits() ? completionItems(monaco, answer, model, position) : undefined;
      },
      resolveCompletionItem: async (item, token) => {
        if (!("lsp" in item)) return item;
        const answer = await (await server())?.request(
          "completionItem/resolve",
          item.lsp,
          completionItem,
          token,
        );
        return answer ? resolvedItem(item, answer) : item;
      },
    }),
  );
  own.add(
    languages.registerHoverProvider(language, {
      provideHover: async (model, position, token) => {
        const hover = await (await server())?.request(
          "textDocument/hover",
          at(model, position),
          hoverAnswer,
          token,
        );
        if (!hover) return undefined;
        const contents = Array.isArray(hover.contents) ? hover.contents : [hover.contents];
        return {
          contents: contents.map(markdown),
          ...(hover.range ? { range: toEditorRange(hover.range) } : {}),
        };
      },
    }),
  );
  own.add(
    languages.registerSignatureHelpProvider(language, {
      signatureHelpTriggerCharacters: ["(", ","],
      signatureHelpRetriggerCharacters: [")"],
      provideSignatureHelp: async (model, position, token) => {
        const params = at(model, position);
        const help = await (await server())?.request(
          "textDocument/signatureHelp",
          params,
          signatureAnswer,
          token,
        );
        if (!help || help.signatures.length === 0) return undefined;
        const active = help.activeSignature ?? 0;
        const parameter = help.signatures[active]?.activeParameter ?? help.activeParameter ?? 0;
        return {
          dispose: () => {},
          value: {
            activeSignature: active,
            activeParameter: parameter,
            signatures: help.signatures.map((signature) => ({
              label: signature.label,
              documentation: markdown(signature.documentation),
              parameters: (signature.parameters ?? []).map(({ label, documentation }) => ({
                label,
                documentation: markdown(documentation),
              })),
            })),
          },
        };
      },
    }),
  );
  const definition = (method: string) => async (model: TextModel, position: Place, token: Token) => {
    const found = await (await server())?.request(method, at(model, position), locations, token);
    return found && places.openable(found);
  };
  own.add(
    languages.registerDefinitionProvider(language, {
      provideDefinition: definition("textDocument/definition"),
    }),
  );
  own.add(
    languages.registerDeclarationProvider(language, {
      provideDeclaration: definition("textDocument/declaration"),
    }),
  );
  own.add(
    languages.registerTypeDefinitionProvider(language, {
      provideTypeDefinition: definition("textDocument/typeDefinition"),
    }),
  );
  own.add(
    languages.registerReferenceProvider(language, {
      provideReferences: async (model, position, context, token) => {
        const params = { ...at(model, position), context };
        const found = await (await server())?.request("textDocument/references", params, locations, token);
        return found && places.openable(found);
      },
    }),
  );
  own.add(
    languages.registerDocumentHighlightProvider(language, {
      provideDocumentHighlights: async (model, position, token) => {
        const params = at(model, position);
        const found = await (await server())?.request(
          "textDocument/documentHighlight",
          params,
          highlightsAnswer,
          token,
        );
        return found?.map((highlight) => ({
          range: toEditorRange(highlight.range),
          kind: (highlight.kind ?? 1) - 1,
        }));
      },
    }),
  );
  own.add(
    languages.registerDocumentSymbolProvider(language, {
      displayName: "Python",
      provideDocumentSymbols: async (model, token) => {
        const params = { textDocument: { uri: model.uri.toString() } };
        const symbols = await (await server())?.request(
          "textDocument/documentSymbol",
          params,
          symbolsAnswer,
          token,
        );
        return symbols?.map(toSymbol);
      },
    }),
  );
  own.add(
    languages.registerRenameProvider(language, {
      resolveRenameLocation: async (model, position, token) => {
        const params = at(model, position);
        const answer = await (await server())?.request(
          "textDocument/prepareRename",
          params,
          prepareRenameAnswer,
          token,
        );
        const nowhere = { startLineNumber: 1, startColumn: 1, endLineNumber: 1, endColumn: 1 };
        if (!answer) return { range: nowhere, text: "", rejectReason: "This can't be renamed." };
        const range = toEditorRange(answer.range);
        return { range, text: answer.placeholder ?? model.getValueInRange(range) };
      },
      provideRenameEdits: async (model, position, newName, token) => {
        const params = { ...at(model, position), newName };
        const edits = await (await server())?.request("textDocument/rename", params, workspaceEdit, token);
        if (!edits) return { edits: [], rejectReason: "Python's language server did not answer." };
        return places.openEdits(edits);
      },
    }),
  );
  return own;
}

interface Token {
  readonly isCancellationRequested: boolean;
  readonly onCancellationRequested: (listener: (event: unknown) => unknown) => Disposable;
}

function at(model: TextModel, position: Place) {
  return {
    textDocument: { uri: model.uri.toString() },
    position: { line: position.lineNumber - 1, character: position.column - 1 },
  };
}

function markdown(markup: LspMarkup | undefined): { readonly value: string } {
  return { value: toMarkdown(markup) };
}

function toSymbol(
  symbol: LspSymbol,
): ReturnType<typeof plainSymbol> & { children: ReturnType<typeof toSymbol>[] } {
  return { ...plainSymbol(symbol), children: (symbol.children ?? []).map(toSymbol) };
}

function plainSymbol(symbol: LspSymbol) {
  return {
    name: symbol.name,
    detail: symbol.detail ?? "",
    // The protocol counts kinds from 1, Monaco from 0, in the same order.
    kind: symbol.kind - 1,
    tags: [...(symbol.tags ?? [])],
    range: toEditorRange(symbol.range),
    selectionRange: toEditorRange(symbol.selectionRange),
  };
}
