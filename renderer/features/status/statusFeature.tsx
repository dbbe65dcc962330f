import { createStore } from "zustand/vanilla";
import { DisposableStore } from "../../../core/base/disposable.ts";
import type { SealStatus } from "../../../core/contract/workbench.ts";
import type { Feature } from "../../state/services.ts";
import { BranchItem } from "./BranchItem.tsx";
import { CursorItem } from "./CursorItem.tsx";
import { LanguageItem } from "./LanguageItem.tsx";
import { SealItem } from "./SealItem.tsx";

/** The seal, the branch, the language and the cursor; every other entry comes from the feature that knows it. */
export const statusFeature: Feature = {
  name: "status",
  activate({ host, views }) {
    const seal = createStore<{ readonly status: SealStatus | undefined }>(() => ({ status: undefined }));
    const load = async (): Promise<void> => {
      const answer = await host.request("seal.status", {});
      if (answer.ok) seal.setState({ status: answer.value });
    };
    void load();
    const store = new DisposableStore();
    store.add(host.on("seal.didChange", (status) => seal.setState({ status })));
    store.add(host.onDidReconnect(() => void load()));
    store.add(
      views.status({ id: "seal", side: "left", priority: 1000, render: () => <SealItem seal={seal} /> }),
    );
    store.add(views.status({ id: "branch", side: "left", priority: 900, render: () => <BranchItem /> }));
    store.add(views.status({ id: "cursor", side: "right", priority: 900, render: () => <CursorItem /> }));
    store.add(views.status({ id: "language", side: "right", priority: 800, render: () => <LanguageItem /> }));
    return store;
  },
};
