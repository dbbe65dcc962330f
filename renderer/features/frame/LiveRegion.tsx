import { useStore } from "zustand";
import { useServices } from "../../state/services.ts";

export function LiveRegion() {
  const { announcer } = useServices();
  const { text, turn } = useStore(announcer.store);
  return (
    <div className="visually-hidden" aria-live="polite" data-testid="live-region">
      <span key={turn}>{text}</span>
    </div>
  );
}
