import type { Disposable } from "../../core/base/disposable.ts";
import { toDisposable } from "../../core/base/disposable.ts";
import type { CommandRegistry } from "./commands.ts";
import {
  type Binding,
  browserKeeps,
  matchStrokes,
  parseKeys,
  type Stroke,
  showKeys,
  strokeOf,
} from "./keybindings.ts";

const chordPatienceMs = 5000;

/** Hears keys before anything else in the page does, so that Ctrl+P is ours even with the caret in code. */
export class Keyboard {
  readonly #commands: CommandRegistry;
  readonly #say: (text: string) => void;
  readonly mac: boolean;
  readonly #inBrowser: boolean;
  #pressed: readonly Stroke[] = [];
  #pressedAt = 0;

  constructor(commands: CommandRegistry, say: (text: string) => void, mac: boolean, inBrowser: boolean) {
    this.#commands = commands;
    this.#say = say;
    this.mac = mac;
    this.#inBrowser = inBrowser;
  }

  /** "Ctrl+P" for a command that has keys; for palettes, menus and tooltips. */
  shown(commandId: string): string | undefined {
    const command = this.#commands.get(commandId);
    const keys = command?.keys ?? [];
    const free = this.#inBrowser ? keys.find((other) => !browserKeeps(other)) : undefined;
    const first = free ?? keys[0] ?? command?.shownKeys;
    return first === undefined ? undefined : showKeys(first, this.mac);
  }

  /** A title with its keys, for a tooltip: "Save (Ctrl+S)". */
  titled(title: string, commandId: string): string {
    const keys = this.shown(commandId);
    return keys === undefined ? title : `${title} (${keys})`;
  }

  listen(target: Window): Disposable {
    const hear = (event: KeyboardEvent): void => this.#hear(event);
    target.addEventListener("keydown", hear, { capture: true });
    return toDisposable(() => target.removeEventListener("keydown", hear, { capture: true }));
  }

  #hear(event: KeyboardEvent): void {
    if (event.isComposing) return;
    const stroke = strokeOf(event);
    if (stroke === undefined) return;
    if (event.timeStamp - this.#pressedAt > chordPatienceMs) this.#pressed = [];
    const inChord = this.#pressed.length > 0;
    const pressed = [...this.#pressed, stroke];
    const match = matchStrokes(pressed, this.#bindings(isWithin(event, ".xterm")));
    const inCode = isWithin(event, ".monaco-editor");
    this.#pressed = match.kind === "prefix" ? pressed : [];
    this.#pressedAt = event.timeStamp;
    if (match.kind === "none") return;
    // Monaco has chords of its own that begin with the same key: it must see both halves, or it would wait and eat a key.
    if (!(inCode && (inChord || match.kind === "prefix"))) event.stopPropagation();
    event.preventDefault();
    if (match.kind === "prefix") this.#say(`${stroke} pressed, waiting for the second key.`);
    else this.#commands.run(match.id);
  }

  #bindings(inTerminal: boolean): readonly Binding[] {
    const commands = this.#commands.all().filter((command) => !inTerminal || command.skipsShell === true);
    return commands.flatMap((command) =>
      (command.keys ?? []).map((keys) => ({
        id: command.id,
        strokes: parseKeys(keys, this.mac),
        applies: () => command.when?.() !== false,
      })),
    );
  }
}

function isWithin(event: KeyboardEvent, selector: string): boolean {
  return event.target instanceof Element && event.target.closest(selector) !== null;
}
