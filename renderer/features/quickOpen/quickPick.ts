import { createStore, type StoreApi } from "zustand/vanilla";

export interface QuickItem {
  readonly id: string;
  readonly label: string;
  /** UTF-16 offsets in `label` that matched. */
  readonly positions?: readonly number[];
  readonly detail?: string;
  /** Codicon name. */
  readonly icon?: string;
  readonly keys?: string | undefined;
  /** A heading above it, where it differs from the item before. */
  readonly group?: string;
  readonly run: () => unknown;
}

export interface QuickSource {
  readonly placeholder: string;
  /** Called at every change of the text; the signal is aborted by the next one. */
  readonly items: (text: string, signal: AbortSignal) => Promise<readonly QuickItem[]> | readonly QuickItem[];
  /** What an empty list says. */
  readonly nothing: string;
}

export interface QuickPickState {
  readonly open: boolean;
  readonly text: string;
  readonly placeholder: string;
  readonly items: readonly QuickItem[];
  readonly nothing: string | undefined;
  readonly chosen: number;
}

const closed: QuickPickState = {
  open: false,
  text: "",
  placeholder: "",
  items: [],
  nothing: undefined,
  chosen: 0,
};

/** The box at the top of the window: files, commands, lines, and whatever else is to be picked from a list. */
export class QuickPick {
  readonly store: StoreApi<QuickPickState> = createStore<QuickPickState>(() => closed);
  #source: ((text: string) => { readonly source: QuickSource; readonly rest: string }) | undefined;
  #abort = new AbortController();

  /** Shows one list. */
  pick(source: QuickSource): void {
    this.open((text) => ({ source, rest: text }), "");
  }

  /** `route` chooses the list by what is typed: ">" for commands, ":" for a line. */
  open(route: (text: string) => { readonly source: QuickSource; readonly rest: string }, text: string): void {
    this.#source = route;
    this.store.setState({ ...closed, open: true });
    this.type(text);
  }

  type(text: string): void {
    const routed = this.#source?.(text);
    if (!routed) return;
    this.#abort.abort();
    this.#abort = new AbortController();
    const { signal } = this.#abort;
    const { source, rest } = routed;
    this.store.setState({ text, placeholder: source.placeholder });
    const take = (items: readonly QuickItem[]): void => {
      if (signal.aborted) return;
      this.store.setState({ items, chosen: 0, nothing: items.length === 0 ? source.nothing : undefined });
    };
    const items = source.items(rest, signal);
    if (items instanceof Promise) void items.then(take);
    else take(items);
  }

  choose(index: number): void {
    const { items } = this.store.getState();
    if (items.length > 0) this.store.setState({ chosen: (index + items.length) % items.length });
  }

  accept(index = this.store.getState().chosen): void {
    const item = this.store.getState().items[index];
    if (!item) return;
    this.close();
    item.run();
  }

  close(): void {
    this.#abort.abort();
    this.#source = undefined;
    this.store.setState(closed);
  }
}
