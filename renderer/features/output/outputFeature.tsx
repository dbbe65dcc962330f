import { lazy } from "react";
import { DisposableStore } from "../../../core/base/disposable.ts";
import type { Feature } from "../../state/services.ts";
import { OutputController, outputPanelId } from "./outputController.ts";

const OutputView = lazy(async () => ({ default: (await import("./OutputView.tsx")).OutputView }));
const OutputActions = lazy(async () => ({ default: (await import("./OutputView.tsx")).OutputActions }));

export const outputFeature: Feature = {
  name: "output",
  activate(services) {
    const own = new DisposableStore();
    const controller = own.add(new OutputController(services));
    own.add(
      services.views.panel({
        id: outputPanelId,
        title: "Output",
        order: 50,
        render: () => <OutputView controller={controller} />,
        renderActions: () => <OutputActions controller={controller} />,
      }),
    );
    own.add(
      services.commands.register(
        {
          id: "workbench.action.output.toggleOutput",
          title: "Show Output",
          category: "View",
          keys: ["Ctrl+Shift+U"],
          skipsShell: true,
          run: () => services.layout.togglePanelView(outputPanelId),
        },
        {
          id: "workbench.output.action.clearOutput",
          title: "Clear Output",
          category: "Output",
          run: () => controller.clear(),
        },
      ),
    );
    return own;
  },
};
