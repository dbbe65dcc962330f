import { Icon } from "../../ui/Icon.tsx";
import { IconButton } from "../../ui/IconButton.tsx";
import type { Notification } from "./notificationsSlice.ts";

const iconOf = { info: "info", warning: "warning", error: "error" } as const;
const toneOf = { info: "info", warning: "warn", error: "block" } as const;

interface NotificationCardProps {
  readonly item: Notification;
  /** Read out when it appears: a toast is, the list behind the bell is not. */
  readonly live: boolean;
  readonly onDismiss: () => void;
}

export function NotificationCard({ item, live, onDismiss }: NotificationCardProps) {
  const role = live ? { role: item.severity === "error" ? "alert" : "status" } : {};
  return (
    <div className="notification" data-severity={item.severity} {...role}>
      <Icon name={iconOf[item.severity]} className={toneOf[item.severity]} />
      <div className="notification-text">
        <span className="visually-hidden">{item.severity}: </span>
        {item.message}
        {item.detail !== undefined && (
          <details>
            <summary>Details</summary>
            <pre>{item.detail}</pre>
          </details>
        )}
        {item.actions.length > 0 && (
          <div className="notification-actions">
            {item.actions.map((action) => (
              <button
                key={action.title}
                type="button"
                className="button"
                onClick={() => {
                  onDismiss();
                  action.run();
                }}
              >
                {action.title}
              </button>
            ))}
          </div>
        )}
      </div>
      <IconButton icon="close" label="Dismiss" onClick={onDismiss} />
    </div>
  );
}
