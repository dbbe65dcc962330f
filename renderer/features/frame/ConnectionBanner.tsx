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
  const words =
    state === "refused"
      ? "The host was started anew. Open the link it printed, in another tab; this one goes on by itself and keeps your text."
      : "Reconnecting to the host… Your text is kept.";
  return (
    <div className="connection-banner" role="alert">
      <Icon name="debug-disconnect" className="warn" /> {words}
    </div>
  );
}
