import { DisposableStore } from "../../../core/base/disposable.ts";
import type { Services } from "../../state/services.ts";
import { editorOptions } from "./editorOptions.ts";

import type { CodeEditor, Monaco } from "./monaco/monacoLoader.ts";
import type { Reveal } from "./openRequest.ts";

/** A group's Monaco editor: shows one document after another, each where it was left. */
export class PaneEditor {
  readonly #services: Services;
  readonly #monaco: Monaco;
  readonly #groupId: string;
  readonly #editor: CodeEditor;
  readonly #disposables = new DisposableStore();
  #shown: string | undefined;
  #revealed = 0;

  constructor(services: Services, monaco: Monaco, groupId: string, element: HTMLElement) {
    this.#services = services;
    this.#monaco = monaco;
    this.#groupId = groupId;
    const { editors, settings, documents } = services;
    this.#editor = monaco.editor.create(element, {
      ...editorOptions(settings.store.getState().effective, undefined),
      model: null,
      theme: "airlock",
      automaticLayout: true,
      fixedOverflowWidgets: true,
    });
    const own = this.#disposables;
    own.add(this.#editor);
    own.add(services.monaco.announceEditor({ monaco, editor: this.#editor, groupId }));
    own.add({ dispose: editors.paneReady(groupId, this.#editor, () => this.#remember()) });
    own.add({ dispose: settings.store.subscribe(() => this.#applyOptions()) });
    own.add({ dispose: documents.store.subscribe(() => this.#applyOptions()) });
    own.add(this.#editor.onDidChangeCursorSelection(() => this.#tellCursor()));
    own.add(this.#editor.onDidScrollChange(() => services.session.touch()));
    own.add(
      this.#editor.onDidFocusEditorText(() => {
        editors.activateGroup(groupId);
        this.#tellCursor();
      }),
    );
    own.add(
      this.#editor.onDidChangeModelContent((event) => {
        if (this.#shown !== undefined && !event.isFlush && documents.isDirty(this.#shown))
          editors.pin(groupId, this.#shown);
      }),
    );
  }

  show(resource: string | undefined): void {
    const model = resource === undefined ? undefined : this.#services.documents.model(resource);
    if (this.#editor.getModel() === (model ?? null) && this.#shown === resource) return;
    this.#remember();
    this.#shown = model ? resource : undefined;
    this.#editor.setModel(model ?? null);
    if (this.#shown === undefined) {
      if (this.#isActive()) this.#services.editors.cursorMoved(undefined);
      return;
    }
    this.#applyOptions();
    const state = this.#services.editors.viewState(this.#groupId, this.#shown);
    // The shape is Monaco's own and came back through JSON: it checks what it needs.
    if (state)
      this.#editor.restoreViewState(state as unknown as Parameters<CodeEditor["restoreViewState"]>[0]);
    this.#tellCursor();
  }

  reveal(reveal: Reveal | undefined): void {
    if (!reveal || reveal.turn <= this.#revealed) return;
    this.#revealed = reveal.turn;
    if (reveal.range) {
      const { start, end } = reveal.range;
      const range = new this.#monaco.Range(start.line + 1, start.column + 1, end.line + 1, end.column + 1);
      this.#editor.setSelection(range);
      this.#editor.revealRangeInCenterIfOutsideViewport(range);
    }
    const free = document.activeElement === null || document.activeElement === document.body;
    if (reveal.focus === "whenFree" ? free : reveal.focus) this.#editor.focus();
  }

  dispose(): void {
    this.#remember();
    this.#disposables.dispose();
  }

  #remember(): void {
    if (this.#shown === undefined || !this.#editor.getModel()) return;
    const state = this.#editor.saveViewState();
    if (state) this.#services.editors.saveViewState(this.#groupId, this.#shown, { ...state });
  }

  #applyOptions(): void {
    const state = this.#shown === undefined ? undefined : this.#services.documents.state(this.#shown);
    this.#editor.updateOptions(editorOptions(this.#services.settings.store.getState().effective, state));
    const { effective } = this.#services.settings.store.getState();
    this.#editor.getModel()?.updateOptions({
      tabSize: effective["editor.tabSize"],
      insertSpaces: effective["editor.insertSpaces"],
    });
  }

  #tellCursor(): void {
    const selection = this.#editor.getSelection();
    const model = this.#editor.getModel();
    if (!this.#isActive() || !selection || !model) return;
    const { positionLineNumber: line, positionColumn: column } = selection;
    const selected = selection.isEmpty() ? 0 : model.getValueLengthInRange(selection);
    this.#services.editors.cursorMoved({ line: line - 1, column: column - 1, selected });
  }

  #isActive(): boolean {
    return this.#services.editors.store.getState().activeGroup === this.#groupId;
  }
}
