import { subscribe, unsubscribe } from "node:diagnostics_channel";
import type { Disposable } from "../../../core/base/disposable.ts";
import type { SealStatus } from "../../../core/contract/workbench.ts";
import type { EventBus } from "../../rpc/eventBus.ts";
import type { RequestHandlers } from "../../rpc/handlers.ts";

interface OutgoingSocket {
  on(event: "connectionAttempt", listener: (address: string) => void): unknown;
  once(
    event: "lookup",
    listener: (error: unknown, address: string, family: unknown, host: string) => void,
  ): unknown;
}

/** Node announces every outgoing socket of this process here, whoever opens it. */
const outgoingSockets = "net.client.socket";

/** Counts the connections this host has opened to anywhere but this machine since it started. */
export class Seal implements Disposable {
  readonly #destinations = new Map<string, { connections: number; last: number }>();
  readonly #events: EventBus;

  constructor(events: EventBus) {
    this.#events = events;
    subscribe(outgoingSockets, this.#onSocket);
  }

  status(): SealStatus {
    const destinations = [...this.#destinations].map(([host, { connections, last }]) => ({
      host,
      connections,
      last,
    }));
    return { sealed: destinations.length === 0, destinations };
  }

  dispose(): void {
    unsubscribe(outgoingSockets, this.#onSocket);
  }

  readonly #onSocket = (message: unknown): void => {
    if (!isOutgoing(message)) return;
    const { socket } = message;
    let name: string | undefined;
    socket.once("lookup", (_error, _address, _family, host) => {
      name = host;
    });
    // The attempt counts, not its success; a pipe or Unix socket makes none and cannot leave the machine.
    socket.on("connectionAttempt", (address) => {
      if (!isLoopback(address)) this.#note(name ?? address);
    });
  };

  #note(host: string): void {
    const before = this.#destinations.get(host);
    this.#destinations.set(host, { connections: (before?.connections ?? 0) + 1, last: Date.now() });
    this.#events.fire("seal.didChange", this.status());
  }
}

export function sealHandlers(seal: Seal): Pick<RequestHandlers, "seal.status"> {
  return { "seal.status": () => ({ ok: true, value: seal.status() }) };
}

function isOutgoing(message: unknown): message is { readonly socket: OutgoingSocket } {
  return typeof message === "object" && message !== null && "socket" in message;
}

function isLoopback(address: string): boolean {
  return address === "::1" || address.startsWith("127.") || address.startsWith("::ffff:127.");
}
