import { useEffect, useRef } from "react";
import { useServices } from "../../state/services.ts";
import { editorOptions } from "../editor/editorOptions.ts";

interface DiffPaneProps {
  readonly before: string;
  readonly after: string;
  readonly language: string;
  readonly label: string;
}

type DiffEditor = ReturnType<
  NonNullable<ReturnType<typeof useServices>["monaco"]["current"]>["editor"]["createDiffEditor"]
>;

/** What a text changes, in one column, as the editor would colour it. */
export function DiffPane({ before, after, language, label }: DiffPaneProps) {
  const { monaco, settings } = useServices();
  const element = useRef<HTMLDivElement>(null);
  const shown = useRef<{ readonly editor: DiffEditor; readonly dispose: () => void } | undefined>(undefined);
  // biome-ignore lint/correctness/useExhaustiveDependencies: the texts are put in by the effect below
  useEffect(() => {
    let gone = false;
    void monaco.load().then((loaded) => {
      if (gone || !element.current) return;
      const original = loaded.editor.createModel(before, language);
      const modified = loaded.editor.createModel(after, language);
      const editor = loaded.editor.createDiffEditor(element.current, {
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
  }, [monaco, settings, language, label]);
  useEffect(() => {
    const models = shown.current?.editor.getModel();
    if (!models) return;
    if (models.original.getValue() !== before) models.original.setValue(before);
    if (models.modified.getValue() !== after) models.modified.setValue(after);
  }, [before, after]);
  return <div ref={element} className="alternative-diff" data-testid="alternative-diff" />;
}
