import type { Disposable } from "../base/disposable.ts";

/** Where a connection may go: a host's name or address, without a scheme or brackets, and its port. */
export interface Destination {
  readonly host: string;
  readonly port: number;
}

/** Refuses every connection beyond this machine that nobody has permitted. */
export interface NetworkGuard {
  /**
   * Lets connections to this host and port through until disposed, and looks its name up; all else beyond this machine
   * stays refused. `why` is shown in the log of connections. Disposing it ends the connections that are open under it.
   */
  permit(destination: Destination, why: string): Disposable;
}
