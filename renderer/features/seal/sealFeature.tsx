import { lazy } from "react";
import { DisposableStore } from "../../../core/base/disposable.ts";
import type { Feature } from "../../state/services.ts";
import { SealItem } from "./SealItem.tsx";
import { SealController } from "./sealController.ts";

const SealView = lazy(async () => ({ default: (await import("./SealView.tsx")).SealView }));
const viewId = "seal";

/** The seal: a badge in the status bar, and the log of every connection behind it. */
export const sealFeature: Feature = {
  name: "seal",
  activate({ host, views, commands, editors }) {
    const own = new DisposableStore();
    const controller = own.add(new SealController(host));
    const open = (): void => editors.openView(viewId);
    own.add(
      views.status({
        id: "seal",
        side: "left",
        priority: 1000,
        render: () => <SealItem controller={controller} onOpen={open} />,
      }),
    );
    own.add(
      views.editor({
        id: viewId,
        icon: "lock",
        title: () => "Connections",
        render: () => <SealView controller={controller} />,
      }),
    );
    own.add(
      commands.register({
        id: "airlock.seal.show",
        title: "Show Every Connection",
        category: "Seal",
        run: open,
      }),
    );
    return own;
  },
};
