import { createStore, type StoreApi } from "zustand/vanilla";
import { type Disposable, DisposableStore, toDisposable } from "../../../core/base/disposable.ts";
import type { Services } from "../../state/services.ts";
import type { Monaco, TextModel } from "../editor/monaco/monacoLoader.ts";
import { type OutlineRow, type OutlineSymbol, outlineRows, rowAt, withoutLocals } from "./outlineRows.ts";

export interface OutlineState {
  readonly symbols: readonly OutlineSymbol[];
  readonly collapsed: ReadonlySet<string>;
  /** Key of the row that the cursor is in. */
  readonly current: string | undefined;
  readonly title: string | undefined;
}

export type OutlineStore = StoreApi<OutlineState>;

const pauseMs = 400;

/** The symbols of the text in the active editor, read again when it changes and while anyone looks. */
export class OutlineController implements Disposable {
  readonly store: OutlineStore = createStore<OutlineState>(() => ({
    symbols: [],
    collapsed: new Set<string>(),
    current: undefined,
    title: undefined,
  }));
  readonly #services: Services;
  readonly #disposables = new DisposableStore();
  #watchers = 0;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #reading: AbortController | undefined;
  #resource: string | undefined;

  constructor(services: Services) {
    this.#services = services;
    const { editors, documents, monaco } = services;
    const own = this.#disposables;
    own.add(toDisposable(editors.store.subscribe(() => this.#schedule(0))));
    own.add(toDisposable(documents.store.subscribe(() => this.#schedule(pauseMs))));
    own.add(documents.onDidChangeText(() => this.#schedule(pauseMs)));
    own.add(toDisposable(editors.live.subscribe(() => this.#follow())));
    // A language server marks a text once it has read it: then it has symbols too.
    own.add(
      monaco.whenLoaded((loaded) => {
        own.add(loaded.editor.onDidChangeMarkers(() => this.#schedule(pauseMs)));
        this.#schedule(pauseMs);
      }),
    );
  }

  /** While at least one view looks. */
  watch(): Disposable {
    this.#watchers++;
    this.#schedule(0);
    return toDisposable(() => {
      this.#watchers--;
    });
  }

  rows(): readonly OutlineRow[] {
    const { symbols, collapsed } = this.store.getState();
    return outlineRows(symbols, collapsed);
  }

  toggle(key: string): void {
    this.store.setState((state) => {
      const collapsed = new Set(state.collapsed);
      if (!collapsed.delete(key)) collapsed.add(key);
      return { collapsed };
    });
    this.#follow();
  }

  open(key: string, focus: boolean): void {
    const row = this.rows().find((other) => other.key === key);
    const { editors } = this.#services;
    const resource = editors.activeResource;
    if (row && resource !== undefined)
      editors.openResource(resource, { focus, preview: true, position: row.symbol.selection.start });
  }

  dispose(): void {
    clearTimeout(this.#timer);
    this.#reading?.abort();
    this.#disposables.dispose();
  }

  #schedule(delayMs: number): void {
    if (this.#watchers === 0) return;
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => void this.#read(), delayMs);
  }

  async #read(): Promise<void> {
    const { editors, documents, monaco } = this.#services;
    const resource = editors.activeResource;
    const model = resource === undefined ? undefined : documents.model(resource);
    this.#reading?.abort();
    const reading = new AbortController();
    this.#reading = reading;
    const title = resource === undefined || !model ? undefined : editors.titleOf(resource);
    // Another text: its symbols may take their time, and those of the one before are wrong already.
    if (resource !== this.#resource) this.store.setState({ symbols: [], title });
    this.#resource = resource;
    const symbols =
      model && monaco.current ? await this.#symbolsOf(monaco.current, model, reading.signal) : [];
    if (reading.signal.aborted || !symbols) return;
    this.store.setState({ symbols: withoutLocals(symbols), title });
    this.#follow();
  }

  async #symbolsOf(
    monaco: Monaco,
    model: TextModel,
    signal: AbortSignal,
  ): Promise<readonly OutlineSymbol[] | undefined> {
    // Reaches into Monaco, which must not be loaded before the frame stands.
    const { readSymbols } = await import("./readSymbols.ts");
    const symbols = await readSymbols(monaco, model, signal);
    return model.isDisposed() ? undefined : symbols;
  }

  #follow(): void {
    const { cursor } = this.#services.editors.live.getState();
    const current = cursor && rowAt(this.rows(), cursor)?.key;
    if (current !== this.store.getState().current) this.store.setState({ current });
  }
}
