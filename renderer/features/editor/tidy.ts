import type { Settings } from "../../../core/contract/settings.ts";
import type { Monaco, TextModel } from "./monaco/monacoLoader.ts";

export interface TidyEdit {
  /** 1-based, as Monaco counts; the end column is exclusive. */
  readonly line: number;
  readonly startColumn: number;
  readonly endColumn: number;
  readonly text: string;
}

/** What saving changes in the text by itself, as the settings say: spaces at line ends away, a newline at the end. */
export function tidyEdits(
  lines: readonly string[],
  settings: Pick<Settings, "files.trimTrailingWhitespace" | "files.insertFinalNewline">,
): readonly TidyEdit[] {
  const edits: TidyEdit[] = [];
  if (settings["files.trimTrailingWhitespace"])
    lines.forEach((line, index) => {
      const kept = line.trimEnd().length;
      if (kept < line.length)
        edits.push({ line: index + 1, startColumn: kept + 1, endColumn: line.length + 1, text: "" });
    });
  const last = lines.at(-1) ?? "";
  if (settings["files.insertFinalNewline"] && last.trim() !== "")
    edits.push({
      line: lines.length,
      startColumn: last.length + 1,
      endColumn: last.length + 1,
      text: "\n",
    });
  return edits;
}

type Editors = ReturnType<Monaco["editor"]["getEditors"]>;

/**
 * Tidies a model in one step that undo takes back; every cursor in it stays where it is. `automatic`: nobody asked for this
 * save, so the lines that someone writes in are left as they are.
 */
export function tidyModel(model: TextModel, settings: Settings, editors: Editors, automatic: boolean): void {
  const showing = editors
    .filter((editor) => editor.getModel() === model)
    .map((editor) => ({ editor, selections: editor.getSelections() ?? [] }));
  const written = new Set(
    showing.flatMap(({ selections }) => selections.map((selection) => selection.positionLineNumber)),
  );
  const edits = tidyEdits(model.getLinesContent(), settings).filter(
    ({ line }) => !(automatic && written.has(line)),
  );
  if (edits.length === 0) return;
  const operations = edits.map(({ line, startColumn, endColumn, text }) => ({
    range: { startLineNumber: line, startColumn, endLineNumber: line, endColumn },
    text,
  }));
  model.pushStackElement();
  model.pushEditOperations([], operations, () => null);
  model.pushStackElement();
  for (const { editor, selections } of showing) if (selections.length > 0) editor.setSelections(selections);
}
