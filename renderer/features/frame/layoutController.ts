import { createStore, type StoreApi } from "zustand/vanilla";
import type { Session } from "../../state/session.ts";
import type { LayoutState } from "../../state/sessionState.ts";
import type { ViewRegistry } from "../../state/views.ts";

export type LayoutStore = StoreApi<LayoutState>;
type Region = keyof LayoutState["sizes"];

const freshLayout: LayoutState = {
  sideBarView: "explorer",
  sideBarVisible: true,
  panelVisible: false,
  rightVisible: false,
  zen: false,
  sizes: { sideBar: 240, panel: 240, right: 330 },
};

/** Which regions stand open, what each shows, and how large. */
export class LayoutController {
  readonly store: LayoutStore;
  readonly #views: ViewRegistry;

  constructor(session: Session, views: ViewRegistry) {
    this.#views = views;
    this.store = createStore<LayoutState>(() => session.restored("layout") ?? freshLayout);
    session.contribute("layout", () => this.store.getState());
    this.store.subscribe(() => session.touch());
  }

  /** Shows it and puts the keyboard there. */
  showSideBar(id: string): void {
    this.store.setState({ sideBarView: id, sideBarVisible: true, zen: false });
    focusRegion("sideBar");
  }

  /** A second click on the shown view's button closes the side bar, as in VS Code. */
  toggleSideBarView(id: string): void {
    const { sideBarView, sideBarVisible } = this.store.getState();
    if (sideBarView === id && sideBarVisible) this.store.setState({ sideBarVisible: false });
    else this.showSideBar(id);
  }

  toggleSideBar(): void {
    this.store.setState((state) => ({ sideBarVisible: !state.sideBarVisible }));
  }

  showPanel(id: string, focus = true): void {
    this.store.setState({ panelView: id, panelVisible: true, zen: false });
    if (focus) focusRegion("panel");
  }

  togglePanelView(id: string): void {
    const { panelView, panelVisible } = this.store.getState();
    if (panelView === id && panelVisible && isFocusWithin("panel")) this.hidePanel();
    else this.showPanel(id);
  }

  hidePanel(): void {
    this.store.setState({ panelVisible: false });
    focusRegion("editors");
  }

  togglePanel(): void {
    const { panelVisible, panelView } = this.store.getState();
    const first = this.#views.store.getState().panel[0]?.id;
    if (panelVisible) this.hidePanel();
    else if (panelView ?? first) this.showPanel(panelView ?? first ?? "");
  }

  showRight(id: string, focus = true): void {
    this.store.setState({ rightView: id, rightVisible: true, zen: false });
    if (focus) focusRegion("right");
  }

  toggleRight(): void {
    const { rightVisible, rightView } = this.store.getState();
    const id = rightView ?? this.#views.store.getState().right[0]?.id;
    if (rightVisible) this.store.setState({ rightVisible: false });
    else if (id) this.showRight(id);
  }

  /** Opens a section of the side bar, its view with it, and puts the keyboard into it. */
  showSection(view: string, section: string): void {
    this.foldSection(section, false);
    this.store.setState({ sideBarView: view, sideBarVisible: true, zen: false });
    focusWithin(`[data-section="${section}"]`);
  }

  foldSection(section: string, folded: boolean): void {
    const others = (this.store.getState().foldedSections ?? []).filter((other) => other !== section);
    this.store.setState({ foldedSections: folded ? [...others, section] : others });
  }

  resizedSection(section: string, pixels: number): void {
    const { sectionSizes = {} } = this.store.getState();
    const rounded = Math.round(pixels);
    if (rounded > 0 && sectionSizes[section] !== rounded)
      this.store.setState({ sectionSizes: { ...sectionSizes, [section]: rounded } });
  }

  toggleZen(): void {
    this.store.setState((state) => ({ zen: !state.zen }));
    focusRegion("editors");
  }

  resized(region: Region, pixels: number): void {
    const rounded = Math.round(pixels);
    if (rounded > 0 && this.store.getState().sizes[region] !== rounded)
      this.store.setState((state) => ({ sizes: { ...state.sizes, [region]: rounded } }));
  }
}

export type FocusRegion = Region | "editors" | "activityBar" | "statusBar";

/** Puts the keyboard into a region: on what says it wants it (data-autofocus), else on the first thing that can have it. */
export function focusRegion(region: FocusRegion): void {
  focusWithin(`[data-region="${region}"]`);
}

function focusWithin(selector: string): void {
  requestAnimationFrame(() =>
    requestAnimationFrame(() => {
      const root = document.querySelector(selector);
      // A box over the window was opened since, or someone is writing there already: a name in the tree, a query.
      if (document.activeElement?.closest(".quick-pick, dialog, [role='menu']")) return;
      if (root?.querySelector("input:focus, textarea:focus")) return;
      const places = [
        "[data-autofocus], .monaco-editor textarea, .native-edit-context",
        ".region-content [role='tree'], .region-content [role='listbox']",
        "[tabindex='0'], button:not([tabindex='-1']), input, textarea, select",
      ];
      const wanted = places.map((place) => root?.querySelector<HTMLElement>(place)).find((found) => found);
      wanted?.focus();
    }),
  );
}

function isFocusWithin(region: FocusRegion): boolean {
  return document.activeElement?.closest(`[data-region="${region}"]`) != null;
}
