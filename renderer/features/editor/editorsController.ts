import { createStore, type StoreApi } from "zustand/vanilla";
import type { Range } from "../../../core/contract/common.ts";
import type { Announcer } from "../../state/announcer.ts";
import type { Dialogs } from "../../state/dialogs.ts";
import type { Session } from "../../state/session.ts";
import type { ViewRegistry } from "../../state/views.ts";
import { focusRegion } from "../frame/layoutController.ts";
import type { Notifications } from "../notifications/notifications.ts";
import type { Documents } from "./documents.ts";
import {
  activateGroup,
  activateTab,
  activeResource,
  closeTab,
  type DropPlace,
  dropTab,
  type EditorsState,
  emptyEditors,
  moveTab,
  openAt,
  openResources,
  openTab,
  pinTab,
  renameResource,
  reopenClosed,
  restoreEditors,
  splitGroup,
} from "./groups.ts";
import { withSizes } from "./groupTree.ts";
import type { CodeEditor } from "./monaco/monacoLoader.ts";
import type { CursorState, LiveState, OpenRequest, Reveal } from "./openRequest.ts";
import { baseName, fileResource, formatResource, movedPath, parseResource, pathOf } from "./resource.ts";

type ViewState = Record<string, unknown>;

/** Tabs and groups: what is open where, and the ways to change it. */
export class EditorsController {
  readonly store: StoreApi<EditorsState>;
  readonly live: StoreApi<LiveState> = createStore<LiveState>(() => ({ reveals: {}, cursor: undefined }));
  readonly recentFiles: string[];
  readonly #documents: Documents;
  readonly #dialogs: Dialogs;
  readonly #notifications: Notifications;
  readonly #announcer: Announcer;
  readonly #views: ViewRegistry;
  readonly #session: Session;
  readonly #viewStates = new Map<string, Map<string, ViewState>>();
  readonly #codeEditors = new Map<string, { readonly editor: CodeEditor; readonly remember: () => void }>();
  #turn = 0;

  constructor(
    documents: Documents,
    dialogs: Dialogs,
    notifications: Notifications,
    announcer: Announcer,
    views: ViewRegistry,
    session: Session,
  ) {
    this.#documents = documents;
    this.#dialogs = dialogs;
    this.#notifications = notifications;
    this.#announcer = announcer;
    this.#views = views;
    this.#session = session;
    const saved = session.restored("editors");
    this.store = createStore<EditorsState>(() => (saved && restoreEditors(saved)) ?? emptyEditors);
    for (const [group, states] of Object.entries(saved?.viewStates ?? {}))
      this.#viewStates.set(group, new Map(Object.entries(states).filter(isViewState)));
    this.recentFiles = [...(session.restored("recentFiles") ?? [])];
    session.contribute("editors", () => this.#collect());
    session.contribute("recentFiles", () => this.recentFiles);
    this.store.subscribe((now, before) => {
      session.touch();
      this.#releaseUnshown(now, before);
    });
    this.#openBackedUp();
    if (this.activeResource !== undefined)
      this.#reveal(this.store.getState().activeGroup, undefined, "whenFree");
  }

  // Opening

  /** Opens a workspace file, where and how `request` says. */
  open(path: string, request: OpenRequest = {}): void {
    this.openResource(fileResource(path), request);
  }

  openView(view: string, argument = "", request: OpenRequest = {}): void {
    this.openResource(formatResource({ kind: "view", view, argument }), request);
  }

  openResource(resource: string, request: OpenRequest = {}): void {
    const group = this.#groupFor(request.group);
    this.store.setState(
      (state) => openTab(state, group, resource, { preview: request.preview ?? false }),
      true,
    );
    const path = pathOf(resource);
    if (path !== undefined) this.#remember(path);
    const range = request.range ?? (request.position && { start: request.position, end: request.position });
    this.#reveal(group, range, request.focus ?? true);
  }

  newUntitled(): void {
    const taken = openResources(this.store.getState());
    let number = 1;
    while (taken.has(`untitled:Untitled-${number}`)) number++;
    this.openResource(`untitled:Untitled-${number}`);
  }

  reopenClosed(): void {
    this.store.setState(reopenClosed, true);
    this.#reveal(this.store.getState().activeGroup, undefined, true);
  }

  // Looking

  get activeResource(): string | undefined {
    return activeResource(this.store.getState());
  }

  /** Of the group that has, or had last, the keyboard; undefined while a view or nothing is shown there. */
  get activeCodeEditor(): CodeEditor | undefined {
    const editor = this.#codeEditors.get(this.store.getState().activeGroup)?.editor;
    return editor?.getModel() ? editor : undefined;
  }

  titleOf(resource: string): string {
    const parsed = parseResource(resource);
    if (parsed?.kind === "file") return baseName(parsed.path);
    if (parsed?.kind === "untitled") return parsed.name;
    const view = this.#views.store.getState().editor.find((other) => other.id === parsed?.view);
    return view?.title(parsed?.argument ?? "") ?? resource;
  }

  activate(group: string, resource: string, focus = true): void {
    this.store.setState((state) => activateTab(state, group, resource), true);
    if (focus) this.#reveal(group, undefined, true);
  }

  activateGroup(group: string): void {
    this.store.setState((state) => activateGroup(state, group), true);
  }

  pin(group: string, resource: string): void {
    this.store.setState((state) => pinTab(state, group, resource), true);
  }

  /** Steps through the active group's tabs, in order (`by` 1 or -1), around the ends. */
  step(by: number): void {
    const { groups, activeGroup } = this.store.getState();
    const group = groups[activeGroup];
    if (!group || group.tabs.length === 0) return;
    const index = group.tabs.findIndex((tab) => tab.resource === group.active);
    const next = group.tabs[(index + by + group.tabs.length) % group.tabs.length];
    if (next) this.activate(activeGroup, next.resource);
  }

  // Arranging

  move(from: string, resource: string, to: string, index: number): void {
    this.store.setState((state) => moveTab(state, from, resource, to, index), true);
  }

  /** A tab dropped on a group's content. */
  drop(from: string, resource: string, to: string, place: DropPlace): void {
    const id = this.#newGroupId();
    this.#codeEditors.get(from)?.remember();
    const state = this.viewState(from, resource);
    if (state) this.saveViewState(place === "center" ? to : id, resource, state);
    this.store.setState((current) => dropTab(current, from, resource, to, place, id), true);
    this.#reveal(this.store.getState().activeGroup, undefined, true);
  }

  /** A file dropped on a group's content. */
  dropFile(path: string, to: string, place: DropPlace): void {
    const id = this.#newGroupId();
    this.store.setState((current) => openAt(current, to, place, fileResource(path), id), true);
    this.#remember(path);
    this.#reveal(this.store.getState().activeGroup, undefined, true);
  }

  split(orientation: "horizontal" | "vertical", group = this.store.getState().activeGroup): string {
    const id = this.#newGroupId();
    this.#codeEditors.get(group)?.remember();
    const shown = this.store.getState().groups[group]?.active;
    const state = shown === undefined ? undefined : this.viewState(group, shown);
    if (shown !== undefined && state) this.saveViewState(id, shown, state);
    this.store.setState((current) => splitGroup(current, group, orientation, id), true);
    this.#reveal(id, undefined, true);
    return id;
  }

  resizedSplit(split: string, sizes: Readonly<Record<string, number>>): void {
    this.store.setState((state) => ({ root: withSizes(state.root, split, sizes) }));
  }

  // Closing

  /** Asks first when this is the last tab of unsaved text. Answers whether it closed. */
  async close(group: string, resource: string): Promise<boolean> {
    if (this.#isLast(group, resource) && this.#documents.isDirty(resource)) {
      this.activate(group, resource, false);
      if (!(await this.#mayClose(resource))) return false;
    }
    this.#codeEditors.get(group)?.remember();
    this.store.setState((state) => closeTab(state, group, resource), true);
    this.#announcer.say(`${this.titleOf(resource)} closed.`);
    this.#reveal(this.store.getState().activeGroup, undefined, true);
    return true;
  }

  async closeMany(group: string, keep: (resource: string) => boolean): Promise<void> {
    for (const tab of this.store.getState().groups[group]?.tabs ?? [])
      if (!keep(tab.resource) && !(await this.close(group, tab.resource))) return;
  }

  /** Closes every tab of a file that was trashed by hand; its unsaved text stays if there is any. */
  closeDeleted(path: string): void {
    const { groups } = this.store.getState();
    for (const group of Object.values(groups))
      for (const tab of group.tabs) {
        const tabPath = pathOf(tab.resource);
        const gone = tabPath !== undefined && movedPath(tabPath, path, path) !== undefined;
        if (gone && !this.#documents.isDirty(tab.resource))
          this.store.setState((state) => closeTab(state, group.id, tab.resource), true);
      }
  }

  async #mayClose(resource: string): Promise<boolean> {
    const answer = await this.#dialogs.ask(
      `Save the changes to ${this.titleOf(resource)}?`,
      "Your changes are lost if you don't save them.",
      [
        { title: "Save", value: "save", kind: "primary" },
        { title: "Don't save", value: "discard" },
        { title: "Cancel", value: "cancel" },
      ],
    );
    if (answer === "discard") return true;
    return answer === "save" && (await this.save(resource));
  }

  // Saving

  /** Answers whether it is on disk now. An untitled text is asked for a name first. */
  async save(resource = this.activeResource, overwrite = false, automatic = false): Promise<boolean> {
    const state = resource === undefined ? undefined : this.#documents.state(resource);
    if (resource === undefined || !state) return false;
    if (state.untitled) return this.saveAs(resource);
    const saved = await this.#documents.save(resource, overwrite, automatic);
    if (saved.ok) this.#announcer.say(`${baseName(state.path)} saved.`);
    else if (saved.error.code === "conflict")
      this.#announcer.say(`${baseName(state.path)} changed on disk and was not saved.`);
    else this.#notifications.failure(saved.error, [{ title: "Try again", run: () => this.save(resource) }]);
    return saved.ok;
  }

  async saveAll(): Promise<void> {
    for (const resource of this.#documents.dirtyResources()) await this.save(resource);
  }

  async saveAs(resource = this.activeResource): Promise<boolean> {
    const state = resource === undefined ? undefined : this.#documents.state(resource);
    if (resource === undefined || !state) return false;
    const path = await this.#dialogs.askText(
      "Save as",
      "Path in the workspace",
      state.untitled ? `${state.path}.txt` : state.path,
      "Save",
    );
    if (path === undefined || path === "") return false;
    const written = await this.#documents.saveCopy(resource, path);
    if (!written.ok) {
      this.#notifications.failure(written.error);
      return false;
    }
    this.#retarget(resource, fileResource(path), false);
    this.#reveal(this.store.getState().activeGroup, undefined, true);
    return true;
  }

  /** A file or folder was renamed or moved: tabs, unsaved text and cursor follow. */
  moved(from: string, to: string): void {
    for (const resource of openResources(this.store.getState())) {
      const path = pathOf(resource);
      const target = path === undefined ? undefined : movedPath(path, from, to);
      if (target !== undefined) this.#retarget(resource, fileResource(target), true);
    }
  }

  #retarget(from: string, to: string, keepUnsaved: boolean): void {
    if (from === to) return;
    for (const { remember } of this.#codeEditors.values()) remember();
    if (keepUnsaved) this.#documents.adopt(from, to);
    for (const states of this.#viewStates.values()) {
      const state = states.get(from);
      if (state) states.set(to, state);
    }
    this.store.setState((state) => renameResource(state, from, to), true);
  }

  // Panes

  viewState(group: string, resource: string): ViewState | undefined {
    return this.#viewStates.get(group)?.get(resource);
  }

  saveViewState(group: string, resource: string, state: ViewState): void {
    const states = this.#viewStates.get(group) ?? new Map<string, ViewState>();
    states.set(resource, state);
    this.#viewStates.set(group, states);
  }

  /** A pane made its code editor. `remember` puts the cursor and scroll of what it shows into the view states. */
  paneReady(group: string, editor: CodeEditor, remember: () => void): () => void {
    this.#codeEditors.set(group, { editor, remember });
    return () => this.#codeEditors.delete(group);
  }

  cursorMoved(cursor: CursorState | undefined): void {
    this.live.setState({ cursor });
    this.#session.touch();
  }

  #reveal(group: string, range: Range | undefined, focus: Reveal["focus"]): void {
    const reveal: Reveal = { range, focus, turn: ++this.#turn };
    this.live.setState((state) => ({ reveals: { ...state.reveals, [group]: reveal } }));
    if (focus && this.store.getState().groups[group]?.tabs.length === 0) focusRegion("editors");
  }

  #groupFor(wanted: string | undefined): string {
    if (wanted === "beside") return this.split("horizontal");
    return wanted ?? this.store.getState().activeGroup;
  }

  #newGroupId(): string {
    let number = 1;
    while (this.store.getState().groups[`group-${number}`]) number++;
    return `group-${number}`;
  }

  #isLast(group: string, resource: string): boolean {
    return !Object.values(this.store.getState().groups).some(
      (other) => other.id !== group && other.tabs.some((tab) => tab.resource === resource),
    );
  }

  #releaseUnshown(now: EditorsState, before: EditorsState): void {
    const shown = openResources(now);
    for (const resource of openResources(before)) if (!shown.has(resource)) this.#documents.close(resource);
  }

  #remember(path: string): void {
    const others = this.recentFiles.filter((other) => other !== path);
    this.recentFiles.splice(0, this.recentFiles.length, path, ...others.slice(0, 99));
  }

  #openBackedUp(): void {
    const shown = openResources(this.store.getState());
    for (const resource of this.#documents.backedUp()) {
      if (!shown.has(resource))
        this.store.setState((state) => openTab(state, state.activeGroup, resource, { preview: false }), true);
      void this.#documents.open(resource);
    }
  }

  #collect() {
    for (const { remember } of this.#codeEditors.values()) remember();
    const { root, groups, activeGroup } = this.store.getState();
    const viewStates: Record<string, Record<string, ViewState>> = {};
    for (const group of Object.values(groups)) {
      const states = this.#viewStates.get(group.id);
      viewStates[group.id] = Object.fromEntries(
        group.tabs.flatMap(({ resource }) => {
          const state = states?.get(resource);
          return state ? [[resource, state] as const] : [];
        }),
      );
    }
    return {
      root,
      groups: Object.values(groups).map(({ id, tabs, active }) => ({
        id,
        tabs: [...tabs],
        ...(active === undefined ? {} : { active }),
      })),
      activeGroup,
      viewStates,
    };
  }
}

function isViewState(entry: [string, unknown]): entry is [string, ViewState] {
  return typeof entry[1] === "object" && entry[1] !== null;
}
