import type { Channel } from "../../core/rpc/channel.ts";

/** What Electron's MessagePortMain and Node's MessagePort have in common. */
export interface PortLike {
  postMessage(message: unknown): void;
  on(event: "message", listener: (message: unknown) => void): unknown;
  on(event: "close", listener: () => void): unknown;
  start(): void;
  close(): void;
}

/** A channel over a message port. `unwrap` takes the message out of what the port's event delivers. */
export function messagePortChannel(port: PortLike, unwrap: (delivered: unknown) => unknown): Channel {
  return {
    send: (message) => port.postMessage(message),
    receive(onMessage, onClose) {
      port.on("message", (delivered) => onMessage(unwrap(delivered)));
      port.on("close", onClose);
      port.start();
    },
    close: () => port.close(),
  };
}
