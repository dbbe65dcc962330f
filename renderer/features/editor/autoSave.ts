import type { Disposable } from "../../../core/base/disposable.ts";
import { DisposableStore, toDisposable } from "../../../core/base/disposable.ts";
import type { Services } from "../../state/services.ts";

const delayMs = 1000;

/** Saves by itself as the setting says; untitled texts and conflicts wait for a person. */
export class AutoSave implements Disposable {
  readonly #services: Services;
  readonly #timers = new Map<string, ReturnType<typeof setTimeout>>();
  readonly #disposables = new DisposableStore();

  constructor(services: Services) {
    this.#services = services;
    const { documents, settings, editors, monaco } = services;
    this.#disposables.add(
      documents.onDidChangeText(({ resource }) => {
        if (settings.get("files.autoSave") === "afterDelay") this.#later(resource);
      }),
    );
    const leave = (): void => {
      if (settings.get("files.autoSave") === "onFocusChange")
        for (const resource of documents.dirtyResources()) this.#save(resource);
    };
    this.#disposables.add(monaco.onEditor(({ editor }) => editor.onDidBlurEditorWidget(leave)));
    window.addEventListener("blur", leave);
    this.#disposables.add(toDisposable(() => window.removeEventListener("blur", leave)));
    this.#disposables.add(
      toDisposable(
        editors.store.subscribe((now, before) => {
          const moved =
            now.activeGroup !== before.activeGroup ||
            now.groups[now.activeGroup]?.active !== before.groups[before.activeGroup]?.active;
          if (moved) leave();
        }),
      ),
    );
  }

  dispose(): void {
    for (const timer of this.#timers.values()) clearTimeout(timer);
    this.#disposables.dispose();
  }

  #later(resource: string): void {
    clearTimeout(this.#timers.get(resource));
    this.#timers.set(
      resource,
      setTimeout(() => this.#save(resource), delayMs),
    );
  }

  #save(resource: string): void {
    this.#timers.delete(resource);
    const state = this.#services.documents.state(resource);
    if (state?.dirty && !state.untitled && !state.readOnly && state.disk.kind === "same")
      void this.#services.editors.save(resource, false, true);
  }
}
