import type { HostConnection } from "../../transport/hostConnection.ts";
import type { CodeEditor } from "../editor/monaco/monacoLoader.ts";
import type { GhostTextController } from "./ghostTextController.ts";
import type { Offers } from "./offers.ts";

const settledAfterMs = 300;

/** Once the cursor has come to rest where ghost text could be asked for, the model may read the place beforehand. */
export class Prefill {
  readonly #host: Pick<HostConnection, "signal">;
  readonly #ghost: Pick<GhostTextController, "askable">;
  readonly #offers: Pick<Offers, "standing">;
  readonly #timers = new Map<CodeEditor, ReturnType<typeof setTimeout>>();

  constructor(
    host: Pick<HostConnection, "signal">,
    ghost: Pick<GhostTextController, "askable">,
    offers: Pick<Offers, "standing">,
  ) {
    this.#host = host;
    this.#ghost = ghost;
    this.#offers = offers;
  }

  cursorMoved(editor: CodeEditor): void {
    this.forget(editor);
    this.#timers.set(
      editor,
      setTimeout(() => {
        this.#timers.delete(editor);
        // What is on offer here has been read already.
        if (this.#offers.standing(editor)) return;
        const place = this.#ghost.askable(editor, "typing");
        if (typeof place !== "string") this.#host.signal("completion.prefill", { place });
      }, settledAfterMs),
    );
  }

  forget(editor: CodeEditor): void {
    clearTimeout(this.#timers.get(editor));
    this.#timers.delete(editor);
  }
}
