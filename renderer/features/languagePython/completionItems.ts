import type { z } from "zod";
import type { Monaco, TextModel } from "../editor/monaco/monacoLoader.ts";
import { completionKindName, toEditorRange, toMarkdown } from "./convert.ts";
import type { completionAnswer, LspCompletionItem } from "./lspSchemas.ts";

type MonacoItem = Awaited<
  ReturnType<Parameters<Monaco["languages"]["registerCompletionItemProvider"]>[1]["provideCompletionItems"]>
>;
type Suggestions = NonNullable<MonacoItem>;
type Suggestion = Suggestions["suggestions"][number];

/** Each suggestion carries the server's own item, which a later "resolve" sends back as it was. */
export function completionItems(
  monaco: Monaco,
  answer: z.output<typeof completionAnswer>,
  model: TextModel,
  position: { readonly lineNumber: number; readonly column: number },
): Suggestions {
  const word = model.getWordUntilPosition(position);
  const range = new monaco.Range(position.lineNumber, word.startColumn, position.lineNumber, position.column);
  return {
    incomplete: answer.isIncomplete ?? false,
    suggestions: answer.items.map((item) => {
      const edit = item.textEdit;
      const place =
        edit === undefined
          ? range
          : "range" in edit
            ? toEditorRange(edit.range)
            : { insert: toEditorRange(edit.insert), replace: toEditorRange(edit.replace) };
      const suggestion: Suggestion & { lsp: LspCompletionItem } = {
        label: item.labelDetails ? { label: item.label, ...item.labelDetails } : item.label,
        kind: monaco.languages.CompletionItemKind[completionKindName(item.kind)],
        insertText: edit?.newText ?? item.insertText ?? item.label,
        range: place,
        lsp: item,
        ...(item.sortText === undefined ? {} : { sortText: item.sortText }),
        ...(item.filterText === undefined ? {} : { filterText: item.filterText }),
        ...(item.preselect === undefined ? {} : { preselect: item.preselect }),
        ...(item.tags === undefined
          ? {}
          : { tags: item.tags.map(() => monaco.languages.CompletionItemTag.Deprecated) }),
      };
      return resolvedItem(suggestion, item);
    }),
  };
}

export function resolvedItem<S extends Suggestion>(suggestion: S, item: LspCompletionItem): S {
  return {
    ...suggestion,
    ...(item.detail === undefined ? {} : { detail: item.detail }),
    ...(item.documentation === undefined ? {} : { documentation: { value: toMarkdown(item.documentation) } }),
    ...(item.additionalTextEdits === undefined
      ? {}
      : {
          additionalTextEdits: item.additionalTextEdits.map((edit) => ({
            range: toEditorRange(edit.range),
            text: edit.newText,
          })),
        }),
  };
}

/**
 * Whether what was offered for the word that ends at `column` (from 1) is still about the line as it now stands: the
 * word may have grown meanwhile, but nothing else was typed. Otherwise an answer that comes late would be put over text
 * it knows nothing of.
 */
export function stillFits(before: string, now: string, column: number): boolean {
  const head = before.slice(0, column - 1);
  const tail = before.slice(column - 1);
  if (!now.startsWith(head) || !now.endsWith(tail) || now.length < before.length) return false;
  return /^[\p{L}\p{N}_]*$/u.test(now.slice(head.length, now.length - tail.length));
}
