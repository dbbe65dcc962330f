import { lazy } from "react";
import { DisposableStore } from "../../../core/base/disposable.ts";
import type { Feature } from "../../state/services.ts";
import { ModelStatus } from "./ModelStatus.tsx";
import { ModelsController } from "./modelsController.ts";

const ModelsView = lazy(async () => ({ default: (await import("./ModelsView.tsx")).ModelsView }));

export const modelsFeature: Feature = {
  name: "models",
  activate(services) {
    const { commands, views } = services;
    const own = new DisposableStore();
    const controller = own.add(new ModelsController(services));
    void controller.loadState();
    own.add(
      views.sideBar({
        id: "models",
        title: "Models",
        icon: "chip",
        order: 60,
        render: () => <ModelsView controller={controller} />,
      }),
    );
    own.add(
      views.status({
        id: "model",
        side: "right",
        priority: 500,
        render: () => <ModelStatus controller={controller} />,
      }),
    );
    own.add(
      commands.register({
        id: "airlock.model.restart",
        title: "Restart the Model",
        category: "Models",
        run: () => controller.restart(),
      }),
    );
    return own;
  },
};
