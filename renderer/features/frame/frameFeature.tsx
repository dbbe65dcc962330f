import { toDisposable } from "../../../core/base/disposable.ts";
import type { Feature, Services } from "../../state/services.ts";
import { BellItem } from "../notifications/BellItem.tsx";
import { type FocusRegion, focusRegion } from "./layoutController.ts";

const regions: readonly FocusRegion[] = ["editors", "panel", "right", "statusBar", "activityBar", "sideBar"];

/** The frame's own commands, and one for each view that anyone registers. */
export const frameFeature: Feature = {
  name: "frame",
  activate(services) {
    const { commands, layout, notifications, views } = services;
    views.status({ id: "bell", side: "right", priority: 1000, render: () => <BellItem /> });
    commands.register(
      {
        id: "workbench.action.toggleSidebarVisibility",
        title: "Toggle Side Bar",
        category: "View",
        keys: ["Ctrl+B"],
        run: () => layout.toggleSideBar(),
      },
      {
        id: "workbench.action.togglePanel",
        title: "Toggle Panel",
        category: "View",
        keys: ["Ctrl+J"],
        skipsShell: true,
        when: () => views.store.getState().panel.length > 0,
        run: () => layout.togglePanel(),
      },
      {
        id: "workbench.action.toggleAuxiliaryBar",
        title: "Toggle Right Panel",
        category: "View",
        keys: ["Ctrl+Alt+B"],
        when: () => views.store.getState().right.length > 0,
        run: () => layout.toggleRight(),
      },
      {
        id: "workbench.action.toggleZenMode",
        title: "Toggle Zen Mode",
        category: "View",
        keys: ["Ctrl+K Z"],
        run: () => layout.toggleZen(),
      },
      {
        id: "workbench.action.exitZenMode",
        title: "Leave Zen Mode",
        category: "View",
        keys: ["Escape Escape"],
        when: () => layout.store.getState().zen,
        run: () => layout.toggleZen(),
      },
      {
        id: "workbench.action.focusNextPart",
        title: "Focus Next Part",
        category: "View",
        keys: ["F6"],
        skipsShell: true,
        run: () => focusBeside(1),
      },
      {
        id: "workbench.action.focusPreviousPart",
        title: "Focus Previous Part",
        category: "View",
        keys: ["Shift+F6"],
        skipsShell: true,
        run: () => focusBeside(-1),
      },
      {
        id: "notifications.showList",
        title: "Show Notifications",
        category: "Notifications",
        run: () => notifications.toggleCentre(true),
      },
      {
        id: "notifications.clearAll",
        title: "Clear All Notifications",
        category: "Notifications",
        run: () => notifications.clear(),
      },
    );
    return registerViewCommands(services);
  },
};

/** "View: Search" with the view's keys: `workbench.view.<id>`, panels `workbench.panel.<id>`, right `workbench.right.<id>`. */
function registerViewCommands({ commands, layout, views }: Services) {
  const known = new Set<string>();
  const update = (): void => {
    const { sideBar, panel, right } = views.store.getState();
    const lists = [
      { prefix: "workbench.view.", list: sideBar, show: (id: string) => layout.showSideBar(id) },
      { prefix: "workbench.panel.", list: panel, show: (id: string) => layout.togglePanelView(id) },
      { prefix: "workbench.right.", list: right, show: (id: string) => layout.showRight(id) },
    ];
    for (const { prefix, list, show } of lists)
      for (const view of list) {
        const id = prefix + view.id;
        if (known.has(id)) continue;
        known.add(id);
        commands.register({
          id,
          title: view.title,
          category: "View",
          skipsShell: true,
          ...(view.keys === undefined ? {} : { keys: view.keys }),
          run: () => show(view.id),
        });
      }
  };
  update();
  return toDisposable(views.store.subscribe(update));
}

function focusBeside(by: number): void {
  const elementOf = (region: FocusRegion) => document.querySelector(`[data-region="${region}"]`);
  const present = regions.filter((region) => elementOf(region) !== null);
  const index = present.findIndex((region) => elementOf(region)?.matches(":focus-within"));
  const next = present[(index + by + present.length) % present.length];
  if (next) focusRegion(next);
}
