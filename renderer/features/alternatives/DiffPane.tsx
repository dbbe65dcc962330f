import { useEffect, useRef } from "react";
import { useServices } from "../../state/services.ts";
import { editorOptions } from "../editor/editorOptions.ts";
import { type DiffEditor, plainDiffEditor } from "../editor/monaco/plainDiffEditor.ts";

interface DiffPaneProps {
  readonly before: string;
  readonly after: string;
  readonly language: string;
  readonly label: string;
}

/** What a text changes, in one column, as the editor would colour it. */
export function DiffPane({ before, after, language, label }: DiffPaneProps) {
  const { monaco, settings } = useServices();
  const element = useRef<HTMLDivElement>(null);
  const shown = useRef<{ readonly editor: DiffEditor; readonly dispose: () => void } | undefined>(undefined);
  // biome-ignore lint/correctness/useExhaustiveDependencies: the second text is put in by the effect below
  useEffect(() => {
    let gone = false;
    void monaco.load().then((loaded) => {
      if (gone || !element.current) return;
      const original = loaded.editor.createModel(before, language);
      const modified = loaded.editor.createModel(after, language);
      const editor = plainDiffEditor(loaded, element.current, {
        ...editorOptions(settings.store.getState().effective, undefined),
        automaticLayout: true,
        readOnly: true,
        renderSideBySide: false,
        hideUnchangedRegions: { enabled: true, contextLineCount: 2, minimumLineCount: 3 },
        renderOverviewRuler: false,
        lineNumbersMinChars: 3,
        diffWordWrap: "on",
        theme: "airlock",
        originalAriaLabel: `${label}, before`,
        modifiedAriaLabel: label,
      });
      editor.setModel({ original, modified });
      shown.current = {
        editor,
        dispose: () => {
          // It goes on comparing for a moment, and must not do so with what is gone.
          editor.setModel(null);
          editor.dispose();
          original.dispose();
          modified.dispose();
        },
      };
    });
    return () => {
      gone = true;
      shown.current?.dispose();
      shown.current = undefined;
    };
  }, [monaco, settings, language, label, before]);
  useEffect(() => {
    const models = shown.current?.editor.getModel();
    if (!models) return;
    if (models.modified.getValue() !== after) models.modified.setValue(after);
  }, [after]);
  return <div ref={element} className="alternative-diff" data-testid="alternative-diff" />;
}
