import { once } from "node:events";
import { connect, createServer } from "node:net";
import { afterEach, beforeEach, expect, test } from "vitest";
import { EventBus } from "../../rpc/eventBus.ts";
import { Seal } from "./seal.ts";

let seal: Seal;
const announced: unknown[] = [];

beforeEach(() => {
  announced.length = 0;
  const events = new EventBus((error) => {
    throw error;
  });
  events.on("seal.didChange", (status) => announced.push(status));
  seal = new Seal(events);
});
afterEach(() => seal.dispose());

test("an attempt to leave the machine breaks the seal, even when it fails", async () => {
  // 192.0.2.0/24 is reserved for documentation: nothing answers there, and nothing needs to.
  const socket = connect({ host: "192.0.2.1", port: 9 });
  socket.on("error", () => {});
  await new Promise<void>((resolve) => {
    socket.on("close", () => resolve());
    socket.on("connectionAttempt", () => setImmediate(() => socket.destroy()));
  });
  expect(seal.status()).toMatchObject({
    sealed: false,
    destinations: [{ host: "192.0.2.1", connections: 1 }],
  });
  expect(announced).toHaveLength(1);
});

test("loopback keeps the seal", async () => {
  const server = createServer((socket) => socket.end()).listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("no port");
  const socket = connect({ host: "127.0.0.1", port: address.port });
  await once(socket, "connect");
  socket.destroy();
  server.close();
  expect(seal.status()).toEqual({ sealed: true, destinations: [] });
});
