import { createStore, type StoreApi } from "zustand/vanilla";
import type { Override, Verdict } from "../../../core/contract/gate.ts";

export type JudgedAs = "ghost text" | "accept" | "file";

export interface JudgedText {
  /** Grows by one with each. */
  readonly turn: number;
  readonly what: JudgedAs;
  readonly path: string;
  readonly text: string;
  readonly verdict: Verdict;
  /** Milliseconds since 1970. */
  readonly at: number;
  /** Puts a blocked text in after all, on a person's word. Absent where it has no place to go. */
  readonly letThrough?: LetThrough;
}

/** Shows a person what blocks, and gives their word; undefined when they think better of it. */
export type AskOverride = (verdict: Verdict) => Promise<Override | undefined>;
export type LetThrough = (ask: AskOverride) => Promise<void>;

export interface VerdictLogState {
  /** What was warned of or blocked, newest first. */
  readonly items: readonly JudgedText[];
  /** The latest verdict of all, also one that passed. */
  readonly latest: Verdict | undefined;
}

const mostKept = 100;

/** The gate's latest words, as this window heard them. Each text in its place is listed once. */
export class VerdictLog {
  readonly store: StoreApi<VerdictLogState> = createStore<VerdictLogState>(() => ({
    items: [],
    latest: undefined,
  }));
  #turn = 0;

  judged(what: JudgedAs, verdict: Verdict, text: string, path: string, letThrough?: LetThrough): void {
    const latest = verdict;
    if (verdict.outcome === "pass") {
      this.store.setState({ latest });
      return;
    }
    const item: JudgedText = {
      turn: ++this.#turn,
      what,
      path,
      text,
      verdict,
      at: Date.now(),
      ...(letThrough === undefined ? {} : { letThrough }),
    };
    this.store.setState(({ items }) => ({
      latest,
      items: [item, ...items.filter((other) => other.verdict.subjectHash !== verdict.subjectHash)].slice(
        0,
        mostKept,
      ),
    }));
  }

  /** It has been put in, or can no more: nothing is left to be decided. */
  settled(subjectHash: string): void {
    this.store.setState(({ items }) => ({
      items: items.map((item) => {
        if (item.verdict.subjectHash !== subjectHash) return item;
        const { letThrough: _done, ...rest } = item;
        return rest;
      }),
    }));
  }

  clear(): void {
    this.store.setState({ items: [], latest: undefined });
  }
}
