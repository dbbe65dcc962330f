import { useStore } from "zustand";
import { useServices } from "../../state/services.ts";
import { StatusButton } from "../../ui/StatusButton.tsx";
import type { ModelsController } from "./modelsController.ts";
import { modelStatusWords } from "./modelWords.ts";

/** The model and what it is doing. One that stopped is restarted by a click. */
export function ModelStatus({ controller }: { readonly controller: ModelsController }) {
  const { layout } = useServices();
  const state = useStore(controller.store, (models) => models.state);
  const { text, label, tone } = modelStatusWords(state);
  const restart = state?.state === "stopped" && state.canRestart;
  return (
    <StatusButton
      label={label}
      onClick={() => (restart ? void controller.restart() : layout.showSideBar("models"))}
    >
      <span className={tone}>{text}</span>
    </StatusButton>
  );
}
