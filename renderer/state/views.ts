import type { ReactNode } from "react";
import { createStore, type StoreApi } from "zustand/vanilla";
import { type Disposable, toDisposable } from "../../core/base/disposable.ts";

interface ViewBase {
  readonly id: string;
  readonly title: string;
  /** Ascending: left to right, top to bottom. */
  readonly order: number;
  /** `() => <SearchView store={store} controller={controller} />`, with SearchView a `lazy` component: loaded when first shown. */
  readonly render: () => ReactNode;
  /** A hook: the number beside the title, undefined for none. */
  readonly useBadge?: () => number | undefined;
}

/** A view of the side bar, chosen in the activity bar. `keys` shows and focuses it. */
export interface SideBarView extends ViewBase {
  /** Codicon name without "codicon-". */
  readonly icon: string;
  readonly keys?: readonly string[];
  /** Drawn at the right of the view's heading. */
  readonly renderActions?: () => ReactNode;
}

/** A part below a side bar view that folds away: the outline below the explorer. */
export interface SideBarSection extends ViewBase {
  /** Id of the side bar view that it stands in. */
  readonly parent: string;
}

/** A tab of the bottom panel. */
export interface PanelView extends ViewBase {
  readonly keys?: readonly string[];
  readonly renderActions?: () => ReactNode;
}

/** A view of the right-hand region. While none is registered the region does not exist. */
export interface RightView extends ViewBase {
  readonly keys?: readonly string[];
  readonly renderActions?: () => ReactNode;
}

/**
 * Draws itself with ui/StatusButton; may render nothing while it has nothing to say. One with the id `language.<language>`
 * stands in for the plain name of that language.
 */
export interface StatusBarItem {
  readonly id: string;
  readonly side: "left" | "right";
  /** Higher stands nearer to the window's edge. */
  readonly priority: number;
  readonly render: () => ReactNode;
}

/** A tab of the editor area that is not a text: settings, ledger, a diff. Its resource is `view:<id>` or `view:<id>?<argument>`. */
export interface EditorView {
  readonly id: string;
  readonly icon: string;
  readonly title: (argument: string) => string;
  readonly render: (argument: string, groupId: string) => ReactNode;
}

export interface ViewsState {
  readonly sideBar: readonly SideBarView[];
  readonly section: readonly SideBarSection[];
  readonly panel: readonly PanelView[];
  readonly right: readonly RightView[];
  readonly status: readonly StatusBarItem[];
  readonly editor: readonly EditorView[];
}

type ViewKind = keyof ViewsState;

/** What the frame can show. Features add to it as they are activated. */
export class ViewRegistry {
  readonly store: StoreApi<ViewsState> = createStore<ViewsState>(() => ({
    sideBar: [],
    section: [],
    panel: [],
    right: [],
    status: [],
    editor: [],
  }));

  sideBar(view: SideBarView): Disposable {
    return this.#add("sideBar", view, byOrder);
  }

  section(view: SideBarSection): Disposable {
    return this.#add("section", view, byOrder);
  }

  panel(view: PanelView): Disposable {
    return this.#add("panel", view, byOrder);
  }

  right(view: RightView): Disposable {
    return this.#add("right", view, byOrder);
  }

  status(item: StatusBarItem): Disposable {
    return this.#add("status", item, (a, b) => b.priority - a.priority);
  }

  editor(view: EditorView): Disposable {
    return this.#add("editor", view, () => 0);
  }

  #add<K extends ViewKind>(
    kind: K,
    view: ViewsState[K][number],
    compare: (a: ViewsState[K][number], b: ViewsState[K][number]) => number,
  ): Disposable {
    const current: readonly ViewsState[K][number][] = this.store.getState()[kind];
    this.store.setState({ [kind]: [...current, view].sort(compare) });
    return toDisposable(() => {
      const now: readonly ViewsState[K][number][] = this.store.getState()[kind];
      this.store.setState({ [kind]: now.filter((other) => other !== view) });
    });
  }
}

function byOrder(a: ViewBase, b: ViewBase): number {
  return a.order - b.order;
}
