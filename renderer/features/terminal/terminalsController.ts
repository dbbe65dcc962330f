import { type Disposable, DisposableStore, toDisposable } from "../../../core/base/disposable.ts";
import type { TerminalInfo } from "../../../core/contract/terminal.ts";
import { copyText } from "../../state/copyText.ts";
import type { Services } from "../../state/services.ts";
import { baseName } from "../editor/resource.ts";
import { Acknowledger } from "./acknowledger.ts";
import type { LinkTarget } from "./fileLinkProvider.ts";
import { asOneLine, readPaste } from "./paste.ts";
import { describeCommand } from "./shellMarks.ts";
import { workspacePathOf } from "./terminalLinks.ts";
import type { ScreenLook, ScreenSize, TerminalScreen } from "./terminalScreen.ts";
import {
  besideActive,
  changeTab,
  createTerminalsStore,
  type TerminalTab,
  tabOf,
  withoutTab,
  withTab,
} from "./terminalsSlice.ts";

export const terminalPanelId = "terminal";
const resizeDelayMs = 60;
const folderListMs = 3000;

interface LiveTerminal {
  readonly screen: TerminalScreen;
  readonly acknowledger: Acknowledger;
  resizing: ReturnType<typeof setTimeout> | undefined;
  /** False until its replay has come: what arrives before is part of that. */
  attached: boolean;
}

/** The terminals of this page and the shells of the host, kept in step. */
export class TerminalsController implements Disposable {
  readonly store = createTerminalsStore();
  readonly matches: { listener: (index: number, count: number) => void } = { listener: () => {} };
  readonly #services: Services;
  readonly #live = new Map<string, LiveTerminal>();
  readonly #disposables = new DisposableStore();
  readonly #folders = new Map<string, { readonly at: number; readonly names: ReadonlySet<string> }>();
  #size: ScreenSize = { columns: 80, rows: 24 };
  #ready: Promise<void> | undefined;
  #creating = 0;
  #wantsKeyboard = false;
  /** The panel came back with the window: the keyboard is the editor's then. */
  #stoodOpen: boolean;
  #early: { readonly id: string; readonly data: string }[] = [];

  constructor(services: Services) {
    this.#services = services;
    const { host, settings, theme, layout } = services;
    this.#stoodOpen = layout.store.getState().panelVisible;
    const own = this.#disposables;
    own.add(host.on("terminal.data", ({ id, data }) => this.#receive(id, data)));
    own.add(host.on("terminal.didExit", ({ id, exitCode }) => this.#exited(id, exitCode)));
    own.add(host.onDidReconnect(() => void this.#attachAgain()));
    const restyle = (): void => {
      for (const { screen } of this.#live.values()) screen.setLook(this.#look());
    };
    own.add(toDisposable(theme.store.subscribe(restyle)));
    own.add(toDisposable(settings.watch("terminal.fontSize", restyle)));
    own.add(toDisposable(settings.watch("terminal.scrollback", restyle)));
    this.store.setState({ screenReader: services.session.extra("terminal.screenReader") === true });
  }

  /** Finds the shells that outlived a reload, once; starts one when there is none. */
  ready(): Promise<void> {
    this.#ready ??= this.#restore();
    return this.#ready;
  }

  screen(id: string | undefined): TerminalScreen | undefined {
    return id === undefined ? undefined : this.#live.get(id)?.screen;
  }

  get activeScreen(): TerminalScreen | undefined {
    return this.screen(this.store.getState().activeId);
  }

  async create(): Promise<void> {
    this.#services.layout.showPanel(terminalPanelId, false);
    await this.ready();
    await this.#start();
    this.focus();
  }

  async toggle(): Promise<void> {
    const { layout } = this.#services;
    layout.togglePanelView(terminalPanelId);
    if (!layout.store.getState().panelVisible) return;
    await this.ready();
    this.focus();
  }

  /** Puts the keyboard into the active terminal, now or as soon as it is on the page. */
  focus(): void {
    this.#wantsKeyboard = true;
    requestAnimationFrame(() => requestAnimationFrame(() => this.#takeKeyboard()));
  }

  /** The view drew the active terminal: its code may have come later than the shell. */
  shown(): void {
    this.#takeKeyboard();
  }

  #takeKeyboard(): void {
    const screen = this.activeScreen;
    if (!this.#wantsKeyboard || !screen?.element.isConnected) return;
    this.#wantsKeyboard = false;
    screen.focus();
  }

  activate(id: string): void {
    this.store.setState({ activeId: id, finding: false });
    this.focus();
  }

  step(by: number): void {
    const id = besideActive(this.store.getState(), by);
    if (id !== undefined) this.activate(id);
  }

  async kill(id = this.store.getState().activeId): Promise<void> {
    if (id === undefined) return;
    this.#drop(id);
    await this.#services.host.request("terminal.close", { id });
    if (this.store.getState().tabs.length === 0) {
      this.#ready = undefined;
      this.#services.layout.hidePanel();
    } else this.focus();
  }

  async rename(id = this.store.getState().activeId): Promise<void> {
    const tab = this.store.getState().tabs.find((other) => other.id === id);
    if (!tab) return;
    const title = await this.#services.dialogs.askText("Rename the terminal", "Name", tab.title, "Rename");
    if (title) this.store.setState((state) => changeTab(state, tab.id, (old) => ({ ...old, title })));
  }

  /** What is selected, else what the last command printed. */
  lastOutput(): string {
    const screen = this.activeScreen;
    return screen?.selection() || (screen?.lastOutput() ?? "");
  }

  /** Hands what was printed to the assistant, which finds the traceback in it. */
  explainFailure(): void {
    this.#services.commands.run("airlock.assistant.explainFailure", this.lastOutput());
  }

  async copySelection(): Promise<void> {
    const text = this.activeScreen?.selection() ?? "";
    if (text !== "") await this.#copy(text, "Copied.");
  }

  /** From the palette; the keys come as the browser's own paste event, which needs no permission. */
  async pasteFromClipboard(): Promise<void> {
    try {
      await this.paste(this.store.getState().activeId, await navigator.clipboard.readText());
    } catch {
      this.#services.notifications.info(
        "The clipboard can't be read from here. Press Ctrl+Shift+V in the terminal.",
      );
    }
  }

  async paste(id: string | undefined, pasted: string): Promise<void> {
    const screen = this.screen(id);
    const { text, lines, runs } = readPaste(pasted);
    if (!screen || text === "") return;
    if (!runs) return screen.paste(text);
    const answer = await this.#services.dialogs.ask(
      lines === 1 ? "Paste a line that runs at once?" : `Paste ${lines} lines into the terminal?`,
      `The shell may run them as they arrive. They begin: ${text.trim().slice(0, 160)}`,
      [
        { title: "Paste", value: "paste", kind: "primary" as const },
        { title: "Paste as one line", value: "oneLine" },
        { title: "Cancel", value: "cancel" },
      ],
    );
    if (answer === "paste") screen.paste(text);
    if (answer === "oneLine") screen.paste(asOneLine(text));
    screen.focus();
  }

  find(): void {
    this.store.setState({ finding: true });
  }

  endFind(): void {
    this.activeScreen?.endFind();
    this.store.setState({ finding: false });
    this.activeScreen?.focus();
  }

  titled(title: string, commandId: string): string {
    return this.#services.keyboard.titled(title, commandId);
  }

  goToCommand(by: -1 | 1): void {
    const { announcer } = this.#services;
    const command = this.activeScreen?.goToCommand(by);
    announcer.say(command ? describeCommand(command) : by < 0 ? "No earlier command." : "No later command.");
  }

  toggleScreenReader(): void {
    const screenReader = !this.store.getState().screenReader;
    this.store.setState({ screenReader });
    this.#services.session.setExtra("terminal.screenReader", screenReader || undefined);
    for (const { screen } of this.#live.values()) screen.setLook(this.#look());
    this.#services.announcer.say(`Screen reader mode of the terminal is ${screenReader ? "on" : "off"}.`);
  }

  dispose(): void {
    this.#disposables.dispose();
    for (const { screen } of this.#live.values()) screen.dispose();
    this.#live.clear();
  }

  async #restore(): Promise<void> {
    const { host, notifications } = this.#services;
    const listed = await host.request("terminal.list", {});
    if (!listed.ok) {
      notifications.failure(listed.error, [{ title: "Try again", run: () => this.#restore() }]);
      this.store.setState({ phase: "ready" });
      return;
    }
    for (const info of listed.value.terminals) await this.#adopt(info, true);
    this.store.setState({ phase: "ready" });
    if (this.store.getState().tabs.length === 0) await this.#start();
    if (!this.#stoodOpen) this.focus();
    this.#stoodOpen = false;
  }

  async #start(): Promise<void> {
    const { host, notifications } = this.#services;
    this.#creating++;
    const created = await host.request("terminal.create", { ...this.#size });
    if (created.ok) await this.#adopt(created.value, false);
    else notifications.failure(created.error, [{ title: "Try again", run: () => this.#start() }]);
    this.#creating--;
    if (this.#creating === 0) this.#early = [];
  }

  async #adopt(info: TerminalInfo, attach: boolean): Promise<void> {
    const { TerminalScreen } = await import("./terminalScreen.ts");
    await document.fonts.load(`13px ${codeFont()}`);
    const { id } = info;
    const { host } = this.#services;
    const acknowledger = new Acknowledger((characters) =>
      host.signal("terminal.acknowledge", { id, characters }),
    );
    const screen = new TerminalScreen(this.#look(), this.#size, {
      input: (data) => host.signal("terminal.input", { id, data }),
      resized: (size) => this.#resized(id, size),
      drawn: (characters) => acknowledger.drawn(characters),
      progressed: (shell) =>
        this.store.setState((state) => changeTab(state, id, (tab) => ({ ...tab, shell }))),
      pasted: (text) => void this.paste(id, text),
      foundMatches: (index, count) => this.matches.listener(index, count),
      resolvePath: (path) => this.#resolve(id, path),
      openFile: (target) => this.#open(target),
      copyAddress: (address) => void this.#copy(address, "Address copied. Airlock opens nothing by itself."),
    });
    const live: LiveTerminal = { screen, acknowledger, resizing: undefined, attached: !attach };
    this.#live.set(id, live);
    if (attach) await this.#attach(id, live);
    for (const { id: earlyId, data } of this.#early) if (earlyId === id) this.#draw(live, data);
    this.#early = this.#early.filter((early) => early.id !== id);
    this.store.setState((state) => withTab(state, tabOf(info)));
    this.store.setState((state) =>
      changeTab(state, id, (tab) => ({ ...tab, title: baseName(tab.title) || tab.title })),
    );
  }

  async #attach(id: string, live: LiveTerminal): Promise<boolean> {
    const attached = await this.#services.host.request("terminal.attach", { id, ...this.#size });
    if (!attached.ok) return false;
    live.screen.replay(attached.value.replay);
    live.attached = true;
    return true;
  }

  /** The connection was lost and stands again: shells that still run go on, the others say that they ended. */
  async #attachAgain(): Promise<void> {
    this.#folders.clear();
    for (const [id, live] of this.#live) {
      live.attached = false;
      if (!(await this.#attach(id, live))) this.#exited(id, undefined);
    }
  }

  #receive(id: string, data: string): void {
    const live = this.#live.get(id);
    if (live?.attached) this.#draw(live, data);
    else if (!live && this.#creating > 0) this.#early.push({ id, data });
    // Not ours to draw: said to be drawn, so that the shell does not wait for us.
    else this.#services.host.signal("terminal.acknowledge", { id, characters: data.length });
  }

  #draw(live: LiveTerminal, data: string): void {
    live.acknowledger.received(data.length);
    live.screen.write(data);
  }

  #exited(id: string, code: number | undefined): void {
    const tab = this.store.getState().tabs.find((other) => other.id === id);
    if (!tab || tab.exit) return;
    this.store.setState((state) => changeTab(state, id, (old) => ({ ...old, exit: { code } })));
    const said = exitSentence(tab, code);
    this.screen(id)?.write(`\r\n\x1b[2m${said}\x1b[0m\r\n`);
    this.#services.announcer.say(said);
    if (code === 0) {
      // Whoever wrote there goes on in the terminal that takes its place.
      if (this.screen(id)?.element.contains(document.activeElement)) this.focus();
      this.#drop(id);
      void this.#services.host.request("terminal.close", { id });
    }
    if (this.store.getState().tabs.length > 0) return;
    this.#ready = undefined;
    if (this.#services.layout.store.getState().panelView === terminalPanelId)
      this.#services.layout.hidePanel();
  }

  #drop(id: string): void {
    const live = this.#live.get(id);
    clearTimeout(live?.resizing);
    live?.screen.dispose();
    this.#live.delete(id);
    this.store.setState((state) => withoutTab(state, id));
  }

  #resized(id: string, size: ScreenSize): void {
    this.#size = size;
    const live = this.#live.get(id);
    if (!live) return;
    clearTimeout(live.resizing);
    live.resizing = setTimeout(
      () => this.#services.host.signal("terminal.resize", { id, ...size }),
      resizeDelayMs,
    );
  }

  #look(): ScreenLook {
    const { settings, theme } = this.#services;
    return {
      token: (name) => theme.token(name),
      highContrast: theme.store.getState().theme === "high-contrast",
      fontFamily: codeFont(),
      fontSize: settings.get("terminal.fontSize"),
      scrollback: settings.get("terminal.scrollback"),
      screenReader: this.store.getState().screenReader,
    };
  }

  async #resolve(id: string, path: string): Promise<string | undefined> {
    const folder = this.store.getState().tabs.find((tab) => tab.id === id)?.shell.folder;
    const found = workspacePathOf(path, this.#services.info.workspace.root, folder);
    if (found === undefined) return undefined;
    const slash = found.lastIndexOf("/");
    const names = await this.#filesIn(found.slice(0, Math.max(0, slash)));
    return names.has(found.slice(slash + 1)) ? found : undefined;
  }

  async #filesIn(folder: string): Promise<ReadonlySet<string>> {
    const known = this.#folders.get(folder);
    if (known && performance.now() - known.at < folderListMs) return known.names;
    const listed = await this.#services.host.request("files.list", { path: folder });
    const names = new Set(
      listed.ok
        ? listed.value.entries
            .filter((entry) => entry.kind === "file" || entry.target === "file")
            .map((entry) => entry.name)
        : [],
    );
    this.#folders.set(folder, { at: performance.now(), names });
    return names;
  }

  #open({ path, line, column }: LinkTarget): void {
    const position =
      line === undefined
        ? undefined
        : { line: Math.max(0, line - 1), column: Math.max(0, (column ?? 1) - 1) };
    this.#services.editors.open(path, position === undefined ? {} : { position });
  }

  async #copy(text: string, said: string): Promise<void> {
    const { announcer, notifications } = this.#services;
    if (await copyText(text)) announcer.say(said);
    else notifications.warn("The clipboard can't be written from here. Select the text and copy it by hand.");
  }
}

function exitSentence(tab: TerminalTab, code: number | undefined): string {
  if (code === undefined) return `${tab.title} ended with the host.`;
  return code === 0 ? `${tab.title} ended.` : `${tab.title} ended with exit code ${code}.`;
}

function codeFont(): string {
  return getComputedStyle(document.documentElement).getPropertyValue("--code-font");
}
