import { createStore, type StoreApi } from "zustand/vanilla";
import { type Disposable, DisposableStore } from "../../../core/base/disposable.ts";
import type {
  LedgerEntry,
  LedgerStats,
  LedgerVerification,
  SuggestionEnd,
} from "../../../core/contract/ledger.ts";
import type { HostConnection } from "../../transport/hostConnection.ts";

export type Verification =
  | { readonly kind: "none" }
  | { readonly kind: "running" }
  | { readonly kind: "failed"; readonly reason: string }
  | { readonly kind: "done"; readonly result: LedgerVerification };

export interface LedgerState {
  readonly phase: "loading" | "ready" | { readonly failed: string };
  readonly stats: LedgerStats | undefined;
  readonly entries: readonly LedgerEntry[];
  readonly filter: SuggestionEnd | undefined;
  /** There are older ones than those loaded. */
  readonly more: boolean;
  readonly verification: Verification;
}

export type LedgerStore = StoreApi<LedgerState>;

const pageSize = 100;
const followDelayMs = 500;

/** The ledger as the page shows it: figures, the latest suggestions, and older ones on demand. */
export class LedgerController implements Disposable {
  readonly store: LedgerStore = createStore<LedgerState>(() => ({
    phase: "loading",
    stats: undefined,
    entries: [],
    filter: undefined,
    more: false,
    verification: { kind: "none" },
  }));
  readonly #host: HostConnection;
  readonly #disposables = new DisposableStore();
  #watchers = 0;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #verifying: AbortController | undefined;

  constructor(host: HostConnection) {
    this.#host = host;
    this.#disposables.add(host.on("ledger.didChange", () => this.#follow()));
    this.#disposables.add(host.onDidReconnect(() => this.#follow()));
  }

  /** While someone looks, the view follows the ledger; call what is returned when they stop. */
  watch(): () => void {
    this.#watchers++;
    void this.load();
    return () => {
      this.#watchers--;
    };
  }

  async load(): Promise<void> {
    const { filter, entries } = this.store.getState();
    const limit = Math.min(500, Math.max(pageSize, entries.length));
    const [stats, list] = await Promise.all([
      this.#host.request("ledger.stats", {}),
      this.#host.request("ledger.list", { limit, ...(filter === undefined ? {} : { end: filter }) }),
    ]);
    if (this.store.getState().filter !== filter) return;
    if (!stats.ok || !list.ok) {
      const failure = stats.ok ? (list.ok ? undefined : list.error) : stats.error;
      this.store.setState({ phase: { failed: failure?.message ?? "" } });
      return;
    }
    this.store.setState({
      phase: "ready",
      stats: stats.value,
      entries: list.value.entries,
      more: list.value.entries.length === limit,
    });
  }

  async filterBy(filter: SuggestionEnd | undefined): Promise<void> {
    this.store.setState({ filter, entries: [] });
    await this.load();
  }

  async loadMore(): Promise<void> {
    const { entries, filter } = this.store.getState();
    const before = entries.at(-1)?.sequence;
    if (before === undefined) return;
    const list = await this.#host.request("ledger.list", {
      before,
      limit: pageSize,
      ...(filter === undefined ? {} : { end: filter }),
    });
    if (!list.ok || this.store.getState().filter !== filter) return;
    this.store.setState((state) => ({
      entries: [...state.entries, ...list.value.entries],
      more: list.value.entries.length === pageSize,
    }));
  }

  async verify(): Promise<void> {
    this.cancelVerify();
    const abort = new AbortController();
    this.#verifying = abort;
    this.store.setState({ verification: { kind: "running" } });
    const answer = await this.#host.request("ledger.verify", {}, abort.signal);
    if (this.#verifying !== abort) return;
    this.#verifying = undefined;
    this.store.setState({
      verification: answer.ok
        ? { kind: "done", result: answer.value }
        : { kind: "failed", reason: answer.error.message },
    });
  }

  cancelVerify(): void {
    if (!this.#verifying) return;
    this.#verifying.abort();
    this.#verifying = undefined;
    this.store.setState({ verification: { kind: "none" } });
  }

  dispose(): void {
    clearTimeout(this.#timer);
    this.cancelVerify();
    this.#disposables.dispose();
  }

  #follow(): void {
    if (this.#watchers === 0 || this.#timer !== undefined) return;
    this.#timer = setTimeout(() => {
      this.#timer = undefined;
      void this.load();
    }, followDelayMs);
  }
}
