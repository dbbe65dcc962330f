import { useSyncExternalStore } from "react";
import { useServices } from "../../state/services.ts";
import { Icon } from "../../ui/Icon.tsx";

export function ConnectionBanner() {
  const { host } = useServices();
  const state = useSyncExternalStore(
    (changed) => {
      const subscription = host.onDidChangeState(changed);
      return () => subscription.dispose();
    },
    () => host.state,
  );
  if (state === "connected") return null;
  return (
    <div className="connection-banner" role="alert">
      <Icon name="debug-disconnect" className="warn" /> Reconnecting to the host… Your text is kept.
    </div>
  );
}
