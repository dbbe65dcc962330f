import { lazy } from "react";
import { DisposableStore } from "../../../core/base/disposable.ts";
import type { Feature } from "../../state/services.ts";
import { OutlineController } from "./outlineController.ts";

const OutlineView = lazy(async () => ({ default: (await import("./OutlineView.tsx")).OutlineView }));

export const outlineFeature: Feature = {
  name: "outline",
  activate(services) {
    const own = new DisposableStore();
    const controller = own.add(new OutlineController(services));
    own.add(
      services.views.section({
        id: "outline",
        parent: "explorer",
        title: "Outline",
        order: 10,
        render: () => <OutlineView controller={controller} />,
      }),
    );
    own.add(
      services.commands.register({
        id: "outline.focus",
        title: "Focus on Outline",
        category: "View",
        run: () => services.layout.showSection("explorer", "outline"),
      }),
    );
    return own;
  },
};
