import { execFileSync, spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { expect, test } from "vitest";
import { guardProgram } from "../../base/guardProgram.ts";
import { canHaveOwnNetwork, ownAddress, runOnOwnNetwork } from "../../fixtures/ownNetwork.ts";
import { guardProcess } from "./guardProcess.ts";

const fixture = (name: string) => resolve(import.meta.dirname, "../../fixtures", name);

interface WaysOut {
  readonly outcomes: Readonly<Record<string, unknown>>;
  readonly attempts: readonly string[];
}

test("ADVERSARIAL 43: no way out of a process is open, for its threads neither, and each attempt is written down", () => {
  const printed = execFileSync(process.execPath, ["--require", guardProgram(), fixture("waysOut.ts")], {
    encoding: "utf8",
    stdio: ["ignore", "pipe", "ignore"],
    env: { PATH: process.env.PATH },
  });
  const { outcomes, attempts } = JSON.parse(printed) as WaysOut;
  expect(outcomes).toEqual({
    "net, IPv4": "EACCES",
    "net, IPv6": "EACCES",
    "net, mapped": "EACCES",
    "net, every address": "EACCES",
    "net, name": "EACCES",
    "net, number for a name": "EACCES",
    tls: "EACCES",
    http2: "EACCES",
    http: "EACCES",
    fetch: "EACCES",
    "fetch, name": "EACCES",
    WebSocket: "refused",
    "dns.lookup": "EACCES",
    "dns.promises.lookup": "EACCES",
    "dns.lookupService": "EACCES",
    "dns.resolve": "EREFUSED",
    "dns.promises.resolve4": "EREFUSED",
    "dns.Resolver": "EREFUSED",
    "dns.reverse": "EREFUSED",
    datagram: "EACCES",
    "datagram, name": "EACCES",
    "datagram, connected": "EACCES",
    multicast: "EACCES",
    "listen, every address": "EACCES",
    "listen, 0.0.0.0": "EACCES",
    "listen, datagrams": "EACCES",
    debugger: "The debugger listens on this machine alone.",
    eval: "EACCES",
    thread: "EACCES",
    "thread, own options": "EACCES",
    "thread, text": "EACCES",
    "localhost is known": { "->": ["127.0.0.1", "::1"] },
    "loopback is served": { "->": "served" },
    pipe: { "->": "served" },
    "loopback datagram": { "->": "heard" },
  });
  const tried = (process: string, host: string, port: string) =>
    attempts.filter((one) => one === `${process} refused ${host} ${port}`).length;
  expect({
    name: tried("host", "example.test", ""),
    web: tried("host", "192.0.2.1", "80"),
    encrypted: tried("host", "192.0.2.1", "443"),
    datagram: tried("host", "192.0.2.1", "53"),
    threads: [1, 2, 3].map((thread) => tried(`host, thread ${thread}`, "192.0.2.1", "9")),
    others: attempts.filter((one) => !one.includes(" refused ")),
  }).toEqual({ name: 7, web: 3, encrypted: 2, datagram: 2, threads: [1, 1, 1], others: [] });
});

test.skipIf(!canHaveOwnNetwork)(
  "a permit lets through its address or name at its port until it ends, and no more (skipped without namespaces and iproute2)",
  () => {
    expect(runOnOwnNetwork("permittedWays.ts")).toEqual({
      report: {
        "address, no permit": "EACCES",
        "name, no permit": "EACCES",
        "address, permitted": "served",
        "address, another port": "EACCES",
        "name of a permitted address": "EACCES",
        "address, permit ended": "EACCES",
        "address that was not looked up": "EACCES",
        "name, permitted": "served",
        "name, another port": "EACCES",
        "another name": "EACCES",
        "open connection, permit ended": "The permit for this connection has ended.",
        "name, permit ended": "EACCES",
      },
      counts: { refused: 9, allowed: 6 },
      destinations: [
        [ownAddress, 1],
        ["peer.test", 2],
      ],
      allowed: [
        "192.0.2.9 connected: The test permits an address.",
        "peer.test looked up: The test permits a name.",
        "peer.test connected: The test permits a name.",
        "peer.test looked up: The test permits a name.",
        "peer.test looked up: The test permits a name.",
        "peer.test connected: The test permits a name.",
      ],
    });
  },
);

test("there is one guard to a process, and it cannot be taken out of the way", () => {
  expect(guardProcess("again")).toBe(guardProcess("and again"));
  const binding: unknown = Reflect.get(process, "binding");
  if (typeof binding !== "function") throw new Error("no bindings");
  const { TCP } = binding.call(process, "tcp_wrap");
  expect(Reflect.set(TCP.prototype, "connect", () => 0)).toBe(false);
  expect(Reflect.deleteProperty(TCP.prototype, "connect")).toBe(false);
  expect(Reflect.set(binding.call(process, "cares_wrap"), "getaddrinfo", () => 0)).toBe(false);
});

test.each([
  [
    "a binding is missing",
    "process.binding = () => { throw new Error('No such module'); };",
    "cares_wrap is missing",
  ],
  [
    "a function is missing",
    "delete process.binding('tcp_wrap').TCP.prototype.connect6;",
    "connect6 is missing",
  ],
  ["names were loaded before it", "require('node:dns').promises;", "node:dns was loaded before the guard"],
])("a process whose network cannot be shut does not start: %s", (_case, before, why) => {
  const folder = mkdtempSync(join(tmpdir(), "airlock-unguarded-"));
  const program = join(folder, "program.cjs");
  writeFileSync(program, `${before}\nrequire(${JSON.stringify(guardProgram())});\nconsole.log("it runs");\n`);
  const run = spawnSync(process.execPath, [program], { encoding: "utf8" });
  rmSync(folder, { recursive: true });
  expect([run.status, run.stdout]).toEqual([1, ""]);
  expect(run.stderr).toContain("Airlock does not start: it cannot keep the network shut in this Node");
  expect(run.stderr).toContain(why);
});
