import type { Services } from "../../state/services.ts";
import type { MenuEntry } from "../../ui/Menu.tsx";
import { copyPath } from "./copyPath.ts";
import { pathOf } from "./resource.ts";

export function tabMenu(services: Services, groupId: string, resource: string): readonly MenuEntry[] {
  const { editors, documents, keyboard, commands, info } = services;
  const path = pathOf(resource);
  const tabs = editors.store.getState().groups[groupId]?.tabs ?? [];
  const index = tabs.findIndex((tab) => tab.resource === resource);
  const rightOf = new Set(tabs.slice(index + 1).map((tab) => tab.resource));
  return [
    {
      title: "Close",
      keys: keyboard.shown("workbench.action.closeActiveEditor"),
      run: () => editors.close(groupId, resource),
    },
    { title: "Close others", run: () => editors.closeMany(groupId, (other) => other === resource) },
    {
      title: "Close to the right",
      disabled: rightOf.size === 0,
      run: () => editors.closeMany(groupId, (other) => !rightOf.has(other)),
    },
    {
      title: "Close saved",
      run: () => editors.closeMany(groupId, (other) => documents.isDirty(other)),
    },
    { title: "Close all", run: () => editors.closeMany(groupId, () => false) },
    "separator",
    { title: "Keep open", run: () => editors.pin(groupId, resource) },
    { title: "Split right", run: () => editors.split("horizontal", groupId) },
    { title: "Split down", run: () => editors.split("vertical", groupId) },
    ...(path === undefined
      ? []
      : ([
          "separator",
          { title: "Copy path", run: () => copyPath(services, `${info.workspace.root}/${path}`) },
          { title: "Copy relative path", run: () => copyPath(services, path) },
          { title: "Show in explorer", run: () => commands.run("explorer.reveal", path) },
        ] satisfies readonly MenuEntry[])),
  ];
}
