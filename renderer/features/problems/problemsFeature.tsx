import { lazy } from "react";
import { useStore } from "zustand";
import { DisposableStore } from "../../../core/base/disposable.ts";
import type { Feature } from "../../state/services.ts";
import { ProblemsItem } from "./ProblemsItem.tsx";
import { countBySeverity, problemsText } from "./problemGroups.ts";
import { ProblemsController, problemsPanelId } from "./problemsController.ts";

const ProblemsView = lazy(async () => ({ default: (await import("./ProblemsView.tsx")).ProblemsView }));
const ProblemsActions = lazy(async () => ({ default: (await import("./ProblemsView.tsx")).ProblemsActions }));

export const problemsFeature: Feature = {
  name: "problems",
  activate(services) {
    const own = new DisposableStore();
    const { layout, views, commands } = services;
    const controller = own.add(new ProblemsController(services));
    const useBadge = (): number => {
      const { error, warning } = countBySeverity(useStore(controller.store, (state) => state.problems));
      return error + warning;
    };
    own.add(
      views.panel({
        id: problemsPanelId,
        title: "Problems",
        order: 20,
        render: () => <ProblemsView controller={controller} />,
        renderActions: () => <ProblemsActions controller={controller} />,
        useBadge,
      }),
    );
    const show = (): void => layout.showPanel(problemsPanelId);
    own.add(
      views.status({
        id: "problems",
        side: "left",
        priority: 80,
        render: () => <ProblemsItem store={controller.store} show={show} />,
      }),
    );
    own.add(
      commands.register(
        {
          id: "airlock.problems.text",
          title: "Problems as Text",
          category: "Problems",
          hidden: true,
          run: (take) => {
            if (typeof take === "function") take(problemsText(controller.store.getState().problems));
          },
        },
        {
          id: "workbench.actions.view.problems",
          title: "Show Problems",
          category: "View",
          keys: ["Ctrl+Shift+M"],
          skipsShell: true,
          run: () => layout.togglePanelView(problemsPanelId),
        },
        {
          id: "editor.action.marker.nextInFiles",
          title: "Go to Next Problem",
          category: "Go",
          keys: ["F8"],
          run: () => controller.step(1),
        },
        {
          id: "editor.action.marker.prevInFiles",
          title: "Go to Previous Problem",
          category: "Go",
          keys: ["Shift+F8"],
          run: () => controller.step(-1),
        },
      ),
    );
    return own;
  },
};
