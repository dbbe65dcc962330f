import { useEffect, useRef, useState } from "react";
import { useServices } from "../../state/services.ts";
import { Icon } from "../../ui/Icon.tsx";
import { editorOptions } from "../editor/editorOptions.ts";
import "./settings.css";

/** A settings file as JSON, checked against the schema while it is written; Ctrl+S or leaving the field writes it. */
export function SettingsJsonView({ scope }: { readonly scope: "user" | "workspace" }) {
  const { settings, monaco, announcer } = useServices();
  const element = useRef<HTMLDivElement>(null);
  const [problem, setProblem] = useState<string>();
  useEffect(() => {
    let dispose: (() => void) | undefined;
    let gone = false;
    void monaco.load().then((loaded) => {
      if (gone || !element.current) return;
      const stored = (): string => {
        const { userJson, workspaceJson } = settings.store.getState();
        return scope === "user" ? userJson : workspaceJson;
      };
      const uri = loaded.Uri.parse(`airlock-settings:/${scope}.json`);
      loaded.editor.getModel(uri)?.dispose();
      const model = loaded.editor.createModel(stored() || "{}\n", "json", uri);
      const editor = loaded.editor.create(element.current, {
        ...editorOptions(settings.store.getState().effective, undefined),
        ariaLabel: `${scope} settings, JSON`,
        model,
        automaticLayout: true,
        theme: "airlock",
        tabSize: 2,
      });
      let written = model.getValue();
      const write = async (): Promise<void> => {
        if (model.isDisposed() || model.getValue() === written) return;
        const text = model.getValue();
        const refused = await settings.writeJson(scope, text);
        setProblem(refused);
        if (refused !== undefined) return;
        written = text;
        announcer.say("Settings saved.");
      };
      const unsubscribe = settings.store.subscribe(() => {
        const now = stored();
        if (model.isDisposed() || now === model.getValue() || model.getValue() !== written) return;
        written = now;
        model.setValue(now);
      });
      editor.addCommand(loaded.KeyMod.CtrlCmd | loaded.KeyCode.KeyS, () => void write());
      editor.onDidBlurEditorText(() => void write());
      editor.focus();
      dispose = () => {
        void write();
        unsubscribe();
        editor.dispose();
        model.dispose();
      };
    });
    return () => {
      gone = true;
      dispose?.();
    };
  }, [monaco, settings, announcer, scope]);
  return (
    <div className="settings-json">
      {problem !== undefined && (
        <div className="editor-bar" role="alert">
          <Icon name="warning" className="warn" />
          <span>{problem}</span>
        </div>
      )}
      <div ref={element} className="settings-json-editor" />
    </div>
  );
}
