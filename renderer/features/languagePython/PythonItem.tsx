import { useStore } from "zustand";
import { useServices } from "../../state/services.ts";
import { StatusButton } from "../../ui/StatusButton.tsx";
import type { QuickItem } from "../quickOpen/quickPick.ts";
import { formatWords, useActiveDocument } from "../status/LanguageItem.tsx";
import type { PythonState, PythonStore } from "./pythonServer.ts";

interface PythonItemProps {
  readonly store: PythonStore;
  readonly restart: () => void;
}

/** The language of a Python text: which Python analyses it, and what can be done about that. */
export function PythonItem({ store, restart }: PythonItemProps) {
  const { commands, quickPick } = useServices();
  const state = useStore(store, (python) => python.state);
  const document = useActiveDocument();
  if (document?.language !== "python") return null;
  if (state.kind === "failed")
    return (
      <StatusButton label={`${state.reason} Start it again`} onClick={restart}>
        <span className="warn">▲ Python analysis stopped</span>
      </StatusButton>
    );
  const words = [...formatWords(document), describePython(state)].join(" · ");
  const choices: readonly QuickItem[] = [
    {
      id: "interpreter",
      label: "Choose the interpreter…",
      icon: "python",
      run: () => commands.run("workbench.action.openSettings", "python.interpreter"),
    },
    {
      id: "language",
      label: "Change the language of this file…",
      icon: "symbol-keyword",
      run: () => commands.run("workbench.action.editor.changeLanguageMode"),
    },
    { id: "restart", label: "Start the analysis again", icon: "debug-restart", run: restart },
  ];
  return (
    <StatusButton
      label={`${words}: interpreter and language`}
      onClick={() =>
        quickPick.pick({
          placeholder: words,
          nothing: "Nothing here has that name.",
          items: (text) =>
            choices.filter((choice) => choice.label.toLowerCase().includes(text.toLowerCase())),
        })
      }
    >
      {words}
    </StatusButton>
  );
}

export function describePython(state: PythonState): string {
  if (state.kind === "off") return "Python";
  if (state.kind !== "running") return "Python · starting";
  const name = state.version === undefined ? "Python" : `Python ${state.version}`;
  return state.interpreter === undefined ? name : `${name} · ${state.interpreter}`;
}
