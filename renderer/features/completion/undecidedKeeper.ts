import { type Disposable, DisposableStore } from "../../../core/base/disposable.ts";
import type { Services } from "../../state/services.ts";
import type { CodeEditor } from "../editor/monaco/monacoLoader.ts";
import type { BlockedLines } from "./blockedLines.ts";
import { type CompletionMemory, textHash, type UndecidedOffer } from "./completionMemory.ts";
import { placeAt, subjectAt } from "./documentPlace.ts";
import type { GhostTextController } from "./ghostTextController.ts";
import type { Offers } from "./offers.ts";

const keepDelayMs = 250;
const longestKeptText = 2_000_000;
/** After a file is shown its cursor is put back: this long after, all of it has settled. */
const settleMs = 150;

/** Keeps what was neither taken nor refused when the page went away, and offers it again, judged anew. */
export class UndecidedKeeper implements Disposable {
  readonly #services: Services;
  readonly #offers: Offers;
  readonly #memory: CompletionMemory;
  readonly #ghost: GhostTextController;
  readonly #blocked: BlockedLines;
  readonly #disposables = new DisposableStore();
  #restorable: UndecidedOffer | undefined;
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(
    services: Services,
    offers: Offers,
    memory: CompletionMemory,
    ghost: GhostTextController,
    blocked: BlockedLines,
  ) {
    this.#services = services;
    this.#offers = offers;
    this.#memory = memory;
    this.#ghost = ghost;
    this.#blocked = blocked;
    this.#restorable = memory.undecided;
    this.#disposables.add(
      offers.onDidChange((set) => {
        this.#restorable = undefined;
        clearTimeout(this.#timer);
        if (set) this.#timer = setTimeout(() => this.#keep(), keepDelayMs);
        else this.#memory.keep(undefined);
      }),
    );
    this.#disposables.add(
      services.session.onFlush(() => {
        if (this.#offers.current) this.#keep();
      }),
    );
  }

  /** Offers again what was kept for the text this editor comes to show. */
  watch(editor: CodeEditor): Disposable {
    const watching = new DisposableStore();
    const look = (): void => {
      if (this.#restorable) setTimeout(() => void this.#restore(editor), settleMs);
    };
    watching.add(editor.onDidChangeModel(look));
    look();
    return watching;
  }

  dispose(): void {
    clearTimeout(this.#timer);
    this.#disposables.dispose();
  }

  #keep(): void {
    const set = this.#offers.current;
    const standing = set && this.#offers.standing(set.editor);
    const position = set?.editor.getPosition();
    if (!set || !standing || !position || standing.remaining === "") return;
    if (set.model.getValueLength() > longestKeptText) return;
    this.#memory.keep({
      resource: set.resource,
      position: { line: position.lineNumber - 1, column: position.column - 1 },
      textHash: textHash(set.model.getValue()),
      suggestion: { ...standing.suggestion, text: standing.remaining },
    });
  }

  async #restore(editor: CodeEditor): Promise<void> {
    const kept = this.#restorable;
    const model = editor.getModel();
    const position = editor.getPosition();
    if (!kept || !model || !position) return;
    const { documents, host } = this.#services;
    if (documents.resourceOfModel(model) !== kept.resource) return;
    this.#restorable = undefined;
    const path = this.#ghost.pathOf(model);
    const same =
      position.lineNumber - 1 === kept.position.line &&
      position.column - 1 === kept.position.column &&
      textHash(model.getValue()) === kept.textHash;
    if (!same || path === undefined) {
      this.#memory.keep(undefined);
      return;
    }
    const version = model.getVersionId();
    const answer = await host.request("gate.scan", subjectAt(model, path, position, kept.suggestion.text, 0));
    const unmoved = editor.getModel() === model && model.getVersionId() === version;
    if (!answer.ok || !unmoved || !editor.getPosition()?.equals(position) || this.#offers.current) return;
    // A life of its own: the ledger has closed the earlier one as ignored when its page went away.
    const suggestion = {
      ...kept.suggestion,
      id: crypto.randomUUID(),
      complete: true,
      verdict: answer.value,
    };
    if (answer.value.outcome === "block") {
      this.#memory.keep(undefined);
      this.#blocked.show(editor, suggestion.text, answer.value, () => {});
      return;
    }
    this.#ghost.offer(editor, placeAt(model, path, position), suggestion);
    this.#ghost.redraw(editor);
  }
}
