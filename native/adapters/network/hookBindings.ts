import { getSystemErrorMap } from "node:util";
import { isAnyAddress, isLoopbackAddress } from "../../../core/network/loopback.ts";
import type { NetworkPermits, Permit } from "./networkPermits.ts";
import {
  type Hook,
  isHook,
  isObject,
  type NodeBindings,
  namesOf,
  replaceFor,
  UnguardedNetwork,
} from "./nodeBindings.ts";

/** The error that a program meets: "connect EACCES 192.0.2.1:443", as from a firewall of the system. */
const refusal = [...getSystemErrorMap()].find(([, [name]]) => name === "EACCES")?.[0] ?? -13;
/** The same from the resolver that speaks DNS itself, in its own words. */
const resolverRefusal = "EREFUSED";

/** Asks the permits at the lowest place that Node has for each way out, for as long as the process lives. */
export function hookBindings(bindings: NodeBindings, permits: NetworkPermits): void {
  hookConnections(bindings.tcp, permits);
  hookListening(bindings.tcp, permits);
  hookDatagrams(bindings.udp, permits);
  hookNames(bindings.names, permits);
  hookResolver(bindings.resolver, permits);
  if (bindings.inspector !== undefined) hookInspector(bindings.inspector, permits);
}

function hookConnections(tcp: object, permits: NetworkPermits): void {
  for (const name of ["connect", "connect6"])
    replaceFor(
      tcp,
      name,
      (original) =>
        function (this: unknown, ...args) {
          const [, address, port] = args;
          const verdict = permits.connect(String(address), Number(port));
          if (verdict.kind === "refused") return refusal;
          const answer = original.apply(this, [...args]);
          if (verdict.kind === "allowed" && isObject(this)) endWithPermit(this, verdict.permit);
          return answer;
        },
    );
}

/** A connection that outlived its permit could carry what nobody has allowed. */
function endWithPermit(handle: object, permit: Permit): void {
  const reference = new WeakRef(handle);
  const forget = permit.opened(() => {
    const still = reference.deref();
    if (still !== undefined) closeHandle(still);
  });
  closed.register(handle, forget);
}

const closed = new FinalizationRegistry<() => void>((forget) => forget());

/** Ends the socket that owns the handle as a broken connection does, so that whoever reads from it is told. */
function closeHandle(handle: object): void {
  const key = Object.getOwnPropertySymbols(handle).find(({ description }) => description === "owner_symbol");
  const owner: unknown = key === undefined ? undefined : Reflect.get(handle, key);
  const destroy: unknown = isObject(owner) ? Reflect.get(owner, "destroy") : undefined;
  if (isHook(destroy)) destroy.call(owner, new Error("The permit for this connection has ended."));
  const close: unknown = Reflect.get(handle, "close");
  if (isHook(close)) close.call(handle);
}

function hookListening(tcp: object, permits: NetworkPermits): void {
  for (const name of ["bind", "bind6"])
    replaceFor(
      tcp,
      name,
      (original) =>
        function (this: unknown, ...args) {
          const [address, port] = args;
          return permits.bind(String(address), Number(port)).kind === "refused"
            ? refusal
            : original.apply(this, [...args]);
        },
    );
  const addressOf: unknown = Reflect.get(tcp, "getsockname");
  if (!isHook(addressOf)) throw new UnguardedNetwork("getsockname is missing");
  // A socket that is bound to nothing would listen everywhere; one that was handed over may be bound to anything.
  replaceFor(
    tcp,
    "listen",
    (original) =>
      function (this: unknown, ...args) {
        const own: { address?: unknown; port?: unknown } = {};
        addressOf.call(this, own);
        const address = String(own.address ?? "0.0.0.0");
        return permits.bind(address, Number(own.port ?? 0)).kind === "refused"
          ? refusal
          : original.apply(this, [...args]);
      },
  );
}

/** No permit covers datagrams: they stay on this machine. */
function hookDatagrams(udp: object, permits: NetworkPermits): void {
  const refuses = (address: unknown, port: unknown): boolean => {
    const canonical = permits.canonical(String(address));
    if (canonical !== undefined && isLoopbackAddress(canonical)) return false;
    permits.refuse("A datagram", canonical ?? String(address), Number(port));
    return true;
  };
  for (const [name, place] of [
    ["connect", 0],
    ["connect6", 0],
    ["send", 4],
    ["send6", 4],
  ] as const)
    replaceFor(
      udp,
      name,
      (original) =>
        function (this: unknown, ...args) {
          // What is sent on a connected socket has no address: it was judged when it was connected.
          const address = args[place];
          const port = place === 0 ? args[1] : args[3];
          return typeof address === "string" && refuses(address, port)
            ? refusal
            : original.apply(this, [...args]);
        },
    );
  for (const [name, loopback] of [
    ["bind", "127.0.0.1"],
    ["bind6", "::1"],
  ] as const)
    replaceFor(
      udp,
      name,
      (original) =>
        function (this: unknown, ...args) {
          const [address, port, ...rest] = args;
          // Whoever only sends is bound to any address by Node: to this machine's own, it is told where it sends to.
          if (isAnyAddress(String(address)) && Number(port) === 0)
            return original.apply(this, [loopback, port, ...rest]);
          return permits.bind(String(address), Number(port)).kind === "refused"
            ? refusal
            : original.apply(this, [...args]);
        },
    );
  for (const name of ["addMembership", "addSourceSpecificMembership"])
    replaceFor(udp, name, () => (...args) => {
      permits.refuse("Joining a multicast group", String(args[name === "addMembership" ? 0 : 1]));
      return refusal;
    });
}

/** The system's resolver: what dns.lookup asks, and with it every socket that is given a name. */
function hookNames(names: object, permits: NetworkPermits): void {
  replaceFor(
    names,
    "getaddrinfo",
    (original) =>
      function (this: unknown, ...args) {
        const [request, name, family] = args;
        const verdict = permits.lookup(String(name));
        if (verdict.kind === "refused") return completeLater(request, [refusal]);
        // Asking the system for localhost may ask a server, where its own list of names lacks it.
        if (verdict.kind === "local") return completeLater(request, [null, loopbackOf(family)]);
        const onComplete: unknown = isObject(request) ? Reflect.get(request, "oncomplete") : undefined;
        if (isObject(request) && isHook(onComplete))
          Reflect.set(request, "oncomplete", function (this: unknown, ...answer: readonly unknown[]) {
            const addresses = Array.isArray(answer[1]) ? answer[1].map(String) : [];
            for (const permit of verdict.permits ?? [])
              permit.resolved(addresses.map((one) => permits.canonical(one) ?? one));
            return onComplete.apply(this, [...answer]);
          });
        return original.apply(this, [...args]);
      },
  );
  replaceFor(
    names,
    "getnameinfo",
    (original) =>
      function (this: unknown, ...args) {
        const [request, address] = args;
        const canonical = permits.canonical(String(address));
        if (canonical !== undefined && isLoopbackAddress(canonical)) return original.apply(this, [...args]);
        permits.refuse("Looking up an address", String(address));
        return completeLater(request, [refusal]);
      },
  );
}

function loopbackOf(family: unknown): readonly string[] {
  if (family === 4) return ["127.0.0.1"];
  return family === 6 ? ["::1"] : ["127.0.0.1", "::1"];
}

/** c-ares, which speaks DNS over sockets of its own: never, not for a permitted name either, whose look-up is enough. */
function hookResolver(resolver: object, permits: NetworkPermits): void {
  const queries = namesOf(resolver).filter((name) => /^query[A-Z]/.test(name));
  if (queries.length === 0) throw new UnguardedNetwork("the queries of the resolver are missing");
  for (const name of [...queries, "getHostByAddr"])
    replaceFor(resolver, name, () => (...args) => {
      const [request, asked] = args;
      permits.refuse("Asking a name server", String(asked));
      return completeLater(request, [resolverRefusal]);
    });
}

/** As the system answers: not before whoever asked has gone on. */
function completeLater(request: unknown, answer: readonly unknown[]): number {
  process.nextTick(() => {
    const onComplete: unknown = isObject(request) ? Reflect.get(request, "oncomplete") : undefined;
    if (isHook(onComplete)) onComplete.apply(request, [...answer]);
  });
  return 0;
}

/** Node's debugger listens from below, past the hooks of sockets. */
function hookInspector(inspector: object, permits: NetworkPermits): void {
  replaceFor(
    inspector,
    "open",
    (original: Hook) =>
      function (this: unknown, ...args) {
        const [port, host] = args;
        if (host !== undefined && permits.bind(String(host), Number(port ?? 9229)).kind === "refused")
          throw new Error("The debugger listens on this machine alone.");
        return original.apply(this, [...args]);
      },
  );
}
