import { type Disposable, DisposableStore, toDisposable } from "../../core/base/disposable.ts";
import { activeResource } from "../features/editor/groups.ts";
import type { Services } from "./services.ts";

/** The window is called by what it shows: "● reports.py · orders · Airlock", the dot for unsaved text. */
export function followTitle({ editors, documents, info }: Services): Disposable {
  const update = (): void => {
    const resource = activeResource(editors.store.getState());
    const dirty = resource !== undefined && documents.isDirty(resource);
    const parts = [
      ...(resource === undefined ? [] : [editors.titleOf(resource)]),
      info.workspace.name,
      "Airlock",
    ];
    document.title = (dirty ? "● " : "") + parts.join(" · ");
  };
  update();
  const own = new DisposableStore();
  own.add(toDisposable(editors.store.subscribe(update)));
  own.add(toDisposable(documents.store.subscribe(update)));
  return own;
}
