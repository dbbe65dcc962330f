import { createStore, type StoreApi } from "zustand/vanilla";

export interface DialogButton<T> {
  readonly title: string;
  readonly value: T;
  readonly kind?: "primary" | "danger";
}

export interface DialogLine {
  readonly text: string;
  readonly note: string;
}

export interface DialogRequest {
  readonly title: string;
  readonly detail: string;
  readonly buttons: readonly { readonly title: string; readonly kind?: "primary" | "danger" }[];
  /** What it is about, one line each; more than fit are scrolled. */
  readonly list?: readonly DialogLine[];
  /** A line of text to fill in; it comes with the answer. */
  readonly input?: { readonly label: string; readonly value: string; readonly secret?: boolean };
  /** Index of the button pressed, undefined for Escape. */
  readonly answer: (index: number | undefined, text?: string) => void;
}

/** Questions that stop everything: asked one after another, answered by a button or by Escape. */
export class Dialogs {
  readonly store: StoreApi<{ readonly queue: readonly DialogRequest[] }> = createStore(() => ({ queue: [] }));

  /** Resolves with the pressed button's value; undefined when the person backed out. */
  ask<T>(
    title: string,
    detail: string,
    buttons: readonly DialogButton<T>[],
    list: readonly DialogLine[] = [],
  ): Promise<T | undefined> {
    return new Promise((resolve) => {
      this.#enqueue({ title, detail, buttons, list }, (index) =>
        resolve(index === undefined ? undefined : buttons[index]?.value),
      );
    });
  }

  /** Resolves with the line the person wrote; undefined when they backed out. */
  askText(
    title: string,
    label: string,
    value: string,
    accept = "OK",
    detail = "",
  ): Promise<string | undefined> {
    return new Promise((resolve) => {
      const buttons = [{ title: accept, kind: "primary" as const }, { title: "Cancel" }];
      this.#enqueue({ title, detail, buttons, input: { label, value } }, (index, text) =>
        resolve(index === 0 ? text?.trim() : undefined),
      );
    });
  }

  /** A key or a password is not shown while it is typed. */
  askSecret(title: string, label: string, detail: string): Promise<string | undefined> {
    return new Promise((resolve) => {
      const buttons = [{ title: "Keep it", kind: "primary" as const }, { title: "Cancel" }];
      this.#enqueue({ title, detail, buttons, input: { label, value: "", secret: true } }, (index, text) =>
        resolve(index === 0 ? text : undefined),
      );
    });
  }

  #enqueue(
    question: Omit<DialogRequest, "answer">,
    answered: (index: number | undefined, text?: string) => void,
  ): void {
    const request: DialogRequest = {
      ...question,
      answer: (index, text) => {
        this.store.setState((state) => ({ queue: state.queue.filter((other) => other !== request) }));
        answered(index, text);
      },
    };
    this.store.setState((state) => ({ queue: [...state.queue, request] }));
  }
}
