import { type Disposable, toDisposable } from "../../core/base/disposable.ts";
import { Emitter } from "../../core/base/event.ts";

export interface Command {
  /** VS Code's identifier where it has one: "workbench.action.files.save". */
  readonly id: string;
  readonly title: string;
  readonly category?: string;
  /** "Ctrl+Shift+P", a chord "Ctrl+K Ctrl+S"; the first is shown. Ctrl is Cmd on a Mac; write Control for the real one. */
  readonly keys?: readonly string[];
  /** Keys that someone else binds, as Monaco does its own: shown, not heard. */
  readonly shownKeys?: string;
  /** Neither its keys nor its line in the palette are offered while this is false. */
  readonly when?: () => boolean;
  /** Left out of the palette: it only makes sense with an argument or in one place. */
  readonly hidden?: boolean;
  /** Its keys work while a terminal has the keyboard too; all other keys go to the shell. */
  readonly skipsShell?: boolean;
  readonly run: (argument?: unknown) => unknown;
}

/** Everything that can be done, by name: the palette, the keys, the menus and the buttons all come through here. */
export class CommandRegistry {
  readonly #commands = new Map<string, Command>();
  readonly #runEmitter = new Emitter<Command>();
  readonly #onError: (command: Command, error: unknown) => void;

  readonly onDidRun = this.#runEmitter.event;

  constructor(onError: (command: Command, error: unknown) => void) {
    this.#onError = onError;
  }

  register(...commands: readonly Command[]): Disposable {
    for (const command of commands) this.#commands.set(command.id, command);
    return toDisposable(() => {
      for (const command of commands)
        if (this.#commands.get(command.id) === command) this.#commands.delete(command.id);
    });
  }

  get(id: string): Command | undefined {
    return this.#commands.get(id);
  }

  all(): readonly Command[] {
    return [...this.#commands.values()];
  }

  /** Runs it when it exists and its `when` holds; answers whether it ran. A command that throws is reported, not lost. */
  run(id: string, argument?: unknown): boolean {
    const command = this.#commands.get(id);
    if (!command || command.when?.() === false) return false;
    this.#runEmitter.fire(command);
    void this.#settle(command, argument);
    return true;
  }

  async #settle(command: Command, argument: unknown): Promise<void> {
    try {
      await command.run(argument);
    } catch (error) {
      this.#onError(command, error);
    }
  }
}
