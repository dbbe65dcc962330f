import { useEffect, useRef } from "react";
import { useStore } from "zustand";
import { useServices } from "../../state/services.ts";
import { EmptyState } from "../../ui/EmptyState.tsx";
import { editorOptions } from "./editorOptions.ts";
import { plainDiffEditor } from "./monaco/plainDiffEditor.ts";

/** The file on disk beside the text in the editor; the right side can be edited. */
export function CompareView({ resource }: { readonly resource: string }) {
  const { documents, monaco, settings, editors } = useServices();
  const element = useRef<HTMLDivElement>(null);
  const document = useStore(documents.store, (state) => state.byResource[resource]);
  const disk = document?.disk.kind === "changed" ? (document.disk.text ?? "") : undefined;
  const ready = document?.phase.kind === "ready";
  useEffect(() => {
    const model = documents.model(resource);
    const loaded = monaco.current;
    if (!loaded || !element.current || !model || disk === undefined || !ready) return;
    const original = loaded.editor.createModel(disk, model.getLanguageId());
    const editor = plainDiffEditor(loaded, element.current, {
      ...editorOptions(settings.store.getState().effective, undefined),
      automaticLayout: true,
      originalEditable: false,
      theme: "airlock",
      originalAriaLabel: "On disk",
      modifiedAriaLabel: "In the editor",
    });
    editor.setModel({ original, modified: model });
    // The file's own tab may close first, and its text with it; a diff editor does not let go by itself.
    const closing = model.onWillDispose(() => editor.setModel(null));
    return () => {
      closing.dispose();
      editor.dispose();
      original.dispose();
    };
  }, [documents, monaco, settings, resource, disk, ready]);
  if (disk === undefined)
    return (
      <EmptyState
        text={
          document === undefined ? "The file is not open any more." : "The file on disk and the editor agree."
        }
        action={{ title: "Open the file", run: () => editors.openResource(resource) }}
      />
    );
  return (
    <div className="compare">
      <div className="compare-heading">
        <span>On disk</span>
        <span>In the editor</span>
      </div>
      <div ref={element} className="compare-editor" />
    </div>
  );
}
