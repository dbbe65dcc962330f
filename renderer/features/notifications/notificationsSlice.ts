import { createStore, type StoreApi } from "zustand/vanilla";
import type { Notice } from "../../../core/contract/workbench.ts";

export interface NotificationAction {
  readonly title: string;
  readonly run: () => unknown;
}

export interface Notification extends Notice {
  readonly actions: readonly NotificationAction[];
  /** Milliseconds since 1970. */
  readonly at: number;
  /** Still drawn as a toast; the bell keeps it afterwards. */
  readonly toast: boolean;
  readonly read: boolean;
}

export interface NotificationsState {
  readonly items: readonly Notification[];
  readonly centreOpen: boolean;
}

export type NotificationsStore = StoreApi<NotificationsState>;

export function createNotificationsStore(): NotificationsStore {
  return createStore<NotificationsState>(() => ({ items: [], centreOpen: false }));
}

/** The same notice again (same id, or the same words) replaces the old one and is shown again. Newest first, at most 200 kept. */
export function withNotification(
  items: readonly Notification[],
  added: Notification,
): readonly Notification[] {
  const same = (item: Notification): boolean =>
    item.id === added.id ||
    (item.severity === added.severity && item.message === added.message && item.detail === added.detail);
  return [added, ...items.filter((item) => !same(item))].slice(0, 200);
}
