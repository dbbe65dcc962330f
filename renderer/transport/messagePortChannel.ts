import type { Channel } from "../../core/rpc/channel.ts";

const portMessageType = "airlock:port";

/** The desktop shell's preload posts one port to the page; nothing else is listened to, and only from this window. */
export function receiveMessagePortChannel(): Promise<Channel> {
  return new Promise((resolve) => {
    const listen = (event: MessageEvent<unknown>): void => {
      const port = event.ports[0];
      if (event.source !== window || !isPortMessage(event.data) || !port) return;
      window.removeEventListener("message", listen);
      resolve(channelOf(port));
    };
    window.addEventListener("message", listen);
  });
}

export function channelOf(port: MessagePort): Channel {
  return {
    send: (message) => port.postMessage(message),
    receive: (onMessage, onClose) => {
      port.addEventListener("message", (event: MessageEvent<unknown>) => onMessage(event.data));
      port.addEventListener("close", () => onClose());
      port.start();
    },
    close: () => port.close(),
  };
}

function isPortMessage(data: unknown): boolean {
  return typeof data === "object" && data !== null && "type" in data && data.type === portMessageType;
}
