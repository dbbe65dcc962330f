import { MessageChannel } from "node:worker_threads";
import { expect, test } from "vitest";
import { createMessageConnection } from "vscode-jsonrpc/node";
import { requests, signals } from "../core/contract/index.ts";
import type { SealStatus } from "../core/contract/workbench.ts";
import { ChannelReader, ChannelWriter } from "../core/rpc/channel.ts";
import { Host } from "../core/rpc/host.ts";
import { EventBus } from "../native/rpc/eventBus.ts";
import type { CallContext, HostApi } from "../native/rpc/handlers.ts";
import { messagePortChannel } from "../native/rpc/messagePortChannel.ts";
import { serveChannel } from "../native/rpc/serveChannel.ts";

const unavailable = () => ({ ok: false, error: { code: "unavailable", message: "not in this test" } });

/** A host of which a few real answers are under test; the page's own client talks to it through real ports. */
function connect(overrides: Record<string, (params: unknown, context: CallContext) => unknown>) {
  const events = new EventBus((error) => {
    throw error;
  });
  const logged: string[] = [];
  const gone: number[] = [];
  const host = {
    requests: {
      ...Object.fromEntries(Object.keys(requests).map((name) => [name, unavailable])),
      ...overrides,
    },
    signals: Object.fromEntries(
      Object.keys(signals).map((name) => [name, () => logged.push(`signal ${name}`)]),
    ),
    onEvent: events.onAny.bind(events),
    clientConnected: () => {},
    clientGone: (client: { id: number }) => gone.push(client.id),
  } as unknown as HostApi;
  const { port1, port2 } = new MessageChannel();
  const identity = (delivered: unknown): unknown => delivered;
  const client = serveChannel(messagePortChannel(port1, identity), host, (line) => logged.push(line));
  const channel = messagePortChannel(port2, identity);
  const connection = createMessageConnection(new ChannelReader(channel), new ChannelWriter(channel));
  const page = new Host(connection, () => {});
  return { page, events, logged, gone, client, port2 };
}

const sealed: SealStatus = {
  sealed: true,
  destinations: [],
  attempts: [],
  counts: { refused: 0, allowed: 0 },
  children: "namespaced",
  childrenReason: "",
  terminals: "open",
  terminalsReason: "",
};

test("a request, its answer, a failure and an event cross a real message port, checked on both sides", async () => {
  const { page, events, port2 } = connect({
    "seal.status": () => ({ ok: true, value: sealed }),
    "files.read": () => ({ ok: false, error: { code: "notFound", message: "gone.py is not there." } }),
    "git.status": () => ({ ok: true, value: { branch: 7 } }),
  });
  expect(await page.request("seal.status", {})).toEqual({
    ok: true,
    value: sealed,
  });
  expect(await page.request("files.read", { path: "gone.py" })).toMatchObject({
    ok: false,
    error: { code: "notFound", message: "gone.py is not there." },
  });
  expect(await page.request("files.read", { path: "../etc/passwd" })).toMatchObject({
    ok: false,
    error: { code: "invalidRequest" },
  });
  expect(await page.request("git.status", {})).toMatchObject({ ok: false, error: { code: "unavailable" } });
  const heard = new Promise((resolve) => page.on("output.line", resolve));
  events.fire("output.line", { line: "hello" });
  expect(await heard).toEqual({ line: "hello" });
  port2.close();
});

test("an abort in the page reaches the handler's signal", async () => {
  let reached: AbortSignal | undefined;
  const { page, port2 } = connect({
    "doctor.run": (_params, { signal }) =>
      new Promise((resolve) => {
        reached = signal;
        signal.addEventListener("abort", () =>
          resolve({ ok: false, error: { code: "cancelled", message: "Cancelled." } }),
        );
      }),
  });
  const abort = new AbortController();
  const answer = page.request("doctor.run", {}, abort.signal);
  await expect.poll(() => reached).toBeDefined();
  abort.abort();
  expect(await answer).toMatchObject({ ok: false, error: { code: "cancelled" } });
  expect(reached?.aborted).toBe(true);
  port2.close();
});

test("a handler that throws gives one sentence and a log line, and the connection lives on", async () => {
  const { page, logged, port2 } = connect({
    "doctor.run": () => {
      throw new Error("bug");
    },
    "seal.status": () => ({ ok: true, value: sealed }),
  });
  expect(await page.request("doctor.run", {})).toMatchObject({ ok: false, error: { code: "unavailable" } });
  expect(logged.join("\n")).toContain("Error: bug");
  expect((await page.request("seal.status", {})).ok).toBe(true);
  port2.close();
});

test("junk on the port is dropped; a call outside the contract is refused; closing frees the client", async () => {
  const { page, gone, client, port2 } = connect({
    "seal.status": () => ({ ok: true, value: sealed }),
  });
  for (const junk of [undefined, "text", 7, { jsonrpc: "1.0" }, []]) port2.postMessage(junk);
  port2.postMessage({ jsonrpc: "2.0", id: 99, method: "process.exit", params: [] });
  expect((await page.request("seal.status", {})).ok).toBe(true);
  port2.close();
  await expect.poll(() => gone).toEqual([client.id]);
});
