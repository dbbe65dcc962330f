import type { editor } from "monaco-editor/editor";
import type { AssistantTask } from "../../../core/contract/assistant.ts";
import type { CodeEditor } from "../editor/monaco/monacoLoader.ts";
import type { AssistantController } from "./assistantController.ts";
import { taskWords } from "./taskWords.ts";
import "./inlineAsk.css";

/** Monaco's names for "above" and "below" the line. */
const above = 1;
const below = 2;
const offered: readonly AssistantTask[] = ["generate", "refactor", "tests", "explain", "debug"];
const open = new WeakMap<CodeEditor, InlineAsk>();

/** A box at the cursor for a question about what is selected. One an editor; Escape closes it. */
export class InlineAsk implements editor.IContentWidget {
  readonly allowEditorOverflow = true;
  readonly suppressMouseDown = false;
  readonly #editor: CodeEditor;
  /** Monaco lays this one out; what is in it is ours. */
  readonly #element = document.createElement("div");
  readonly #position: editor.IContentWidgetPosition;

  private constructor(editor: CodeEditor, task: AssistantTask, controller: AssistantController) {
    this.#editor = editor;
    const line = editor.getSelection()?.startLineNumber ?? 1;
    this.#position = { position: { lineNumber: line, column: 1 }, preference: [above, below] };
    this.#build(task, controller);
  }

  static open(editor: CodeEditor, task: AssistantTask, controller: AssistantController): void {
    open.get(editor)?.close();
    const widget = new InlineAsk(editor, task, controller);
    open.set(editor, widget);
    editor.addContentWidget(widget);
    // Monaco shows a widget with its next frame; what is not shown cannot have the keyboard.
    requestAnimationFrame(() => requestAnimationFrame(() => widget.#element.querySelector("input")?.focus()));
  }

  getId(): string {
    return "airlock.inlineAsk";
  }

  getDomNode(): HTMLElement {
    return this.#element;
  }

  getPosition(): editor.IContentWidgetPosition {
    return this.#position;
  }

  close(): void {
    open.delete(this.#editor);
    this.#editor.removeContentWidget(this);
    this.#editor.focus();
  }

  #build(task: AssistantTask, controller: AssistantController): void {
    const form = document.createElement("form");
    this.#element.append(form);
    form.className = "inline-ask";
    form.setAttribute("aria-label", "Ask at the cursor");
    const select = document.createElement("select");
    select.className = "field";
    select.setAttribute("aria-label", "Task");
    for (const name of offered)
      select.add(new Option(taskWords[name].title, name, name === task, name === task));
    const input = document.createElement("input");
    input.className = "field";
    input.setAttribute("aria-label", "Question");
    input.placeholder = taskWords[task].hint;
    const button = document.createElement("button");
    button.className = "button primary";
    button.type = "submit";
    button.textContent = "Ask";
    form.append(select, input, button);
    const chosen = (): AssistantTask => offered.find((name) => name === select.value) ?? task;
    select.addEventListener("change", () => {
      input.placeholder = taskWords[chosen()].hint;
      input.focus();
    });
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      const asked = { task: chosen(), spec: input.value };
      this.close();
      void controller.ask(asked);
    });
    form.addEventListener("keydown", (event) => {
      // What is typed here is not for the editor behind.
      event.stopPropagation();
      if (event.key === "Escape") this.close();
    });
  }
}
