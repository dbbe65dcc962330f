import { lazy } from "react";
import { DisposableStore } from "../../../core/base/disposable.ts";
import type { Feature } from "../../state/services.ts";
import { settingsJsonSchema } from "./settingsModel.ts";

const SettingsView = lazy(async () => ({ default: (await import("./SettingsView.tsx")).SettingsView }));
const SettingsJsonView = lazy(async () => ({
  default: (await import("./SettingsJsonView.tsx")).SettingsJsonView,
}));
const KeyboardShortcutsView = lazy(async () => ({
  default: (await import("./KeyboardShortcutsView.tsx")).KeyboardShortcutsView,
}));

export const settingsFeature: Feature = {
  name: "settings",
  activate({ views, commands, editors, monaco, settings }) {
    const store = new DisposableStore();
    store.add(
      views.editor({
        id: "settings",
        icon: "settings",
        title: () => "Settings",
        render: () => <SettingsView />,
      }),
    );
    store.add(
      views.editor({
        id: "settingsJson",
        icon: "json",
        title: (scope) => (scope === "workspace" ? "Workspace settings (JSON)" : "User settings (JSON)"),
        render: (scope) => <SettingsJsonView scope={scope === "workspace" ? "workspace" : "user"} />,
      }),
    );
    store.add(
      views.editor({
        id: "shortcuts",
        icon: "keyboard",
        title: () => "Keyboard shortcuts",
        render: () => <KeyboardShortcutsView />,
      }),
    );
    store.add(
      monaco.whenLoaded(({ json }) =>
        json.jsonDefaults.setDiagnosticsOptions({
          validate: true,
          allowComments: true,
          enableSchemaRequest: false,
          schemas: [
            {
              uri: "airlock://settings.schema.json",
              fileMatch: ["airlock-settings:*"],
              schema: settingsJsonSchema(),
            },
          ],
        }),
      ),
    );
    const themes = ["dark", "light", "high-contrast"] as const;
    store.add(
      commands.register(
        {
          id: "workbench.action.openSettings",
          title: "Open Settings",
          category: "Preferences",
          keys: ["Ctrl+,"],
          run: () => editors.openView("settings"),
        },
        {
          id: "workbench.action.openSettingsJson",
          title: "Open User Settings (JSON)",
          category: "Preferences",
          run: () => editors.openView("settingsJson", "user"),
        },
        {
          id: "workbench.action.openWorkspaceSettingsFile",
          title: "Open Workspace Settings (JSON)",
          category: "Preferences",
          run: () => editors.openView("settingsJson", "workspace"),
        },
        {
          id: "workbench.action.openGlobalKeybindings",
          title: "Keyboard Shortcuts",
          category: "Preferences",
          keys: ["Ctrl+K Ctrl+S"],
          run: () => editors.openView("shortcuts"),
        },
        ...themes.map((theme) => ({
          id: `workbench.theme.${theme}`,
          title: `Colour Theme: ${theme === "high-contrast" ? "High contrast" : theme === "dark" ? "Dark" : "Light"}`,
          category: "Preferences",
          run: () => settings.set("user", "workbench.theme", theme),
        })),
        {
          id: "workbench.theme.system",
          title: "Colour Theme: As the System",
          category: "Preferences",
          run: () => settings.set("user", "workbench.theme", "system"),
        },
      ),
    );
    return store;
  },
};
