import { type Disposable, DisposableStore, toDisposable } from "../../../core/base/disposable.ts";
import { searchQuery } from "../../../core/contract/search.ts";
import type { Services } from "../../state/services.ts";
import { ReplaceController } from "./replaceController.ts";
import {
  createSearchStore,
  type Match,
  matchBeside,
  matchColumns,
  matchKey,
  type SearchState,
  withFound,
  withoutMatch,
} from "./searchSlice.ts";

export const searchViewId = "search";
const typingPauseMs = 250;
const limit = 10_000;

/** Searches as one types: each change stops the search before it. */
export class SearchController implements Disposable {
  readonly store = createSearchStore();
  readonly #services: Services;
  readonly #replace: ReplaceController;
  readonly #disposables = new DisposableStore();
  #running: { readonly id: string; readonly abort: AbortController } | undefined;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #next = 1;

  constructor(services: Services) {
    this.#services = services;
    this.#replace = new ReplaceController(services);
    const restored = searchQuery.safeParse(services.session.extra("search.query"));
    if (restored.success) this.store.setState({ query: restored.data });
    this.#disposables.add(
      services.host.on("search.didFind", ({ searchId, files }) => {
        if (searchId === this.#running?.id)
          this.store.setState((state) => ({ files: withFound(state.files, files) }));
      }),
    );
    this.#disposables.add(toDisposable(() => this.stop()));
  }

  /** Shows the view with the editor's selection as what to look for. */
  show(replace: boolean): void {
    const { layout, editors } = this.#services;
    const editor = editors.activeCodeEditor;
    const selection = editor?.getSelection();
    const text =
      selection && !selection.isEmpty() ? editor?.getModel()?.getValueInRange(selection) : undefined;
    layout.showSideBar(searchViewId);
    this.store.setState((state) => ({
      focusTurn: state.focusTurn + 1,
      replaceShown: replace || state.replaceShown,
    }));
    if (text && !text.includes("\n")) this.setQuery({ pattern: text }, 0);
  }

  /** A query that came back with the window is asked again when it is first looked at. */
  resume(): void {
    const { phase, files, query } = this.store.getState();
    if (phase.kind === "idle" && files.length === 0 && query.pattern !== "") void this.run();
  }

  setQuery(change: Partial<SearchState["query"]>, pauseMs = typingPauseMs): void {
    this.store.setState((state) => ({ query: { ...state.query, ...change } }));
    this.#services.session.setExtra("search.query", this.store.getState().query);
    this.stop();
    clearTimeout(this.#timer);
    if (this.store.getState().query.pattern === "") {
      this.store.setState({ files: [], phase: { kind: "idle" }, selected: undefined });
      return;
    }
    this.#timer = setTimeout(() => void this.run(), pauseMs);
  }

  async run(): Promise<void> {
    clearTimeout(this.#timer);
    this.stop();
    const { query } = this.store.getState();
    if (query.pattern === "") return;
    const id = `search-${this.#next++}`;
    const abort = new AbortController();
    this.#running = { id, abort };
    this.store.setState({ files: [], collapsed: new Set(), phase: { kind: "running" }, selected: undefined });
    const answer = await this.#services.host.request(
      "search.text",
      { searchId: id, query, limit },
      abort.signal,
    );
    if (this.#running?.id !== id) return;
    this.#running = undefined;
    if (answer.ok) {
      const { limitHit, milliseconds, matches, files } = answer.value;
      this.store.setState({ phase: { kind: "done", limitHit, milliseconds } });
      this.#services.announcer.say(matches === 0 ? "No results." : `${matches} results in ${files} files.`);
    } else if (answer.error.code === "cancelled") this.store.setState({ phase: { kind: "idle" } });
    else this.store.setState({ phase: { kind: "failed", message: answer.error.message } });
  }

  stop(): void {
    const running = this.#running;
    this.#running = undefined;
    running?.abort.abort();
    if (running) this.store.setState({ phase: { kind: "idle" } });
  }

  clear(): void {
    this.setQuery({ pattern: "" }, 0);
    this.store.setState((state) => ({ focusTurn: state.focusTurn + 1 }));
  }

  open(match: Match, kept: boolean): void {
    const { start, end } = matchColumns(match);
    const { line } = match.line;
    this.store.setState({ selected: matchKey(match) });
    this.#services.editors.open(match.path, {
      preview: !kept,
      focus: kept,
      range: { start: { line, column: start }, end: { line, column: end } },
    });
  }

  step(by: 1 | -1): void {
    const match = matchBeside(this.store.getState().files, this.store.getState().selected, by);
    if (match) this.open(match, true);
  }

  toggleFile(path: string): void {
    this.store.setState((state) => {
      const collapsed = new Set(state.collapsed);
      if (!collapsed.delete(path)) collapsed.add(path);
      return { collapsed };
    });
  }

  collapseAll(): void {
    this.store.setState((state) => {
      const all = new Set(state.files.map((file) => file.path));
      return { collapsed: state.collapsed.size < all.size ? all : new Set<string>() };
    });
  }

  dismiss(key: string): void {
    this.store.setState((state) => ({ files: withoutMatch(state.files, key) }));
  }

  async replaceOne(match: Match): Promise<void> {
    const replaced = await this.#replace.replaceOne(this.store.getState(), match);
    // Later matches of the line have moved: the search is made anew rather than guessed at.
    if (!replaced || match.line.spans.length > 1) await this.run();
    else this.dismiss(matchKey(match));
  }

  /** In one file, or in all that was found. */
  async replaceAll(path?: string): Promise<void> {
    const { files } = this.store.getState();
    const wanted = path === undefined ? files : files.filter((file) => file.path === path);
    if (wanted.length > 0 && (await this.#replace.replaceAll(this.store.getState(), wanted)))
      await this.run();
  }

  dispose(): void {
    clearTimeout(this.#timer);
    this.#disposables.dispose();
  }
}
