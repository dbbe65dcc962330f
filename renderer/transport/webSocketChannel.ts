import type { Channel } from "../../core/rpc/channel.ts";

/** Opens the channel to the server that served this page; its same-origin cookie says who we are. Rejects when it cannot. */
export function openWebSocketChannel(address: string): Promise<Channel> {
  return new Promise((resolve, reject) => {
    const socket = new WebSocket(address);
    const early: unknown[] = [];
    let onMessage: ((message: unknown) => void) | undefined;
    let onClose: (() => void) | undefined;
    let closed = false;

    socket.onmessage = (event: MessageEvent<unknown>) => {
      if (typeof event.data !== "string") return;
      const message = parseFrame(event.data);
      if (onMessage) onMessage(message);
      else early.push(message);
    };
    socket.onclose = () => {
      closed = true;
      onClose?.();
      reject(new Error("The host closed the connection."));
    };
    socket.onopen = () =>
      resolve({
        send: (message) => {
          if (socket.readyState === WebSocket.OPEN) socket.send(JSON.stringify(message));
        },
        receive: (deliver, close) => {
          onMessage = deliver;
          onClose = close;
          for (const message of early.splice(0)) deliver(message);
          if (closed) close();
        },
        close: () => socket.close(),
      });
  });
}

/** A frame that is not JSON becomes `undefined`, which the reader drops with an error. */
function parseFrame(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
