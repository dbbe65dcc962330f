import { createMessageConnection, type MessageConnection } from "vscode-jsonrpc/node";
import { WebSocket } from "ws";
import type { Disposable } from "../../core/base/disposable.ts";
import { fail, ok, type Result } from "../../core/base/result.ts";
import { ChannelReader, ChannelWriter } from "../../core/rpc/channel.ts";
import { Host } from "../../core/rpc/host.ts";
import { webSocketChannel } from "./webSocketChannel.ts";

/** What a browser does with the link that `airlock serve` prints, without a browser: the page over HTTP, the contract over its WebSocket. */
export interface WorkbenchPage extends Disposable {
  readonly host: Host;
  /** A file of the page, by its path below it; "" is the page itself. */
  get(path: string): Promise<{ readonly status: number; readonly bytes: Uint8Array }>;
  /** An answer as it came, with what the contract of this version does not know of. */
  askUnchecked(name: string, params: object): Promise<unknown>;
}

/** `link` is one-time and on loopback. Fails with one sentence. */
export async function openWorkbenchPage(link: string): Promise<Result<WorkbenchPage, string>> {
  const { host, hostname, origin } = new URL(link);
  if (hostname !== "127.0.0.1") return fail(`The link ${origin} does not lead to this machine.`);
  const answer = await fetch(link, { redirect: "manual" });
  const cookie = answer.headers.get("set-cookie")?.split(";")[0];
  const folder = answer.headers.get("location");
  if (cookie === undefined || folder === null)
    return fail(`The workbench did not let the page in (it answered ${answer.status}).`);
  const socket = new WebSocket(`ws://${host}${folder}rpc`, { headers: { cookie, origin } });
  const channel = webSocketChannel(socket);
  const opened = await new Promise<boolean>((done) => {
    socket.once("open", () => done(true));
    socket.once("close", () => done(false));
  });
  if (!opened) return fail("The workbench refused the page's WebSocket.");
  const connection: MessageConnection = createMessageConnection(
    new ChannelReader(channel),
    new ChannelWriter(channel),
  );
  return ok({
    host: new Host(connection, () => {}),
    async get(path) {
      const file = await fetch(new URL(path, `${origin}${folder}`), { headers: { cookie } });
      return { status: file.status, bytes: await file.bytes() };
    },
    askUnchecked: (name, params) => connection.sendRequest(name, params),
    dispose() {
      connection.dispose();
      socket.terminate();
    },
  });
}
