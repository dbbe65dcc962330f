import type { Position } from "monaco-editor/editor";
import { cutWindow } from "../../../core/completion/window.ts";
import type { CompletionPlace } from "../../../core/contract/completion.ts";
import type { GateSubject } from "../../../core/contract/gate.ts";
import type { TextModel } from "../editor/monaco/monacoLoader.ts";
import { subjectOf } from "./acceptPart.ts";

/** Monaco's own name for "line ends as \n, whatever the model has". */
const lineFeeds = 1;

/** The text around a cursor as the host is asked about it. Only the lines of the window are read. */
export function placeAt(model: TextModel, path: string, position: Position): CompletionPlace {
  const source = {
    lineCount: model.getLineCount(),
    line: (index: number) => model.getLineContent(index + 1),
  };
  const at = { line: position.lineNumber - 1, column: position.column - 1 };
  return { path, language: model.getLanguageId(), position: at, ...cutWindow(source, at) };
}

/** What the gate is to judge: `text` at the cursor, in place of `replaces` characters right of it. */
export function subjectAt(
  model: TextModel,
  path: string,
  position: Position,
  text: string,
  replaces: number,
): GateSubject {
  const end = model.getFullModelRange().getEndPosition();
  const range = (fromLine: number, fromColumn: number, toLine: number, toColumn: number) => ({
    startLineNumber: fromLine,
    startColumn: fromColumn,
    endLineNumber: toLine,
    endColumn: toColumn,
  });
  const { lineNumber, column } = position;
  const before = model.getValueInRange(range(1, 1, lineNumber, column), lineFeeds);
  const after = model.getValueInRange(
    range(lineNumber, column + replaces, end.lineNumber, end.column),
    lineFeeds,
  );
  return subjectOf({ language: model.getLanguageId(), path, before, after }, text);
}

export function restOfLineAt(model: TextModel, position: Position): string {
  return model.getLineContent(position.lineNumber).slice(position.column - 1);
}
