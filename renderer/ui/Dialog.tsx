import { type FormEvent, useEffect, useRef, useState } from "react";
import { useStore } from "zustand";
import type { DialogRequest, Dialogs } from "../state/dialogs.ts";
import "./dialog.css";

/** Draws the first question in the queue. The browser's own modal dialog traps focus and gives it back. */
export function DialogHost({ dialogs }: { readonly dialogs: Dialogs }) {
  const request = useStore(dialogs.store, (state) => state.queue[0]);
  return request ? <Dialog key={request.title} request={request} /> : null;
}

function Dialog({ request }: { readonly request: DialogRequest }) {
  const element = useRef<HTMLDialogElement>(null);
  const [text, setText] = useState(request.input?.value ?? "");
  useEffect(() => {
    const before = document.activeElement;
    element.current?.showModal();
    const first = element.current?.querySelector<HTMLElement>("input, .primary, button");
    first?.focus();
    // A name is written over, its folder and ending stay.
    if (first instanceof HTMLInputElement) {
      const start = first.value.lastIndexOf("/") + 1;
      const dot = first.value.lastIndexOf(".");
      first.setSelectionRange(start, dot > start ? dot : first.value.length);
    }
    return () => {
      if (before instanceof HTMLElement) before.focus();
    };
  }, []);
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    request.answer(0, text);
  };
  return (
    <dialog
      ref={element}
      className="dialog"
      aria-labelledby="dialog-title"
      aria-describedby="dialog-detail"
      onCancel={(event) => {
        event.preventDefault();
        request.answer(undefined);
      }}
    >
      <form onSubmit={submit}>
        <h2 id="dialog-title">{request.title}</h2>
        <p id="dialog-detail">{request.detail}</p>
        {request.list !== undefined && request.list.length > 0 && (
          // biome-ignore lint/a11y/noNoninteractiveTabindex: the keyboard scrolls it
          <ul className="dialog-list" aria-label="What it is about" tabIndex={0}>
            {request.list.map(({ text, note }) => (
              <li key={text}>
                <span title={text}>{text}</span> <span className="dim">{note}</span>
              </li>
            ))}
          </ul>
        )}
        {request.input && (
          <label className="dialog-field">
            <span>{request.input.label}</span>
            <input
              className="field"
              value={text}
              onChange={(event) => setText(event.target.value)}
              {...(request.input.secret ? { type: "password", autoComplete: "off" } : {})}
            />
          </label>
        )}
        <div className="dialog-buttons">
          {request.buttons.map((button, index) => (
            <button
              key={button.title}
              type={index === 0 ? "submit" : "button"}
              className={`button ${button.kind ?? ""}`}
              onClick={index === 0 ? undefined : () => request.answer(index, text)}
            >
              {button.title}
            </button>
          ))}
        </div>
      </form>
    </dialog>
  );
}
