import type { IMarkdownString } from "monaco-editor/editor";
import type { Disposable } from "../../../core/base/disposable.ts";
import { toDisposable } from "../../../core/base/disposable.ts";
import type { Verdict } from "../../../core/contract/gate.ts";
import type { Announcer } from "../../state/announcer.ts";
import type { CodeEditor } from "../editor/monaco/monacoLoader.ts";
import { blockedLine } from "./blockedLine.ts";
import type { UndecidedEnd } from "./suggestionReports.ts";
import "./completion.css";

/** Monaco puts the cursor on neither side of a text of this kind. */
const noCursorStops = 3;

const noBreakSpace = "\u00a0";
const wideGap = noBreakSpace.repeat(6);

interface Shown {
  readonly editor: CodeEditor;
  readonly clear: () => void;
  readonly ended: (end: UndecidedEnd) => void;
}

/** Draws what the gate refused: struck, with its reason, and with no way to accept it. One at a time. */
export class BlockedLines {
  readonly #announcer: Announcer;
  readonly #showGate: () => void;
  readonly #visible = new Map<CodeEditor, { set(value: boolean): void }>();
  #shown: Shown | undefined;

  constructor(announcer: Announcer, showGate: () => void) {
    this.#announcer = announcer;
    this.#showGate = showGate;
  }

  /** Takes care of an editor: the line's click, and its going when the person goes on. */
  watch(editor: CodeEditor): Disposable {
    this.#visible.set(editor, editor.createContextKey<boolean>("airlockBlockedVisible", false));
    const listening = [
      editor.onDidChangeModelContent(() => this.#leave(editor, "superseded")),
      editor.onDidChangeModel(() => this.#leave(editor, "ignored")),
      editor.onDidChangeCursorPosition(() => this.#leave(editor, "ignored")),
      editor.onMouseDown((event) => {
        if (event.target.element?.classList.contains("blocked-reason") === true) this.#showGate();
      }),
    ];
    return toDisposable(() => {
      this.#leave(editor, "ignored");
      this.#visible.delete(editor);
      for (const one of listening) one.dispose();
    });
  }

  /** At the cursor's line of `editor`. `ended` is told once how it went away. */
  show(editor: CodeEditor, text: string, verdict: Verdict, ended: (end: UndecidedEnd) => void): void {
    if (this.#shown) this.#leave(this.#shown.editor, "superseded");
    const line = blockedLine(text, verdict);
    const position = editor.getPosition();
    const model = editor.getModel();
    if (!position || !model) return;
    const column = model.getLineMaxColumn(position.lineNumber);
    const gap = position.column === column ? "" : noBreakSpace;
    const range = {
      startLineNumber: position.lineNumber,
      startColumn: column,
      endLineNumber: position.lineNumber,
      endColumn: column,
    };
    const drawn = editor.createDecorationsCollection([
      {
        range,
        options: {
          showIfCollapsed: true,
          hoverMessage: line.paragraphs.map(plain),
          before: {
            content: `${gap}${line.struck}`,
            inlineClassName: "blocked-struck",
            cursorStops: noCursorStops,
          },
          after: {
            content: `${wideGap}${line.reason}`,
            inlineClassName: "blocked-reason",
            cursorStops: noCursorStops,
          },
        },
      },
    ]);
    this.#shown = { editor, clear: () => drawn.clear(), ended };
    this.#visible.get(editor)?.set(true);
    this.#announcer.say(line.paragraphs[0] ?? line.reason);
  }

  /** Escape. */
  dismiss(): void {
    if (this.#shown) this.#leave(this.#shown.editor, "rejected");
  }

  #leave(editor: CodeEditor, end: UndecidedEnd): void {
    const shown = this.#shown;
    if (shown?.editor !== editor) return;
    this.#shown = undefined;
    shown.clear();
    this.#visible.get(editor)?.set(false);
    shown.ended(end);
  }
}

/** Model output and rules' words are text, whatever signs they hold. */
function plain(text: string): IMarkdownString {
  return { value: text.replace(/[\\`*_{}[\]()#+\-.!<>|~&]/g, "\\$&"), isTrusted: false, supportHtml: false };
}
