import { lazy } from "react";
import { DisposableStore } from "../../../core/base/disposable.ts";
import type { Feature } from "../../state/services.ts";
import { SearchController, searchViewId } from "./searchController.ts";

const SearchView = lazy(async () => ({ default: (await import("./SearchView.tsx")).SearchView }));
const SearchActions = lazy(async () => ({ default: (await import("./SearchView.tsx")).SearchActions }));

export const searchFeature: Feature = {
  name: "search",
  activate(services) {
    const own = new DisposableStore();
    const controller = own.add(new SearchController(services));
    const some = (): boolean => controller.store.getState().files.length > 0;
    const category = "Search";
    own.add(
      services.views.sideBar({
        id: searchViewId,
        title: "Search",
        icon: "search",
        order: 20,
        // Shown in menus; the command below has the same keys, comes later and so is the one that runs.
        keys: ["Ctrl+Shift+F"],
        render: () => <SearchView controller={controller} />,
        renderActions: () => <SearchActions controller={controller} />,
      }),
    );
    own.add(
      services.commands.register(
        {
          id: "workbench.action.findInFiles",
          title: "Find in Files",
          category,
          keys: ["Ctrl+Shift+F"],
          skipsShell: true,
          run: () => controller.show(false),
        },
        {
          id: "workbench.action.replaceInFiles",
          title: "Replace in Files",
          category,
          keys: ["Ctrl+Shift+H"],
          skipsShell: true,
          run: () => controller.show(true),
        },
        {
          id: "search.action.focusNextSearchResult",
          title: "Go to Next Search Result",
          category,
          keys: ["F4"],
          when: some,
          run: () => controller.step(1),
        },
        {
          id: "search.action.focusPreviousSearchResult",
          title: "Go to Previous Search Result",
          category,
          keys: ["Shift+F4"],
          when: some,
          run: () => controller.step(-1),
        },
        {
          id: "search.action.replaceAll",
          title: "Replace All",
          category,
          when: () => some() && controller.store.getState().replaceShown,
          run: () => controller.replaceAll(),
        },
        {
          id: "search.action.refreshSearchResults",
          title: "Search Again",
          category,
          run: () => controller.run(),
        },
        {
          id: "search.action.clearSearchResults",
          title: "Clear Search",
          category,
          run: () => controller.clear(),
        },
        {
          id: "search.action.cancel",
          title: "Stop Searching",
          category,
          when: () => controller.store.getState().phase.kind === "running",
          run: () => controller.stop(),
        },
      ),
    );
    return own;
  },
};
