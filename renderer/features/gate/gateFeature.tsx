import { lazy } from "react";
import { useStore } from "zustand";
import { DisposableStore } from "../../../core/base/disposable.ts";
import type { Feature } from "../../state/services.ts";
import { IconButton } from "../../ui/IconButton.tsx";
import { GateStatus } from "./GateStatus.tsx";
import { GateController } from "./gateController.ts";
import type { VerdictLog } from "./verdictLog.ts";

const GatePanel = lazy(async () => ({ default: (await import("./GatePanel.tsx")).GatePanel }));
const GateView = lazy(async () => ({ default: (await import("./GateView.tsx")).GateView }));

/** What the gate said, where everyone can read it. */
export function gateFeature(verdicts: VerdictLog): Feature {
  return {
    name: "gate",
    activate(services) {
      const { commands, layout, views } = services;
      const controller = new GateController(services, verdicts);
      const own = new DisposableStore();
      own.add(
        views.panel({
          id: "gate",
          title: "Gate",
          order: 30,
          useBadge: () =>
            useStore(
              verdicts.store,
              ({ items }) => items.filter(({ verdict }) => verdict.outcome === "block").length,
            ),
          render: () => <GatePanel verdicts={verdicts} controller={controller} />,
          renderActions: () => (
            <IconButton icon="clear-all" label="Clear the list" onClick={() => verdicts.clear()} />
          ),
        }),
      );
      own.add(
        views.sideBar({
          id: "gate",
          title: "Gate",
          icon: "shield",
          order: 40,
          render: () => <GateView controller={controller} />,
        }),
      );
      own.add(
        views.status({
          id: "gate",
          side: "right",
          priority: 700,
          render: () => <GateStatus verdicts={verdicts} />,
        }),
      );
      own.add(
        commands.register(
          {
            id: "airlock.gate.scanFile",
            title: "Scan the Open File",
            category: "Gate",
            run: () => {
              layout.showSideBar("gate");
              return controller.scanOpenFile();
            },
          },
          {
            id: "airlock.gate.show",
            title: "Show Verdicts",
            category: "Gate",
            run: () => layout.showPanel("gate"),
          },
        ),
      );
      own.add({ dispose: () => controller.cancel() });
      return own;
    },
  };
}
