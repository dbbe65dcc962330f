import type { IParser } from "@xterm/xterm";
import { type Disposable, DisposableStore } from "../../../core/base/disposable.ts";

/** Window operations that would type an answer back into the shell, or move the window: none of output's business. */
const windowOperations = { final: "t" };

/**
 * What programs print is untrusted: it may not touch the clipboard (OSC 52), ask for the window's title or size and have
 * the answer typed into the shell (CSI t), or draw notifications (OSC 9, 777). Called after the add-ons are
 * loaded: the handler that came last is asked first.
 */
export function ignoreUntrustedSequences(parser: IParser): Disposable {
  const store = new DisposableStore();
  for (const identifier of [9, 52, 777]) store.add(parser.registerOscHandler(identifier, () => true));
  store.add(parser.registerCsiHandler(windowOperations, () => true));
  return store;
}
