import { createStore, type StoreApi } from "zustand/vanilla";
import { type Disposable, DisposableStore } from "../../../core/base/disposable.ts";
import type { SealStatus } from "../../../core/contract/workbench.ts";
import type { HostConnection } from "../../transport/hostConnection.ts";

export type SealState =
  | { readonly kind: "loading" }
  | { readonly kind: "failed"; readonly reason: string }
  | { readonly kind: "known"; readonly status: SealStatus };

/** What the host says of its connections, as of now. */
export class SealController implements Disposable {
  readonly store: StoreApi<SealState> = createStore<SealState>(() => ({ kind: "loading" }));
  readonly #host: HostConnection;
  readonly #children = new DisposableStore();

  constructor(host: HostConnection) {
    this.#host = host;
    this.#children.add(host.on("seal.didChange", (status) => this.#know(status)));
    this.#children.add(host.onDidReconnect(() => void this.load()));
    void this.load();
  }

  async load(): Promise<void> {
    const answer = await this.#host.request("seal.status", {});
    if (answer.ok) this.#know(answer.value);
    // What is known of it already stands until the host answers again.
    else if (this.store.getState().kind !== "known")
      this.store.setState({ kind: "failed", reason: answer.error.message }, true);
  }

  dispose(): void {
    this.#children.dispose();
  }

  #know(status: SealStatus): void {
    this.store.setState({ kind: "known", status }, true);
  }
}
