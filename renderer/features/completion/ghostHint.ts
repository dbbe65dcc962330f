import type { editor, Position } from "monaco-editor/editor";
import { type Disposable, toDisposable } from "../../../core/base/disposable.ts";
import type { CodeEditor, Monaco } from "../editor/monaco/monacoLoader.ts";
import type { CompletionMemory } from "./completionMemory.ts";
import { restOfLineAt } from "./documentPlace.ts";
import type { Offers, StandingSuggestion } from "./offers.ts";

const timesShown = 4;
const readingMs = 1000;
const gapPixels = 28;

/** The line that names the keys, the first few times; afterwards only which alternative is in sight. */
export class GhostHint implements editor.IContentWidget, Disposable {
  readonly allowEditorOverflow = false;
  readonly suppressMouseDown = true;
  readonly #monaco: Monaco;
  readonly #editor: CodeEditor;
  readonly #offers: Offers;
  readonly #memory: CompletionMemory;
  readonly #node = document.createElement("div");
  readonly #text = document.createElement("span");
  readonly #listening: Disposable;
  #shownFor: string | undefined;
  #reading: ReturnType<typeof setTimeout> | undefined;
  #position: editor.IContentWidgetPosition | null = null;

  constructor(monaco: Monaco, editor: CodeEditor, offers: Offers, memory: CompletionMemory) {
    this.#monaco = monaco;
    this.#editor = editor;
    this.#offers = offers;
    this.#memory = memory;
    this.#text.className = "ghost-hint";
    this.#text.dataset.testid = "ghost-hint";
    this.#node.append(this.#text);
    // Said by Monaco's own announcement of the suggestion; a second voice would talk over it.
    this.#node.setAttribute("aria-hidden", "true");
    const update = (): void => queueMicrotask(() => this.#update());
    const changed = offers.onDidChange(update);
    const moved = editor.onDidChangeCursorPosition(() => {
      if (this.#position) update();
    });
    this.#listening = toDisposable(() => {
      changed.dispose();
      moved.dispose();
    });
  }

  getId(): string {
    return "airlock.ghost-hint";
  }

  getDomNode(): HTMLElement {
    return this.#node;
  }

  getPosition(): editor.IContentWidgetPosition | null {
    return this.#position;
  }

  dispose(): void {
    this.#listening.dispose();
    clearTimeout(this.#reading);
    if (this.#position) this.#editor.removeContentWidget(this);
  }

  #update(): void {
    const standing = this.#offers.standing(this.#editor);
    const text = standing && standing.remaining !== "" ? this.#words(standing) : undefined;
    const position = this.#editor.getPosition();
    if (!standing || text === undefined || !position) {
      if (this.#position) this.#editor.removeContentWidget(this);
      this.#position = null;
      return;
    }
    this.#text.textContent = text;
    this.#place(standing, position);
  }

  #words({ set, suggestion }: StandingSuggestion): string | undefined {
    const count = set.alternatives.length;
    const which = count > 1 ? `${set.index + 1}/${count}` : set.exhausted ? "no other" : undefined;
    if (this.#shownFor !== suggestion.id) {
      if (this.#memory.hintsShown >= timesShown) return which;
      this.#shownFor = suggestion.id;
      // What passes by while someone types was not read.
      clearTimeout(this.#reading);
      this.#reading = setTimeout(() => {
        if (this.#position) this.#memory.hintShown();
      }, readingMs);
    }
    return `Tab all · Ctrl+→ word · Alt+] next${which === undefined ? "" : ` · ${which}`}`;
  }

  /** Behind the last line of the ghost text, which Monaco draws in lines that its model does not have. */
  #place(standing: StandingSuggestion, position: Position): void {
    const { editor } = this.#monaco;
    const font = this.#editor.getOption(editor.EditorOption.fontInfo);
    const lines = standing.remaining.split("\n");
    const last = lines.at(-1) ?? "";
    const column = lines.length === 1 ? position.column - 1 : 0;
    const behind = restOfLineAt(standing.set.model, position).length - standing.closers.length;
    const tabSize = standing.set.model.getOptions().tabSize;
    const width = [...last].reduce((sum, character) => sum + (character === "\t" ? tabSize : 1), 0);
    const left = (column + width + behind) * font.typicalHalfwidthCharacterWidth + gapPixels;
    const top = (lines.length - 1) * font.lineHeight + Math.round((font.lineHeight - 18) / 2);
    this.#text.style.transform = `translate(${Math.round(left)}px, ${top}px)`;
    const before = this.#position;
    this.#position = {
      position: { lineNumber: position.lineNumber, column: 1 },
      preference: [editor.ContentWidgetPositionPreference.EXACT],
    };
    if (before) this.#editor.layoutContentWidget(this);
    else this.#editor.addContentWidget(this);
  }
}
