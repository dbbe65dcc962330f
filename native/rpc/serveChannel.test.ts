import { MessageChannel } from "node:worker_threads";
import { expect, test } from "vitest";
import { requests, signals } from "../../core/contract/index.ts";
import { ComplaintLog } from "./complaintLog.ts";
import type { HostApi } from "./handlers.ts";
import { messagePortChannel } from "./messagePortChannel.ts";
import { serveChannel } from "./serveChannel.ts";

/** A host whose requests are answered when `release` is called, and a page that sends what it likes. */
function connect() {
  const logged: string[] = [];
  let release = (): void => {};
  const released = new Promise<void>((resolve) => {
    release = resolve;
  });
  let reached = 0;
  const handler = async () => {
    reached += 1;
    await released;
    return { ok: true, value: { lines: ["one"] } };
  };
  const host = {
    requests: Object.fromEntries(Object.keys(requests).map((name) => [name, handler])),
    signals: Object.fromEntries(Object.keys(signals).map((name) => [name, () => {}])),
    onEvent: () => ({ dispose() {} }),
    clientConnected: () => {},
    clientGone: () => {},
  } as unknown as HostApi;
  const { port1, port2 } = new MessageChannel();
  const answers: unknown[] = [];
  port2.on("message", (message) => answers.push(message));
  serveChannel(
    messagePortChannel(port1, (delivered) => delivered),
    host,
    (line) => logged.push(line),
  );
  return {
    send: (message: unknown) => port2.postMessage(message),
    port2,
    answers,
    logged,
    release,
    reached: () => reached,
  };
}

test("what is under way for one page is bounded: more is refused at once, and there is room again after answers", async () => {
  const { send, port2, answers, release, reached } = connect();
  const ask = (id: number): void => send({ jsonrpc: "2.0", id, method: "output.read", params: {} });
  for (let id = 0; id < 600; id++) ask(id);
  await expect.poll(() => answers.length).toBe(88);
  expect(reached()).toBe(512);
  expect(answers[0]).toMatchObject({ error: { data: { code: "unavailable" } } });
  release();
  await expect.poll(() => answers.length).toBe(600);
  ask(600);
  await expect.poll(() => answers.at(-1)).toMatchObject({ id: 600, result: { lines: ["one"] } });
  port2.close();
});

test("parameters given as a list, or not at all, are refused: none may stand where the cancellation does", async () => {
  const { send, port2, answers, reached } = connect();
  send({ jsonrpc: "2.0", id: 1, method: "seal.status", params: [{}, { onCancellationRequested: 1 }] });
  send({ jsonrpc: "2.0", id: 2, method: "seal.status" });
  await expect.poll(() => answers.length).toBe(2);
  expect(answers).toMatchObject([{ error: { code: -32602 } }, { error: { code: -32602 } }]);
  expect(reached()).toBe(0);
  port2.close();
});

test("complaints about one page are short and few, and quote nothing it sent", () => {
  const lines: string[] = [];
  let now = 0;
  const complaints = new ComplaintLog(
    (line) => lines.push(line),
    () => now,
  );
  complaints.quoting(`malformed:\n${"source text".repeat(1000)}`);
  complaints.whole("x".repeat(1_000_000));
  for (let index = 0; index < 1000; index++) complaints.whole("again");
  expect(lines.length).toBe(21);
  expect([lines[0], lines[1]?.length, lines.at(-1)]).toEqual([
    "rpc: malformed:",
    2005,
    "rpc: more of this is left out for a while.",
  ]);
  now = 10_001;
  complaints.whole("later");
  expect(lines.at(-1)).toBe("rpc: later");
});
