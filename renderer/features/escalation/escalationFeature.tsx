import { lazy } from "react";
import { type Disposable, DisposableStore } from "../../../core/base/disposable.ts";
import type { Services } from "../../state/services.ts";
import type { AssistantController } from "../assistant/assistantController.ts";
import { EscalationController, escalationHistoryViewId, escalationViewId } from "./escalationController.ts";

const EscalationView = lazy(async () => ({ default: (await import("./EscalationView.tsx")).EscalationView }));
const EscalationHistoryView = lazy(async () => ({
  default: (await import("./EscalationHistoryView.tsx")).EscalationHistoryView,
}));

/** The views and commands of what may leave this machine. The assistant activates it: every request is a question of its. */
export function registerEscalation(
  services: Services,
  assistant: AssistantController,
): { readonly controller: EscalationController } & Disposable {
  const own = new DisposableStore();
  const controller = own.add(new EscalationController(services, assistant));
  own.add(
    services.views.editor({
      id: escalationViewId,
      icon: "cloud-upload",
      title: () => "Before It Leaves",
      render: (turnId) => <EscalationView turnId={turnId} controller={controller} />,
    }),
  );
  own.add(
    services.views.editor({
      id: escalationHistoryViewId,
      icon: "history",
      title: () => "What Left",
      render: () => <EscalationHistoryView controller={controller} />,
    }),
  );
  const category = "Assistant";
  own.add(
    services.commands.register(
      {
        id: "airlock.escalation.ask",
        title: "Ask the Enterprise Model…",
        category,
        run: () => {
          const last = assistant.store.getState().turns.at(-1);
          const spec = assistant.store.getState().spec;
          const question = spec.trim() === "" && last !== undefined ? undefined : assistant.composed(spec);
          if (question !== undefined) return controller.openQuestion(question);
          if (last !== undefined) return controller.openTurn(last);
          services.notifications.info("Ask a question first, or open the file that it is about.");
          return undefined;
        },
      },
      {
        id: "airlock.escalation.history",
        title: "What Left This Machine",
        category,
        run: () => controller.openHistory(),
      },
    ),
  );
  return { controller, dispose: () => own.dispose() };
}
