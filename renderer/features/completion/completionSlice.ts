import { createStore, type StoreApi } from "zustand/vanilla";
import type { CompletionMetrics } from "../../../core/contract/completion.ts";

export interface CompletionState {
  /** Of the latest answer, shown or not; undefined before the first. */
  readonly last: CompletionMetrics | undefined;
  /** Milliseconds since 1970 until which nothing is suggested by itself. */
  readonly snoozedUntil: number | undefined;
}

export type CompletionStore = StoreApi<CompletionState>;

export function createCompletionStore(): CompletionStore {
  return createStore<CompletionState>(() => ({ last: undefined, snoozedUntil: undefined }));
}
