import { createStore, type StoreApi } from "zustand/vanilla";

export const mostLines = 5000;

export interface OutputState {
  readonly phase:
    | { readonly kind: "loading" | "ready" }
    | { readonly kind: "failed"; readonly message: string };
  readonly lines: readonly string[];
  /** Number of the first line kept: keys stay the same when old lines go. */
  readonly first: number;
}

export type OutputStore = StoreApi<OutputState>;

export function createOutputStore(): OutputStore {
  return createStore<OutputState>(() => ({ phase: { kind: "loading" }, lines: [], first: 0 }));
}

/** The oldest lines go when there are more than `most`. */
export function withLines(
  state: Pick<OutputState, "lines" | "first">,
  added: readonly string[],
  most = mostLines,
): Pick<OutputState, "lines" | "first"> {
  const all = [...state.lines, ...added];
  const dropped = Math.max(0, all.length - most);
  return { lines: all.slice(dropped), first: state.first + dropped };
}
