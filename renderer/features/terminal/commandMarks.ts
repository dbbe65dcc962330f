import type { IMarker, Terminal } from "@xterm/xterm";
import { type Disposable, DisposableStore, toDisposable } from "../../../core/base/disposable.ts";
import {
  advanceShell,
  describeCommand,
  type FinishedCommand,
  freshShell,
  parseShellMark,
  type ShellMark,
  type ShellProgress,
} from "./shellMarks.ts";

interface MarkedCommand {
  readonly marker: IMarker;
  readonly command: FinishedCommand;
}

const shellIntegrationOsc = 633;
const mostMarked = 1000;

/** Hears the shell's marks, puts a dot before each finished command, and finds the way from one to the next. */
export class CommandMarks implements Disposable {
  readonly #terminal: Terminal;
  readonly #onProgress: (progress: ShellProgress) => void;
  readonly #disposables = new DisposableStore();
  #progress: ShellProgress = freshShell;
  #prompt: IMarker | undefined;
  #input: { readonly marker: IMarker; readonly column: number } | undefined;
  #commands: MarkedCommand[] = [];
  #current: MarkedCommand | undefined;

  constructor(terminal: Terminal, onProgress: (progress: ShellProgress) => void) {
    this.#terminal = terminal;
    this.#onProgress = onProgress;
    this.#disposables.add(
      terminal.parser.registerOscHandler(shellIntegrationOsc, (data) => {
        const mark = parseShellMark(data);
        if (mark) this.#take(mark);
        return true;
      }),
    );
    this.#disposables.add(toDisposable(() => this.forget()));
  }

  /** Where the last finished command was asked for; undefined where the shell does not tell. */
  get lastPromptLine(): number | undefined {
    const last = this.#commands.findLast(({ marker }) => !marker.isDisposed);
    return last?.marker.line;
  }

  get progress(): ShellProgress {
    return this.#progress;
  }

  /** Scrolls to the command before (-1) or after (1) the one last gone to; undefined when there is none. */
  go(by: -1 | 1): FinishedCommand | undefined {
    this.#commands = this.#commands.filter((command) => !command.marker.isDisposed);
    const index = this.#current ? this.#commands.indexOf(this.#current) : -1;
    const next = index < 0 ? (by < 0 ? this.#commands.at(-1) : undefined) : this.#commands[index + by];
    if (!next) {
      if (by > 0) this.leave();
      return undefined;
    }
    this.#current = next;
    this.#terminal.scrollToLine(next.marker.line);
    return next.command;
  }

  /** Back to the end: the next "previous" starts at the last command again. */
  leave(): void {
    this.#current = undefined;
    this.#terminal.scrollToBottom();
  }

  forget(): void {
    for (const { marker } of this.#commands.splice(0)) marker.dispose();
    this.#current = undefined;
  }

  dispose(): void {
    this.#disposables.dispose();
  }

  #take(mark: ShellMark): void {
    if (mark.kind === "promptStart") this.#prompt = this.#terminal.registerMarker(0);
    if (mark.kind === "promptEnd")
      this.#input = {
        marker: this.#terminal.registerMarker(0),
        column: this.#terminal.buffer.active.cursorX,
      };
    if (mark.kind === "commandStart" && this.#progress.commandLine === "")
      this.#progress = { ...this.#progress, commandLine: this.#typedLine() };
    const before = this.#progress;
    this.#progress = advanceShell(before, mark);
    if (mark.kind === "commandEnd" && this.#progress.last && this.#progress.last !== before.last)
      this.#finish(this.#progress.last);
    if (this.#progress !== before) this.#onProgress(this.#progress);
  }

  /** What stands after the prompt, for shells whose integration does not say it. */
  #typedLine(): string {
    const line = this.#input && this.#terminal.buffer.active.getLine(this.#input.marker.line);
    return line?.translateToString(true, this.#input?.column).trim() ?? "";
  }

  #finish(command: FinishedCommand): void {
    const marker = this.#prompt;
    if (!marker || marker.isDisposed) return;
    this.#prompt = undefined;
    this.#commands.push({ marker, command });
    if (this.#commands.length > mostMarked) this.#commands.shift()?.marker.dispose();
    const decoration = this.#terminal.registerDecoration({ marker, x: 0, width: 1 });
    decoration?.onRender((element) => {
      const failed = command.exitCode !== undefined && command.exitCode !== 0;
      element.className = `xterm-decoration terminal-mark codicon codicon-${failed ? "error-small block" : "circle-small-filled pass"}`;
      element.title = describeCommand(command);
      element.dataset.testid = "terminal-mark";
      element.dataset.exitCode = String(command.exitCode ?? "");
    });
  }
}
