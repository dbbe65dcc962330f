import { useStore } from "zustand";
import { useServices } from "../../state/services.ts";
import { Icon } from "../../ui/Icon.tsx";
import { StatusButton } from "../../ui/StatusButton.tsx";

export function BellItem() {
  const { notifications } = useServices();
  const unread = useStore(notifications.store, (state) => state.items.filter((item) => !item.read).length);
  const open = useStore(notifications.store, (state) => state.centreOpen);
  const label = unread === 0 ? "Notifications" : `Notifications, ${unread} unread`;
  return (
    <StatusButton label={label} expanded={open} onClick={() => notifications.toggleCentre()}>
      <Icon name={unread === 0 ? "bell" : "bell-dot"} />
    </StatusButton>
  );
}
