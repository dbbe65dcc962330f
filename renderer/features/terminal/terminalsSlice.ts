import { createStore, type StoreApi } from "zustand/vanilla";
import type { TerminalInfo } from "../../../core/contract/terminal.ts";
import { freshShell, type ShellProgress } from "./shellMarks.ts";

export interface TerminalTab {
  readonly id: string;
  /** The shell's name, or what the person called it. */
  readonly title: string;
  readonly pid: number;
  readonly shell: ShellProgress;
  readonly exit: { readonly code: number | undefined } | undefined;
}

export interface TerminalsState {
  readonly phase: "loading" | "ready";
  readonly tabs: readonly TerminalTab[];
  readonly activeId: string | undefined;
  readonly finding: boolean;
  readonly screenReader: boolean;
}

export type TerminalsStore = StoreApi<TerminalsState>;

export function createTerminalsStore(): TerminalsStore {
  return createStore<TerminalsState>(() => ({
    phase: "loading",
    tabs: [],
    activeId: undefined,
    finding: false,
    screenReader: false,
  }));
}

export function tabOf(info: TerminalInfo): TerminalTab {
  return {
    id: info.id,
    title: info.title,
    pid: info.pid,
    shell: freshShell,
    exit: info.exited ? { code: undefined } : undefined,
  };
}

export function withTab(state: TerminalsState, tab: TerminalTab): Pick<TerminalsState, "tabs" | "activeId"> {
  return { tabs: [...state.tabs, tab], activeId: tab.id };
}

export function changeTab(
  state: TerminalsState,
  id: string,
  change: (tab: TerminalTab) => TerminalTab,
): Pick<TerminalsState, "tabs"> {
  return { tabs: state.tabs.map((tab) => (tab.id === id ? change(tab) : tab)) };
}

/** The neighbour takes an active tab's place. */
export function withoutTab(state: TerminalsState, id: string): Pick<TerminalsState, "tabs" | "activeId"> {
  const index = state.tabs.findIndex((tab) => tab.id === id);
  const tabs = state.tabs.filter((tab) => tab.id !== id);
  const activeId = state.activeId === id ? (tabs[index] ?? tabs.at(-1))?.id : state.activeId;
  return { tabs, activeId };
}

/** The id `by` places further, around the ends. */
export function besideActive(state: TerminalsState, by: number): string | undefined {
  const index = state.tabs.findIndex((tab) => tab.id === state.activeId);
  return state.tabs[(index + by + state.tabs.length) % state.tabs.length]?.id;
}
