import { lazy } from "react";
import { DisposableStore } from "../../../core/base/disposable.ts";
import type { Feature } from "../../state/services.ts";
import { AlternativesController } from "../alternatives/alternativesController.ts";
import { AssistantController, alternativesViewId, assistantViewId } from "./assistantController.ts";
import { registerEntries } from "./assistantEntries.ts";

const AssistantView = lazy(async () => ({ default: (await import("./AssistantView.tsx")).AssistantView }));
const AlternativesView = lazy(async () => ({
  default: (await import("../alternatives/AlternativesView.tsx")).AlternativesView,
}));

/** Questions about the code, and their answers side by side. */
export const assistantFeature: Feature = {
  name: "assistant",
  activate(services) {
    const own = new DisposableStore();
    const controller = own.add(new AssistantController(services));
    const alternatives = own.add(new AlternativesController(services, controller.store));
    own.add(
      services.views.right({
        id: assistantViewId,
        title: "Assistant",
        order: 10,
        keys: ["Ctrl+Alt+I"],
        render: () => <AssistantView controller={controller} />,
      }),
    );
    own.add(
      services.views.editor({
        id: alternativesViewId,
        icon: "split-horizontal",
        title: () => "Alternatives",
        render: (turnId) => <AlternativesView turnId={turnId} controller={alternatives} />,
      }),
    );
    own.add(registerEntries(services, controller));
    return own;
  },
};
