import { lazy } from "react";
import { useStore } from "zustand";
import { DisposableStore } from "../../../core/base/disposable.ts";
import type { Feature } from "../../state/services.ts";
import { TestsController, testsPanelId } from "./testsController.ts";

const TestsView = lazy(async () => ({ default: (await import("./TestsView.tsx")).TestsView }));
const TestsActions = lazy(async () => ({ default: (await import("./TestsView.tsx")).TestsActions }));

export const testsFeature: Feature = {
  name: "tests",
  activate(services) {
    const own = new DisposableStore();
    const controller = own.add(new TestsController(services));
    own.add(
      services.views.panel({
        id: testsPanelId,
        title: "Tests",
        order: 35,
        render: () => <TestsView controller={controller} />,
        renderActions: () => <TestsActions controller={controller} />,
        // What did not pass, or what no test noticed.
        useBadge: () =>
          useStore(controller.store, (state) =>
            state.kind === "ran"
              ? state.run.tests.filter(({ outcome }) => outcome === "failed" || outcome === "error").length
              : state.kind === "measured"
                ? state.report.survived
                : 0,
          ),
      }),
    );
    own.add(
      services.commands.register(
        {
          id: "airlock.tests.run",
          title: "Run the Tests of the Open File",
          category: "Tests",
          run: () => controller.runOpenFile(),
        },
        {
          id: "airlock.tests.measure",
          title: "Measure the Tests of a Function",
          category: "Tests",
          run: () => controller.measureOpenFile(),
        },
        {
          id: "airlock.tests.show",
          title: "Show Tests",
          category: "View",
          run: () => services.layout.togglePanelView(testsPanelId),
        },
      ),
    );
    return own;
  },
};
