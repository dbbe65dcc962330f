import { lazy } from "react";
import { DisposableStore } from "../../../core/base/disposable.ts";
import type { Feature } from "../../state/services.ts";
import { LedgerController } from "./ledgerController.ts";

const LedgerView = lazy(async () => ({ default: (await import("./LedgerView.tsx")).LedgerView }));

export const ledgerFeature: Feature = {
  name: "ledger",
  activate({ commands, host, layout, views }) {
    const own = new DisposableStore();
    const controller = own.add(new LedgerController(host));
    own.add(
      views.sideBar({
        id: "ledger",
        title: "Ledger",
        icon: "checklist",
        order: 70,
        render: () => <LedgerView controller={controller} />,
      }),
    );
    own.add(
      commands.register({
        id: "airlock.ledger.verify",
        title: "Verify Every Row",
        category: "Ledger",
        run: () => {
          layout.showSideBar("ledger");
          return controller.verify();
        },
      }),
    );
    return own;
  },
};
