import { createStore, type StoreApi } from "zustand/vanilla";
import { type Disposable, DisposableStore } from "../../../core/base/disposable.ts";
import type { Failure } from "../../../core/contract/failure.ts";
import type { ModelInfo, ModelState } from "../../../core/contract/model.ts";
import type { Services } from "../../state/services.ts";

export type ModelsList =
  | { readonly kind: "loading" }
  | { readonly kind: "failed"; readonly reason: string }
  | { readonly kind: "ready"; readonly models: readonly ModelInfo[]; readonly selected: string | undefined };

export interface ModelsState {
  readonly list: ModelsList;
  readonly state: ModelState | undefined;
  /** Which model is being switched to, added or removed right now. */
  readonly working: string | undefined;
  /** The last refusal, and the model it was about; "add" for the form. */
  readonly refusal: { readonly about: string; readonly failure: Failure } | undefined;
}

export type ModelsStore = StoreApi<ModelsState>;

/** The models at hand and the one in use. */
export class ModelsController implements Disposable {
  readonly store: ModelsStore = createStore<ModelsState>(() => ({
    list: { kind: "loading" },
    state: undefined,
    working: undefined,
    refusal: undefined,
  }));
  readonly #services: Services;
  readonly #disposables = new DisposableStore();

  constructor(services: Services) {
    this.#services = services;
    const { host } = services;
    this.#disposables.add(host.on("model.didChangeState", (state) => this.store.setState({ state })));
    this.#disposables.add(host.onDidReconnect(() => void this.loadState()));
  }

  async loadState(): Promise<void> {
    const answer = await this.#services.host.request("model.state", {});
    if (answer.ok) this.store.setState({ state: answer.value });
    if (this.store.getState().list.kind !== "loading") await this.loadList();
  }

  async loadList(): Promise<void> {
    const answer = await this.#services.host.request("model.list", {});
    this.store.setState({
      list: answer.ok
        ? { kind: "ready", models: answer.value.models, selected: answer.value.selected }
        : { kind: "failed", reason: answer.error.message },
    });
  }

  /** Loads it and remembers it. A refusal for want of memory can be overridden with `anyway`. */
  async use(id: string, anyway = false): Promise<void> {
    this.store.setState({ working: id, refusal: undefined });
    const answer = await this.#services.host.request("model.select", { id, ignoreMemoryEstimate: anyway });
    this.#settled(id, answer.ok ? undefined : answer.error);
    if (answer.ok) this.store.setState({ state: answer.value });
    await this.loadList();
  }

  async restart(): Promise<void> {
    const state = this.store.getState().state;
    const about = state && state.state !== "none" ? state.model.id : "add";
    this.store.setState({ working: about, refusal: undefined });
    const answer = await this.#services.host.request("model.restart", {});
    this.#settled(about, answer.ok ? undefined : answer.error);
    if (answer.ok) this.store.setState({ state: answer.value });
    else this.#services.notifications.failure(answer.error);
  }

  /** Answers whether the file was taken; the refusal stands in the slice otherwise. */
  async add(file: string): Promise<boolean> {
    this.store.setState({ working: "add", refusal: undefined });
    const answer = await this.#services.host.request("model.add", { file });
    this.#settled("add", answer.ok ? undefined : answer.error);
    if (answer.ok) {
      this.#services.announcer.say(`${answer.value.name} was added.`);
      await this.loadList();
    }
    return answer.ok;
  }

  async remove(model: ModelInfo): Promise<void> {
    const sure = await this.#services.dialogs.ask(
      `Remove ${model.name} from the list?`,
      `The file stays where it is: ${model.file}`,
      [
        { title: "Remove", value: true, kind: "primary" },
        { title: "Cancel", value: false },
      ],
    );
    if (sure !== true) return;
    this.store.setState({ working: model.id, refusal: undefined });
    const answer = await this.#services.host.request("model.remove", { id: model.id });
    this.#settled(model.id, answer.ok ? undefined : answer.error);
    await this.loadList();
  }

  async copyHash(model: ModelInfo): Promise<void> {
    await navigator.clipboard.writeText(model.sha256);
    this.#services.announcer.say("Hash copied.");
  }

  dispose(): void {
    this.#disposables.dispose();
  }

  #settled(about: string, failure: Failure | undefined): void {
    this.store.setState({
      working: undefined,
      refusal: failure && failure.code !== "cancelled" ? { about, failure } : undefined,
    });
  }
}
