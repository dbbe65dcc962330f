import type { Failure } from "../../../core/contract/failure.ts";
import type { Notice } from "../../../core/contract/workbench.ts";
import {
  createNotificationsStore,
  type NotificationAction,
  type NotificationsStore,
  withNotification,
} from "./notificationsSlice.ts";

/** An error, and anything that can be acted on, stays until someone says so. */
const toastMs: Partial<Record<Notice["severity"], number>> = { info: 6000, warning: 12_000 };

/** What a person must be told. A toast passes or is dismissed; the bell in the status bar keeps it. */
export class Notifications {
  readonly store: NotificationsStore = createNotificationsStore();
  #next = 1;

  info(message: string, actions: readonly NotificationAction[] = []): void {
    this.show({ id: `page-${this.#next++}`, severity: "info", message }, actions);
  }

  warn(message: string, actions: readonly NotificationAction[] = []): void {
    this.show({ id: `page-${this.#next++}`, severity: "warning", message }, actions);
  }

  error(message: string, actions: readonly NotificationAction[] = [], detail?: string): void {
    const notice: Notice = { id: `page-${this.#next++}`, severity: "error", message };
    this.show(detail === undefined ? notice : { ...notice, detail }, actions);
  }

  /** A failure of the host, in its own words. A cancelled request is nobody's business. */
  failure(failure: Failure, actions: readonly NotificationAction[] = []): void {
    if (failure.code !== "cancelled") this.error(failure.message, actions);
  }

  show(notice: Notice, actions: readonly NotificationAction[] = []): void {
    const added = { ...notice, actions, at: Date.now(), toast: true, read: false };
    this.store.setState((state) => ({ items: withNotification(state.items, added) }));
    const passes = actions.length === 0 ? toastMs[notice.severity] : undefined;
    if (passes !== undefined) setTimeout(() => this.dismissToast(notice.id), passes);
  }

  dismissToast(id: string): void {
    this.store.setState((state) => ({
      items: state.items.map((item) => (item.id === id ? { ...item, toast: false } : item)),
    }));
  }

  remove(id: string): void {
    this.store.setState((state) => ({ items: state.items.filter((item) => item.id !== id) }));
  }

  clear(): void {
    this.store.setState({ items: [], centreOpen: false });
  }

  toggleCentre(open = !this.store.getState().centreOpen): void {
    this.store.setState((state) => ({
      centreOpen: open,
      items: state.items.map((item) => (open ? { ...item, read: true, toast: false } : item)),
    }));
  }
}
