import type { WebSocket } from "ws";
import type { Channel } from "../../core/rpc/channel.ts";

/** Bytes that may wait for a page that does not read: two of the largest messages. It reconnects when it wakes up. */
const mostWaitingBytes = 384 * 1024 * 1024;

/** One JSON message a text frame. What is not JSON is handed on as it is, for the reader above to refuse. */
export function webSocketChannel(socket: WebSocket): Channel {
  return {
    send(message) {
      if (socket.readyState !== socket.OPEN) return;
      if (socket.bufferedAmount > mostWaitingBytes) socket.terminate();
      else socket.send(JSON.stringify(message));
    },
    receive(onMessage, onClose) {
      socket.on("message", (data, isBinary) => onMessage(isBinary ? undefined : parse(String(data))));
      socket.on("close", onClose);
      // The close that follows every error says all there is to say.
      socket.on("error", () => {});
    },
    close: () => socket.close(),
  };
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
