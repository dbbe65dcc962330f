import { DisposableStore } from "../../../core/base/disposable.ts";
import type { Feature } from "../../state/services.ts";
import { BranchItem } from "./BranchItem.tsx";
import { CursorItem } from "./CursorItem.tsx";
import { LanguageItem } from "./LanguageItem.tsx";

/** The branch, the language and the cursor; every other entry comes from the feature that knows it. */
export const statusFeature: Feature = {
  name: "status",
  activate({ views }) {
    const store = new DisposableStore();
    store.add(views.status({ id: "branch", side: "left", priority: 900, render: () => <BranchItem /> }));
    store.add(views.status({ id: "cursor", side: "right", priority: 900, render: () => <CursorItem /> }));
    store.add(views.status({ id: "language", side: "right", priority: 800, render: () => <LanguageItem /> }));
    return store;
  },
};
