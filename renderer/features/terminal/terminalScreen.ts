import { FitAddon } from "@xterm/addon-fit";
import { SearchAddon } from "@xterm/addon-search";
import { Unicode11Addon } from "@xterm/addon-unicode11";
import { WebLinksAddon } from "@xterm/addon-web-links";
import { WebglAddon } from "@xterm/addon-webgl";
import { Terminal } from "@xterm/xterm";
import "@xterm/xterm/css/xterm.css";
import { DisposableStore, toDisposable } from "../../../core/base/disposable.ts";
import { terminalTheme } from "./ansiTheme.ts";
import { CommandMarks } from "./commandMarks.ts";
import { FileLinkProvider, type LinkTarget } from "./fileLinkProvider.ts";
import { LinkHint } from "./linkHint.ts";
import type { FinishedCommand, ShellProgress } from "./shellMarks.ts";
import { webAddressOf } from "./terminalLinks.ts";
import { ignoreUntrustedSequences } from "./untrustedOutput.ts";

export interface ScreenSize {
  readonly columns: number;
  readonly rows: number;
}

export interface ScreenLook {
  readonly token: (name: string) => string;
  readonly highContrast: boolean;
  readonly fontFamily: string;
  readonly fontSize: number;
  readonly scrollback: number;
  readonly screenReader: boolean;
}

export interface ScreenActions {
  readonly input: (data: string) => void;
  readonly resized: (size: ScreenSize) => void;
  readonly drawn: (characters: number) => void;
  readonly progressed: (progress: ShellProgress) => void;
  readonly pasted: (text: string) => void;
  readonly foundMatches: (index: number, count: number) => void;
  readonly resolvePath: (path: string) => Promise<string | undefined>;
  readonly openFile: (target: LinkTarget) => void;
  readonly copyAddress: (address: string) => void;
}

/** One terminal as it is drawn: xterm with our rules for output that cannot be trusted. Lives on while it is not shown. */
export class TerminalScreen {
  readonly element = document.createElement("div");
  readonly #terminal: Terminal;
  readonly #fit = new FitAddon();
  readonly #search = new SearchAddon({ highlightLimit: 1000 });
  readonly #marks: CommandMarks;
  readonly #actions: ScreenActions;
  readonly #disposables = new DisposableStore();
  #opened = false;
  #replaying = 0;
  #look: ScreenLook;

  constructor(look: ScreenLook, size: ScreenSize, actions: ScreenActions) {
    this.#look = look;
    this.#actions = actions;
    this.element.className = "terminal-screen";
    const hint = new LinkHint(this.element);
    this.#terminal = new Terminal({
      allowProposedApi: true,
      cols: size.columns,
      rows: size.rows,
      cursorBlink: false,
      drawBoldTextInBrightColors: false,
      macOptionIsMeta: true,
      linkHandler: {
        allowNonHttpProtocols: false,
        activate: (event, address) => this.#follow(event, address),
        hover: (event, address) => hint.show(event, addressHint(address)),
        leave: () => hint.hide(),
      },
      ...this.#options(look),
    });
    const terminal = this.#terminal;
    const own = this.#disposables;
    own.add(terminal);
    this.#marks = own.add(new CommandMarks(terminal, actions.progressed));
    terminal.loadAddon(this.#fit);
    terminal.loadAddon(this.#search);
    terminal.loadAddon(new Unicode11Addon());
    terminal.unicode.activeVersion = "11";
    own.add(ignoreUntrustedSequences(terminal.parser));
    terminal.loadAddon(
      new WebLinksAddon((event, address) => this.#follow(event, address), {
        hover: (event, address) => hint.show(event, addressHint(address)),
        leave: () => hint.hide(),
      }),
    );
    own.add(
      terminal.registerLinkProvider(
        new FileLinkProvider(terminal, {
          resolve: actions.resolvePath,
          open: actions.openFile,
          hover: (event, text) => hint.show(event, text),
          leave: () => hint.hide(),
        }),
      ),
    );
    own.add(
      terminal.onData((data) => {
        // The replay holds questions that were answered long ago: answering them again would type into the shell.
        if (this.#replaying === 0) actions.input(data);
      }),
    );
    own.add(terminal.onBinary((data) => actions.input(data)));
    own.add(terminal.onResize(({ cols, rows }) => actions.resized({ columns: cols, rows })));
    own.add(
      this.#search.onDidChangeResults(({ resultIndex, resultCount }) =>
        actions.foundMatches(resultIndex, resultCount),
      ),
    );
    const paste = (event: ClipboardEvent): void => {
      event.preventDefault();
      event.stopPropagation();
      actions.pasted(event.clipboardData?.getData("text/plain") ?? "");
    };
    this.element.addEventListener("paste", paste, { capture: true });
    own.add(toDisposable(() => this.element.removeEventListener("paste", paste, { capture: true })));
  }

  /** Puts it into the page; the first time it measures its font there. */
  showIn(container: HTMLElement): void {
    container.append(this.element);
    if (!this.#opened) {
      this.#opened = true;
      this.#terminal.open(this.element);
      this.#terminal.textarea?.setAttribute("data-autofocus", "");
      this.#drawByGraphicsCard();
    }
    this.fit();
  }

  hide(): void {
    this.element.remove();
  }

  fit(): void {
    if (this.element.clientWidth > 0 && this.element.clientHeight > 0) this.#fit.fit();
  }

  focus(): void {
    this.#terminal.focus();
  }

  write(data: string): void {
    this.#terminal.write(data, () => this.#actions.drawn(data.length));
  }

  /** Starts anew with what the host remembers of the output. */
  replay(data: string): void {
    this.#terminal.reset();
    this.#marks.forget();
    this.#replaying++;
    this.#terminal.write(data, () => this.#replaying--);
  }

  paste(text: string): void {
    this.#terminal.paste(text);
  }

  /** What the last command printed, or everything there is where the shell does not tell; wrapped lines are joined. */
  lastOutput(): string {
    const buffer = this.#terminal.buffer.active;
    const lines: string[] = [];
    for (let row = this.#marks.lastPromptLine ?? 0; row < buffer.length; row++) {
      const line = buffer.getLine(row);
      const text = line?.translateToString(true) ?? "";
      if (line?.isWrapped && lines.length > 0) lines.push((lines.pop() ?? "") + text);
      else lines.push(text);
    }
    return lines.join("\n").trimEnd();
  }

  selection(): string {
    return this.#terminal.getSelection();
  }

  selectAll(): void {
    this.#terminal.selectAll();
  }

  clear(): void {
    this.#marks.forget();
    this.#terminal.clear();
  }

  goToCommand(by: -1 | 1): FinishedCommand | undefined {
    return this.#marks.go(by);
  }

  find(text: string, by: -1 | 1, incremental: boolean): void {
    const options = { incremental, decorations: this.#matchColours() };
    if (text === "") this.endFind();
    else if (by > 0) this.#search.findNext(text, options);
    else this.#search.findPrevious(text, options);
  }

  endFind(): void {
    this.#search.clearDecorations();
    this.#terminal.clearSelection();
  }

  setLook(look: ScreenLook): void {
    this.#look = look;
    Object.assign(this.#terminal.options, this.#options(look));
    this.fit();
  }

  dispose(): void {
    this.#disposables.dispose();
    this.element.remove();
  }

  #options(look: ScreenLook) {
    return {
      theme: terminalTheme(look.token),
      // Programs bring 256 and true colours of their own: those are lifted to the same contrast as ours.
      minimumContrastRatio: look.highContrast ? 7 : 4.5,
      fontFamily: look.fontFamily,
      fontSize: look.fontSize,
      lineHeight: 1.35,
      scrollback: look.scrollback,
      screenReaderMode: look.screenReader,
    };
  }

  /** Output can write any address: it is never opened, and copied only by a deliberate click. */
  #follow(event: MouseEvent, text: string): void {
    const address = webAddressOf(text);
    if (address !== undefined && (event.ctrlKey || event.metaKey)) this.#actions.copyAddress(address);
  }

  #matchColours() {
    const { token } = this.#look;
    return {
      matchBackground: token("code-match"),
      matchOverviewRuler: token("accent"),
      activeMatchBackground: token("accent"),
      activeMatchColorOverviewRuler: token("accent"),
    };
  }

  /** Where WebGL would be computed by the processor it would take a core from the model; the DOM renderer is lighter then. */
  #drawByGraphicsCard(): void {
    if (!hasGraphicsCard()) return;
    const webgl = new WebglAddon();
    webgl.onContextLoss(() => webgl.dispose());
    this.#terminal.loadAddon(webgl);
  }
}

function addressHint(text: string): string {
  const address = webAddressOf(text);
  return address === undefined ? "" : `${address} · Ctrl+click copies the address`;
}

function hasGraphicsCard(): boolean {
  const probe = document.createElement("canvas").getContext("webgl2", { failIfMajorPerformanceCaveat: true });
  if (!probe) return false;
  // Not every browser counts its own software drawing as a caveat: the renderer's name tells.
  const named = probe.getExtension("WEBGL_debug_renderer_info");
  const renderer = String(probe.getParameter(named ? named.UNMASKED_RENDERER_WEBGL : probe.RENDERER));
  probe.getExtension("WEBGL_lose_context")?.loseContext();
  return !/swiftshader|llvmpipe|softpipe|software|basic render/i.test(renderer);
}
