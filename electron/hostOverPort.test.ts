import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { MessageChannel, type MessagePort } from "node:worker_threads";
import { expect, test } from "vitest";
import { createMessageConnection } from "vscode-jsonrpc/node";
import { ChannelReader, ChannelWriter } from "../core/rpc/channel.ts";
import { Host } from "../core/rpc/host.ts";
import { composeHost } from "../native/compose.ts";
import { messagePortChannel, type PortLike } from "../native/rpc/messagePortChannel.ts";

/** Node's port, delivering as Electron's MessagePortMain does: an event whose data is the message. */
function asElectronPort(port: MessagePort): PortLike {
  return {
    postMessage: (message) => port.postMessage(message),
    on: (event: "message" | "close", listener: (delivered?: unknown) => void) =>
      event === "message"
        ? port.on("message", (data) => listener({ data, ports: [] }))
        : port.on("close", () => listener()),
    start: () => port.start(),
    close: () => port.close(),
  };
}

test("the whole host answers over a message port, as the desktop shell uses it, and opens no port of its own", async () => {
  const folder = mkdtempSync(join(tmpdir(), "airlock-desktop-"));
  writeFileSync(join(folder, "a.py"), "x = 1\n");
  const composition = await composeHost({
    workspace: folder,
    shell: "desktop",
    variables: { ...process.env, AIRLOCK_HOME: join(folder, ".home") },
  });
  const listening = process.getActiveResourcesInfo().filter((resource) => resource === "TCPServerWrap");
  const { port1, port2 } = new MessageChannel();
  composition.servePort(asElectronPort(port1));
  const channel = messagePortChannel(port2, (delivered) => delivered);
  const connection = createMessageConnection(new ChannelReader(channel), new ChannelWriter(channel));
  const page = new Host(connection, () => {});
  try {
    expect(await page.request("workbench.info", {})).toMatchObject({ ok: true, value: { shell: "desktop" } });
    expect(await page.request("files.read", { path: "a.py" })).toMatchObject({
      ok: true,
      value: { text: "x = 1\n" },
    });
    expect(await page.request("files.read", { path: "../a.py" })).toMatchObject({
      ok: false,
      error: { code: "invalidRequest" },
    });
    expect(listening).toEqual([]);
  } finally {
    port2.close();
    composition.dispose();
    rmSync(folder, { recursive: true, force: true });
  }
});
