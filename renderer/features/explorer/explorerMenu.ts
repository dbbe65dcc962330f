import type { Services } from "../../state/services.ts";
import type { MenuEntry } from "../../ui/Menu.tsx";
import { copyPath } from "../editor/copyPath.ts";
import { folderOf } from "../editor/resource.ts";
import type { ExplorerController } from "./explorerController.ts";
import { isFolder } from "./tree.ts";

/** The context menu of an entry, or of the empty space below them all. */
export function explorerMenu(
  services: Services,
  controller: ExplorerController,
  path: string | undefined,
): readonly MenuEntry[] {
  const { info, commands } = services;
  const { children, clipboard } = controller.store.getState();
  const entry =
    path === undefined ? undefined : children[folderOf(path)]?.find((other) => other.path === path);
  const create: readonly MenuEntry[] = [
    { title: "New file…", run: () => controller.startCreate("file") },
    { title: "New folder…", run: () => controller.startCreate("folder") },
  ];
  const paste: MenuEntry = {
    title: "Paste",
    keys: "Ctrl+V",
    disabled: !clipboard,
    run: () => controller.paste(),
  };
  if (path === undefined || !entry) return [...create, "separator", paste];
  const folder = isFolder(entry);
  return [
    ...(folder
      ? create
      : ([
          { title: "Open", keys: "Enter", run: () => controller.open(path, "keep") },
          { title: "Open to the side", run: () => controller.open(path, "beside") },
        ] satisfies readonly MenuEntry[])),
    ...(folder && commands.get("search.inFolder")
      ? [{ title: "Find in folder…", run: () => commands.run("search.inFolder", path) }]
      : []),
    "separator",
    { title: "Cut", keys: "Ctrl+X", run: () => controller.cut(path, true) },
    { title: "Copy", keys: "Ctrl+C", run: () => controller.cut(path, false) },
    paste,
    "separator",
    { title: "Copy path", run: () => copyPath(services, `${info.workspace.root}/${path}`) },
    { title: "Copy relative path", run: () => copyPath(services, path) },
    "separator",
    { title: "Rename…", keys: "F2", run: () => controller.startRename(path) },
    { title: "Move to trash", keys: "Delete", run: () => controller.trash(path) },
  ];
}
