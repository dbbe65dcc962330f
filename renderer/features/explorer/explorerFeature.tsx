import { DisposableStore, toDisposable } from "../../../core/base/disposable.ts";
import type { Feature } from "../../state/services.ts";
import { activeResource } from "../editor/groups.ts";
import { pathOf } from "../editor/resource.ts";
import { ExplorerActions } from "./ExplorerActions.tsx";
import { ExplorerView } from "./ExplorerView.tsx";
import { ExplorerController } from "./explorerController.ts";

export const explorerFeature: Feature = {
  name: "explorer",
  activate(services) {
    const { views, commands, editors, layout } = services;
    const controller = new ExplorerController(services);
    const store = new DisposableStore();
    store.add(
      views.sideBar({
        id: "explorer",
        title: "Explorer",
        icon: "files",
        order: 10,
        keys: ["Ctrl+Shift+E"],
        render: () => <ExplorerView controller={controller} />,
        renderActions: () => <ExplorerActions controller={controller} />,
      }),
    );
    store.add(
      commands.register(
        {
          id: "explorer.newFile",
          title: "New File…",
          category: "Explorer",
          run: () => controller.startCreate("file"),
        },
        {
          id: "explorer.newFolder",
          title: "New Folder…",
          category: "Explorer",
          run: () => controller.startCreate("folder"),
        },
        {
          id: "explorer.refresh",
          title: "Refresh",
          category: "Explorer",
          run: () => controller.refreshAll(),
        },
        {
          id: "explorer.collapseAll",
          title: "Collapse All Folders",
          category: "Explorer",
          run: () => controller.collapseAll(),
        },
        {
          id: "explorer.reveal",
          title: "Show Active File in Explorer",
          category: "Explorer",
          run: async (argument) => {
            const path = typeof argument === "string" ? argument : pathOf(editors.activeResource ?? "");
            if (path === undefined) return;
            layout.showSideBar("explorer");
            await controller.reveal(path);
          },
        },
      ),
    );
    const restored = pathOf(editors.activeResource ?? "");
    if (restored !== undefined) void controller.reveal(restored);
    store.add(
      toDisposable(
        editors.store.subscribe((now, before) => {
          const path = pathOf(activeResource(now) ?? "");
          if (path !== undefined && activeResource(now) !== activeResource(before))
            void controller.reveal(path);
        }),
      ),
    );
    return store;
  },
};
