import { useStore } from "zustand";
import type { StoreApi } from "zustand/vanilla";
import type { SealStatus } from "../../../core/contract/workbench.ts";
import { useServices } from "../../state/services.ts";
import { Icon } from "../../ui/Icon.tsx";
import { StatusButton } from "../../ui/StatusButton.tsx";

export type SealStore = StoreApi<{ readonly status: SealStatus | undefined }>;

export function SealItem({ seal }: { readonly seal: SealStore }) {
  const { dialogs } = useServices();
  const status = useStore(seal, (state) => state.status);
  if (!status) return null;
  const words = status.sealed ? "Sealed" : `Open · ${destinations(status.destinations.length)}`;
  const explain = (): void => {
    void dialogs.ask(status.sealed ? "Sealed" : "Open", explanation(status), [
      { title: "Close", value: undefined, kind: "primary" },
    ]);
  };
  return (
    <StatusButton label={`Seal: ${words}`} onClick={explain}>
      <Icon name={status.sealed ? "lock" : "unlock"} className={status.sealed ? "pass" : "warn"} />
      <b>{words}</b>
    </StatusButton>
  );
}

function destinations(count: number): string {
  return count === 1 ? "1 destination" : `${count} destinations`;
}

export function explanation(status: SealStatus): string {
  if (status.sealed) return "Nothing has left this machine since Airlock started.";
  const list = status.destinations.map(({ host, connections }) => `${host} (${connections})`).join(", ");
  return `Connections since Airlock started: ${list}.`;
}
