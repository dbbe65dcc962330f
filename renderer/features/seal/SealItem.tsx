import { useStore } from "zustand";
import { Icon } from "../../ui/Icon.tsx";
import { StatusButton } from "../../ui/StatusButton.tsx";
import type { SealController } from "./sealController.ts";
import { sealWords } from "./sealWords.ts";

interface SealItemProps {
  readonly controller: SealController;
  readonly onOpen: () => void;
}

/** Whether anything has left this machine since the start; opens the log. */
export function SealItem({ controller, onOpen }: SealItemProps) {
  const state = useStore(controller.store);
  if (state.kind !== "known") return null;
  const { sealed } = state.status;
  return (
    <StatusButton label="Show every connection since Airlock started" onClick={onOpen}>
      <Icon name={sealed ? "lock" : "unlock"} className={sealed ? "pass" : "warn"} />
      <b>{sealWords(state.status)}</b>
    </StatusButton>
  );
}
