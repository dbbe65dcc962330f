import { once } from "node:events";
import { connect, createServer } from "node:net";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { guardProcess } from "../../adapters/network/guardProcess.ts";
import { ConnectionLog, processConnections } from "../../base/connectionLog.ts";
import { EventBus } from "../../rpc/eventBus.ts";
import { Seal } from "./seal.ts";

let events: EventBus;
let seal: Seal;
const announced: unknown[] = [];
const rest = {
  children: () => ({ children: "namespaced", childrenReason: "Each has its own." }) as const,
  terminals: () => ({ terminals: "open", terminalsReason: "They are yours." }) as const,
};

beforeEach(() => {
  guardProcess("test");
  announced.length = 0;
  events = new EventBus((error) => {
    throw error;
  });
  events.on("seal.didChange", (status) => announced.push(status));
  seal = new Seal({ connections: processConnections(), ...rest }, events);
});
afterEach(() => seal.dispose());

test("what tries to leave the machine is refused and shown, and the seal holds", async () => {
  const before = seal.status().counts.refused;
  const socket = connect({ host: "192.0.2.1", port: 9 });
  const [error] = await once(socket, "error");
  expect(error).toMatchObject({ code: "EACCES" });
  const status = seal.status();
  expect(status).toMatchObject({ sealed: true, destinations: [], counts: { refused: before + 1 } });
  expect(status.attempts.at(-1)).toMatchObject({ host: "192.0.2.1", port: 9, outcome: "refused" });
  await vi.waitFor(() => expect(announced).toHaveLength(1));
  expect(announced[0]).toEqual(status);
});

test("loopback is nobody's business", async () => {
  const before = seal.status();
  const server = createServer((socket) => socket.end()).listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("no port");
  const socket = connect({ host: "127.0.0.1", port: address.port });
  await once(socket, "connect");
  socket.destroy();
  server.close();
  expect(seal.status()).toEqual(before);
});

test("what was let through breaks the seal for as long as the host lives", () => {
  const connections = new ConnectionLog();
  const open = new Seal({ connections, ...rest }, events);
  const allowed = { host: "peer.test", outcome: "allowed", why: "Permitted.", process: "host" } as const;
  expect(open.status().sealed).toBe(true);
  connections.record({ ...allowed, at: 1 });
  connections.record({ ...allowed, at: 2, port: 443 });
  for (let at = 3; at < 2000; at++) connections.record({ ...allowed, at, outcome: "refused", port: 1 });
  expect(open.status()).toMatchObject({
    sealed: false,
    destinations: [{ host: "peer.test", connections: 1, last: 2 }],
    counts: { refused: 1997, allowed: 2 },
  });
  open.dispose();
});
