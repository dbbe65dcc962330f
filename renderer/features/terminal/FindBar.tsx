import { type KeyboardEvent, useEffect, useRef, useState } from "react";
import { IconButton } from "../../ui/IconButton.tsx";
import type { TerminalsController } from "./terminalsController.ts";

/** Find in the active terminal: Enter goes up to older output, as one reads a terminal, Shift+Enter down. */
export function FindBar({ terminals }: { readonly terminals: TerminalsController }) {
  const field = useRef<HTMLInputElement>(null);
  const [text, setText] = useState("");
  const [matches, setMatches] = useState({ index: -1, count: 0 });
  useEffect(() => {
    field.current?.focus();
    terminals.matches.listener = (index, count) => setMatches({ index, count });
    return () => {
      terminals.matches.listener = () => {};
    };
  }, [terminals]);
  const find = (by: -1 | 1): void => terminals.activeScreen?.find(text, by, false);
  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.key === "Enter") find(event.shiftKey ? 1 : -1);
    else if (event.key === "Escape") terminals.endFind();
    else return;
    event.preventDefault();
  };
  const count = matches.count === 0 ? "No results" : `${matches.index + 1} of ${matches.count}`;
  return (
    <search className="terminal-find" aria-label="Find in terminal">
      <input
        ref={field}
        className="field"
        aria-label="Find in terminal"
        placeholder="Find"
        value={text}
        onChange={(event) => {
          setText(event.target.value);
          terminals.activeScreen?.find(event.target.value, -1, true);
        }}
        onKeyDown={onKeyDown}
      />
      <output className="dim">{text === "" ? "" : count}</output>
      <IconButton icon="arrow-up" label="Previous match" onClick={() => find(-1)} />
      <IconButton icon="arrow-down" label="Next match" onClick={() => find(1)} />
      <IconButton icon="close" label="Close find" onClick={() => terminals.endFind()} />
    </search>
  );
}
