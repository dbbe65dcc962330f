import type { Channel } from "../../core/rpc/channel.ts";
import { receiveMessagePortChannel } from "./messagePortChannel.ts";
import { openWebSocketChannel } from "./webSocketChannel.ts";

/** The only branch on the shell: the desktop app hands over a MessagePort, the browser opens a WebSocket. */
export function connect(): Promise<Channel> {
  if ("airlockDesktop" in window) return receiveMessagePortChannel();
  const scheme = location.protocol === "https:" ? "wss:" : "ws:";
  return openWebSocketChannel(`${scheme}//${location.host}/rpc`);
}
