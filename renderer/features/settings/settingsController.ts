import { createStore, type StoreApi } from "zustand/vanilla";
import {
  type SettingKey,
  type Settings,
  type SettingsSnapshot,
  settingsSchema,
} from "../../../core/contract/settings.ts";
import type { HostConnection } from "../../transport/hostConnection.ts";
import type { Notifications } from "../notifications/notifications.ts";

export type SettingsStore = StoreApi<SettingsSnapshot>;

/** The settings as the host holds them; changed here, they are changed there first. */
export class SettingsController {
  readonly store: SettingsStore;
  readonly #host: HostConnection;
  readonly #notifications: Notifications;

  constructor(host: HostConnection, notifications: Notifications) {
    this.#host = host;
    this.#notifications = notifications;
    this.store = createStore<SettingsSnapshot>(() => ({
      effective: settingsSchema.parse({}),
      userJson: "{}",
      workspaceJson: "{}",
      problems: [],
    }));
    host.on("settings.didChange", (snapshot) => this.store.setState(snapshot, true));
    host.onDidReconnect(() => void this.load());
  }

  get<K extends SettingKey>(key: K): Settings[K] {
    return this.store.getState().effective[key];
  }

  /** Calls at once and whenever the value changes. */
  watch<K extends SettingKey>(key: K, run: (value: Settings[K]) => void): () => void {
    run(this.get(key));
    return this.store.subscribe((now, before) => {
      if (now.effective[key] !== before.effective[key]) run(now.effective[key]);
    });
  }

  async load(): Promise<void> {
    const answer = await this.#host.request("settings.get", {});
    if (answer.ok) this.store.setState(answer.value, true);
    else this.#notifications.failure(answer.error);
  }

  /** `value` undefined goes back to the default (or to the user's, from the workspace). Answers whether it was taken. */
  async set(scope: "user" | "workspace", key: SettingKey, value: unknown): Promise<string | undefined> {
    const answer = await this.#host.request(
      "settings.set",
      value === undefined ? { scope, key } : { scope, key, value },
    );
    if (!answer.ok) return answer.error.message;
    this.store.setState(answer.value, true);
    return undefined;
  }

  async writeJson(scope: "user" | "workspace", json: string): Promise<string | undefined> {
    const answer = await this.#host.request("settings.writeJson", { scope, json });
    if (!answer.ok) return answer.error.message;
    this.store.setState(answer.value, true);
    return undefined;
  }
}
