import type { Disposable } from "../base/disposable.ts";

export interface Destination {
  /** A name or a literal address, without brackets. */
  readonly host: string;
  readonly port: number;
}

export interface NetworkGuard {
  /**
   * Lets connections to this host and port through until disposed, and looks its name up; all else beyond this machine
   * stays refused. `why` is shown in the log of connections. Disposing it ends the connections that are open under it.
   */
  permit(destination: Destination, why: string): Disposable;
}
