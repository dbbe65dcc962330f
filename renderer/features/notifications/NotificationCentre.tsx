import { useEffect, useRef } from "react";
import { useStore } from "zustand";
import { useServices } from "../../state/services.ts";
import { IconButton } from "../../ui/IconButton.tsx";
import { NotificationCard } from "./NotificationCard.tsx";

/** What the bell keeps. */
export function NotificationCentre() {
  const { notifications } = useServices();
  const { items, centreOpen } = useStore(notifications.store);
  const element = useRef<HTMLElement>(null);
  useEffect(() => {
    if (centreOpen) element.current?.focus();
  }, [centreOpen]);
  if (!centreOpen) return null;
  return (
    <section
      ref={element}
      className="notification-centre"
      aria-label="Notifications"
      tabIndex={-1}
      onKeyDown={(event) => event.key === "Escape" && notifications.toggleCentre(false)}
    >
      <header className="region-heading">
        <h2>{items.length === 0 ? "No notifications" : "Notifications"}</h2>
        <div>
          <IconButton icon="clear-all" label="Clear all" onClick={() => notifications.clear()} />
          <IconButton icon="close" label="Close" onClick={() => notifications.toggleCentre(false)} />
        </div>
      </header>
      {items.map((item) => (
        <NotificationCard
          key={item.id}
          item={item}
          live={false}
          onDismiss={() => notifications.remove(item.id)}
        />
      ))}
    </section>
  );
}
