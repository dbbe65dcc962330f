import { useStore } from "zustand";
import { useServices } from "../../state/services.ts";
import { NotificationCard } from "./NotificationCard.tsx";
import "./notifications.css";

const shownAtOnce = 4;

export function Toasts() {
  const { notifications } = useServices();
  const items = useStore(notifications.store, (state) => state.items);
  const toasts = items.filter((item) => item.toast).slice(0, shownAtOnce);
  return (
    <div className="toasts">
      {toasts.map((item) => (
        <NotificationCard
          key={`${item.id}-${item.at}`}
          item={item}
          live={true}
          onDismiss={() => notifications.dismissToast(item.id)}
        />
      ))}
    </div>
  );
}
