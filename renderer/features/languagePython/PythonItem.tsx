import { useStore } from "zustand";
import { useServices } from "../../state/services.ts";
import { StatusButton } from "../../ui/StatusButton.tsx";
import { activeResource } from "../editor/groups.ts";
import type { PythonState, PythonStore } from "./pythonServer.ts";

interface PythonItemProps {
  readonly store: PythonStore;
  readonly restart: () => void;
}

/** Shown beside a Python text: which Python analyses it. */
export function PythonItem({ store, restart }: PythonItemProps) {
  const { editors, documents, commands } = useServices();
  const state = useStore(store, (python) => python.state);
  const resource = useStore(editors.store, activeResource);
  const language = useStore(documents.store, (open) =>
    resource === undefined ? undefined : open.byResource[resource]?.language,
  );
  if (language !== "python" || state.kind === "off") return null;
  if (state.kind === "failed")
    return (
      <StatusButton label={`${state.reason} Start it again`} onClick={restart}>
        <span className="warn">▲ Python analysis stopped</span>
      </StatusButton>
    );
  const words = describePython(state);
  return (
    <StatusButton
      label={`${words}: choose the interpreter`}
      onClick={() => commands.run("workbench.action.openSettings", "python.interpreter")}
    >
      {words}
    </StatusButton>
  );
}

export function describePython(state: PythonState): string {
  if (state.kind !== "running") return "Python · starting";
  const name = state.version === undefined ? "Python" : `Python ${state.version}`;
  return state.interpreter === undefined ? name : `${name} · ${state.interpreter}`;
}
