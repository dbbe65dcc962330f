import { createStore, type StoreApi } from "zustand/vanilla";

/** Says things to a screen reader through one live region, without moving anyone's focus. */
export class Announcer {
  readonly store: StoreApi<{ readonly text: string; readonly turn: number }> = createStore(() => ({
    text: "",
    turn: 0,
  }));

  say(text: string): void {
    this.store.setState((state) => ({ text, turn: state.turn + 1 }));
  }
}
