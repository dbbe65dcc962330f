import type { Channel } from "../../core/rpc/channel.ts";
import { ConnectionRefused } from "./hostConnection.ts";
import { receiveMessagePortChannel } from "./messagePortChannel.ts";
import { openWebSocketChannel } from "./webSocketChannel.ts";

/** The only branch on the shell: the desktop app hands over a MessagePort, the browser opens a WebSocket. */
export async function connect(): Promise<Channel> {
  if ("airlockDesktop" in window) return receiveMessagePortChannel();
  // Relative to the page: the server keeps everything under a folder of its own, to which the cookie is bound.
  const address = new URL("rpc", location.href);
  address.protocol = location.protocol === "https:" ? "wss:" : "ws:";
  try {
    return await openWebSocketChannel(address.href);
  } catch (error) {
    if (await isRefused()) throw new ConnectionRefused();
    throw error;
  }
}

/** A WebSocket does not say why it failed; a plain request to the same server does. */
async function isRefused(): Promise<boolean> {
  try {
    const answer = await fetch(location.pathname, { method: "HEAD", cache: "no-store" });
    return answer.status === 401 || answer.status === 403;
  } catch {
    return false;
  }
}
