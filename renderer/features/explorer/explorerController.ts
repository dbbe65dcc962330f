import { createStore, type StoreApi } from "zustand/vanilla";
import type { Failure } from "../../../core/contract/failure.ts";
import type { FileEntry } from "../../../core/contract/files.ts";
import type { Services } from "../../state/services.ts";
import { plainFormat } from "../editor/documentsSlice.ts";
import { baseName, folderOf } from "../editor/resource.ts";
import { writeNewFile } from "../editor/writeNewFile.ts";
import { matcherOf } from "./globs.ts";
import {
  copyName,
  type ExplorerState,
  emptyExplorer,
  foldersAbove,
  isFolder,
  nameProblem,
  sortEntries,
} from "./tree.ts";

type Used = Pick<
  Services,
  | "host"
  | "notifications"
  | "editors"
  | "session"
  | "announcer"
  | "documents"
  | "layout"
  | "dialogs"
  | "settings"
>;

const refreshDelayMs = 80;

/** Lists folders as they are opened, and does to files what the tree is asked to. */
export class ExplorerController {
  readonly store: StoreApi<ExplorerState>;
  readonly #services: Used;
  readonly #stale = new Set<string>();
  #refreshing: ReturnType<typeof setTimeout> | undefined;

  constructor(services: Used) {
    this.#services = services;
    const expanded = new Set(services.session.restored("explorer")?.expanded ?? []);
    this.store = createStore<ExplorerState>(() => ({ ...emptyExplorer, expanded }));
    services.session.contribute("explorer", () => ({ expanded: [...this.store.getState().expanded] }));
    services.host.on("files.didChange", ({ changes }) => {
      for (const change of changes) this.#refreshLater(folderOf(change.path));
    });
    services.host.onDidReconnect(() => this.refreshAll());
    services.settings.watch("files.exclude", () => this.refreshAll());
  }

  refreshAll(): void {
    for (const folder of ["", ...this.store.getState().expanded]) void this.#list(folder);
  }

  select(path: string): void {
    this.store.setState({ selected: path });
  }

  toggle(path: string): void {
    const expanded = new Set(this.store.getState().expanded);
    if (expanded.delete(path)) this.store.setState({ expanded });
    else this.expand(path);
    this.#services.session.touch();
  }

  expand(path: string): void {
    if (path === "") return;
    this.store.setState((state) => ({ expanded: new Set(state.expanded).add(path) }));
    void this.#list(path);
  }

  collapseAll(): void {
    this.store.setState({ expanded: new Set() });
    this.#services.session.touch();
  }

  /** Opens the folders above and selects it. */
  async reveal(path: string): Promise<void> {
    const above = foldersAbove(path);
    this.store.setState((state) => ({ expanded: new Set([...state.expanded, ...above]), selected: path }));
    for (const folder of above) if (!this.store.getState().children[folder]) await this.#list(folder);
  }

  open(path: string, how: "preview" | "keep" | "peek" | "beside"): void {
    this.#services.editors.open(path, {
      preview: how === "preview" || how === "peek",
      focus: how !== "peek" && how !== "preview",
      ...(how === "beside" ? { group: "beside" } : {}),
    });
  }

  // Naming

  startCreate(what: "file" | "folder"): void {
    const folder = this.folderForNew();
    this.expand(folder);
    this.#services.layout.showSideBar("explorer");
    this.store.setState({ naming: { kind: "create", folder, what } });
  }

  startRename(path = this.store.getState().selected): void {
    if (path !== undefined) this.store.setState({ naming: { kind: "rename", path } });
  }

  stopNaming(): void {
    this.store.setState({ naming: undefined });
  }

  /** What is wrong with a name being typed; undefined: nothing. */
  problemWith(name: string): string | undefined {
    const { naming } = this.store.getState();
    if (!naming) return undefined;
    const folder = naming.kind === "create" ? naming.folder : folderOf(naming.path);
    const siblings = this.#names(folder);
    const own = naming.kind === "rename" ? baseName(naming.path) : undefined;
    return nameProblem(
      name,
      siblings.filter((sibling) => sibling !== own),
    );
  }

  async finishNaming(name: string): Promise<void> {
    const { naming } = this.store.getState();
    this.stopNaming();
    if (!naming || this.#problemWithFinal(naming, name)) return;
    if (naming.kind === "rename") return this.move(naming.path, joinPath(folderOf(naming.path), name));
    const path = joinPath(naming.folder, name);
    const failure = naming.what === "folder" ? await this.#makeFolder(path) : await this.#makeFile(path);
    if (failure) return this.#services.notifications.failure(failure);
    await this.#list(naming.folder);
    await this.reveal(path);
    if (naming.what === "file") this.open(path, "keep");
  }

  #problemWithFinal(naming: NonNullable<ExplorerState["naming"]>, name: string): boolean {
    if (naming.kind === "rename" && baseName(naming.path) === name) return true;
    const folder = naming.kind === "create" ? naming.folder : folderOf(naming.path);
    return nameProblem(name, this.#names(folder)) !== undefined;
  }

  // Moving, copying, trashing

  async move(from: string, to: string): Promise<void> {
    if (from === to || to.startsWith(`${from}/`)) return;
    const answer = await this.#services.host.request("files.rename", { from, to });
    if (!answer.ok) return this.#services.notifications.failure(answer.error);
    this.#services.editors.moved(from, to);
    await Promise.all([this.#list(folderOf(from)), this.#list(folderOf(to))]);
    await this.reveal(to);
    this.#services.announcer.say(`${baseName(from)} is now ${to}.`);
  }

  async copy(from: string, folder: string): Promise<void> {
    await this.#list(folder);
    const to = joinPath(folder, copyName(baseName(from), new Set(this.#names(folder))));
    const answer = await this.#services.host.request("files.copy", { from, to });
    if (!answer.ok) return this.#services.notifications.failure(answer.error);
    await this.#list(folder);
    await this.reveal(to);
  }

  async trash(path = this.store.getState().selected): Promise<void> {
    if (path === undefined) return;
    const { host, notifications, editors } = this.#services;
    const answer = await host.request("files.trash", { path });
    if (!answer.ok) return notifications.failure(answer.error);
    editors.closeDeleted(path);
    notifications.info(
      `${baseName(path)} was moved to the trash. Restore it from ${answer.value.trashedTo}.`,
    );
    const next = this.#beside(path);
    await this.#list(folderOf(path));
    this.store.setState((state) => (state.selected === path ? { selected: next } : state));
  }

  /** What the selection falls to when `path` goes: the next of its folder, the one before, the folder. */
  #beside(path: string): string | undefined {
    const siblings = this.store.getState().children[folderOf(path)] ?? [];
    const index = siblings.findIndex((entry) => entry.path === path);
    return (siblings[index + 1] ?? siblings[index - 1])?.path ?? (folderOf(path) || undefined);
  }

  cut(path: string, cut: boolean): void {
    this.store.setState({ clipboard: { path, cut } });
  }

  async paste(): Promise<void> {
    const { clipboard } = this.store.getState();
    if (!clipboard) return;
    const folder = this.folderForNew();
    if (!clipboard.cut) return this.copy(clipboard.path, folder);
    this.store.setState({ clipboard: undefined });
    await this.move(clipboard.path, joinPath(folder, baseName(clipboard.path)));
  }

  /** The selected folder, or the one that the selected file lies in. */
  folderForNew(): string {
    const { selected } = this.store.getState();
    if (selected === undefined) return "";
    const entry = this.store
      .getState()
      .children[folderOf(selected)]?.find((other) => other.path === selected);
    return entry && isFolder(entry) ? selected : folderOf(selected);
  }

  async #makeFile(path: string): Promise<Failure | undefined> {
    const answer = await writeNewFile(this.#services.host, path, "", plainFormat);
    return answer.ok ? undefined : answer.error;
  }

  async #makeFolder(path: string): Promise<Failure | undefined> {
    const answer = await this.#services.host.request("files.createFolder", { path });
    return answer.ok ? undefined : answer.error;
  }

  async #list(folder: string): Promise<void> {
    this.store.setState((state) => ({ loading: new Set(state.loading).add(folder) }));
    const answer = await this.#services.host.request("files.list", { path: folder });
    this.store.setState((state) => {
      const loading = new Set(state.loading);
      loading.delete(folder);
      const { [folder]: _old, ...failed } = state.failed;
      if (answer.ok)
        return {
          loading,
          failed,
          children: { ...state.children, [folder]: this.#shown(answer.value.entries) },
        };
      // A folder that went away is no error: it is simply not open any more.
      if (answer.error.code === "notFound" && folder !== "") {
        const expanded = new Set(state.expanded);
        expanded.delete(folder);
        return { loading, failed, expanded };
      }
      return { loading, failed: { ...failed, [folder]: answer.error.message } };
    });
  }

  #shown(entries: readonly FileEntry[]): readonly FileEntry[] {
    const excluded = matcherOf(this.#services.settings.get("files.exclude"));
    return sortEntries(entries.filter((entry) => !excluded(entry.path)));
  }

  #refreshLater(folder: string): void {
    const { children } = this.store.getState();
    if (folder !== "" && !children[folder]) return;
    this.#stale.add(folder);
    this.#refreshing ??= setTimeout(() => {
      this.#refreshing = undefined;
      for (const stale of this.#stale) void this.#list(stale);
      this.#stale.clear();
    }, refreshDelayMs);
  }

  #names(folder: string): readonly string[] {
    return (this.store.getState().children[folder] ?? []).map((entry) => entry.name);
  }
}

export function joinPath(folder: string, name: string): string {
  return folder === "" ? name : `${folder}/${name}`;
}
