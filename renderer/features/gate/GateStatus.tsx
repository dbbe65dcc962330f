import { useStore } from "zustand";
import { useServices } from "../../state/services.ts";
import { StatusButton } from "../../ui/StatusButton.tsx";
import type { VerdictLog } from "./verdictLog.ts";
import { gateState } from "./verdictWords.ts";

export function GateStatus({ verdicts }: { readonly verdicts: VerdictLog }) {
  const { layout } = useServices();
  const latest = useStore(verdicts.store, (state) => state.latest);
  const { text, label } = gateState(latest);
  return (
    <StatusButton label={label} onClick={() => layout.showPanel("gate")}>
      <span className={latest?.outcome ?? "pass"}>{text}</span>
    </StatusButton>
  );
}
