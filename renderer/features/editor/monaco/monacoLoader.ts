import { type Disposable, DisposableStore, toDisposable } from "../../../../core/base/disposable.ts";
import type { Monaco } from "./monacoRuntime.ts";

export type { Monaco } from "./monacoRuntime.ts";
export type CodeEditor = ReturnType<Monaco["editor"]["create"]>;
export type TextModel = ReturnType<Monaco["editor"]["createModel"]>;

export interface EditorCreated {
  readonly monaco: Monaco;
  readonly editor: CodeEditor;
  readonly groupId: string;
}

/** Monaco is big and comes after the frame stands. Features say here what they add to it once it is there. */
export class MonacoLoader {
  #loading: Promise<Monaco> | undefined;
  #monaco: Monaco | undefined;
  readonly #onLoad = new Set<(monaco: Monaco) => void>();
  readonly #onEditor = new Set<(created: EditorCreated) => Disposable>();
  readonly #editors = new Map<CodeEditor, { created: EditorCreated; contributions: DisposableStore }>();

  /** Undefined until it has loaded. */
  get current(): Monaco | undefined {
    return this.#monaco;
  }

  load(): Promise<Monaco> {
    this.#loading ??= import("./monacoRuntime.ts").then(({ monaco }) => {
      this.#monaco = monaco;
      for (const run of this.#onLoad) run(monaco);
      return monaco;
    });
    return this.#loading;
  }

  /** Runs once Monaco is there, at once when it is already: register providers, watch markers. */
  whenLoaded(run: (monaco: Monaco) => void): Disposable {
    if (this.#monaco) run(this.#monaco);
    this.#onLoad.add(run);
    return toDisposable(() => this.#onLoad.delete(run));
  }

  /** Runs for every code editor, those that stand and those to come; what it returns is disposed with the editor. */
  onEditor(run: (created: EditorCreated) => Disposable): Disposable {
    this.#onEditor.add(run);
    for (const { created, contributions } of this.#editors.values()) contributions.add(run(created));
    return toDisposable(() => this.#onEditor.delete(run));
  }

  /** Called by the editor pane for each editor it makes; dispose when that goes. */
  announceEditor(created: EditorCreated): Disposable {
    const contributions = new DisposableStore();
    for (const run of this.#onEditor) contributions.add(run(created));
    this.#editors.set(created.editor, { created, contributions });
    return toDisposable(() => {
      this.#editors.delete(created.editor);
      contributions.dispose();
    });
  }
}
