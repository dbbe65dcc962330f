import type { CancellationToken, editor, languages, Position } from "monaco-editor/editor";
import type { Monaco } from "../editor/monaco/monacoLoader.ts";
import type { StandingSuggestion } from "./offers.ts";

export const ghostTextGroup = "airlock";

export interface GhostTextItem extends languages.InlineCompletion {
  readonly suggestionId: string;
}
export interface GhostTextList extends languages.InlineCompletions<GhostTextItem> {
  readonly items: readonly GhostTextItem[];
}

export interface GhostTextSource {
  /** What to draw at the cursor; undefined for nothing. `explicit`: asked for by a key. */
  find(
    model: editor.ITextModel,
    position: Position,
    explicit: boolean,
    token: CancellationToken,
  ): Promise<StandingSuggestion | undefined>;
  /** It stands on the screen now. */
  drawn(suggestionId: string): void;
  /** Monaco inserted a suggestion by itself, which nothing allows it to do. */
  insertedUnasked(): void;
}

/** Our suggestions as Monaco wants them: one at a time, at the cursor, without any waiting of its own. */
export function ghostTextProvider(
  monaco: Monaco,
  source: GhostTextSource,
): languages.InlineCompletionsProvider<GhostTextList> {
  const { InlineCompletionTriggerKind, InlineCompletionEndOfLifeReasonKind } = monaco.languages;
  return {
    groupId: ghostTextGroup,
    displayName: "Airlock",
    debounceDelayMs: 0,
    async provideInlineCompletions(model, position, context, token) {
      // While the list of words is open Monaco previews its selected word there; two voices at one cursor are too many.
      if (context.selectedSuggestionInfo) return undefined;
      const explicit = context.triggerKind === InlineCompletionTriggerKind.Explicit;
      const standing = await source.find(model, position, explicit, token);
      if (!standing || standing.remaining === "" || token.isCancellationRequested) return undefined;
      return { items: [itemOf(model, position, standing)], suppressSuggestions: true };
    },
    handleItemDidShow: (_list, item) => source.drawn(item.suggestionId),
    // An accept of a word in the list of words (kind 2, "Suggest") is not an accept of ours.
    handlePartialAccept: (_list, _item, _characters, info) => {
      if (Number(info.kind) !== 2) source.insertedUnasked();
    },
    handleEndOfLifetime: (_list, _item, reason) => {
      if (reason.kind === InlineCompletionEndOfLifeReasonKind.Accepted) source.insertedUnasked();
    },
    disposeInlineCompletions: () => {},
  };
}

/** Text of several lines must reach to its line's end: what stands right of the cursor is then repeated behind it. */
function itemOf(model: editor.ITextModel, position: Position, standing: StandingSuggestion): GhostTextItem {
  const { lineNumber, column } = position;
  const end = column + standing.closers.length;
  const lineEnd = model.getLineMaxColumn(lineNumber);
  const behind = model.getLineContent(lineNumber).slice(end - 1);
  const wholeLine = standing.remaining.includes("\n") && behind !== "";
  return {
    suggestionId: standing.suggestion.id,
    insertText: wholeLine ? standing.remaining + behind : standing.remaining,
    range: {
      startLineNumber: lineNumber,
      startColumn: column,
      endLineNumber: lineNumber,
      endColumn: wholeLine ? lineEnd : end,
    },
  };
}
