/** What stands below `net`, `dns`, `dgram` and everything that is made of them. */
export interface NodeBindings {
  readonly tcp: object;
  readonly udp: object;
  readonly resolver: object;
  readonly names: object;
  /** Absent in a Node that was built without it. */
  readonly inspector: object | undefined;
}

export type Hook = (this: unknown, ...args: readonly unknown[]) => unknown;

/** This Node cannot be guarded, so the program must not go on. */
export class UnguardedNetwork extends Error {
  constructor(what: string) {
    super(
      `Airlock does not start: it cannot keep the network shut in this Node (${process.version}: ${what}). Use the Node that npm start brings.`,
    );
    this.name = "UnguardedNetwork";
  }
}

export function nodeBindings(): NodeBindings {
  // The promises of dns keep what they found when they were loaded; a guard that comes later would not be asked.
  const loaded: unknown = Reflect.get(process, "moduleLoadList");
  if (!Array.isArray(loaded)) throw new UnguardedNetwork("it does not say which modules are loaded");
  if (loaded.includes("NativeModule internal/dns/promises"))
    throw new UnguardedNetwork("node:dns was loaded before the guard");
  const names = binding("cares_wrap");
  return {
    tcp: prototypeOf(binding("tcp_wrap"), "TCP"),
    udp: prototypeOf(binding("udp_wrap"), "UDP"),
    resolver: prototypeOf(names, "ChannelWrap"),
    names,
    inspector: optional("inspector"),
  };
}

/** Puts `make`'s answer in the place of a function, for good: it can be neither replaced nor removed. */
export function replaceFor(owner: object, name: string, make: (original: Hook) => Hook): void {
  const original: unknown = Reflect.get(owner, name);
  if (!isHook(original)) throw new UnguardedNetwork(`${name} is missing`);
  Object.defineProperty(owner, name, {
    value: make(original),
    enumerable: true,
    writable: false,
    configurable: false,
  });
}

export function namesOf(owner: object): readonly string[] {
  return Object.getOwnPropertyNames(owner);
}

export function isHook(value: unknown): value is Hook {
  return typeof value === "function";
}

export function isObject(value: unknown): value is object {
  return typeof value === "object" && value !== null;
}

function binding(name: string): object {
  const found = optional(name);
  if (found === undefined) throw new UnguardedNetwork(`${name} is missing`);
  return found;
}

function optional(name: string): object | undefined {
  const find: unknown = Reflect.get(process, "binding");
  if (!isHook(find)) return undefined;
  try {
    const found = find.call(process, name);
    return isObject(found) ? found : undefined;
  } catch {
    return undefined;
  }
}

function prototypeOf(owner: object, name: string): object {
  const type: unknown = Reflect.get(owner, name);
  const prototype: unknown = isHook(type) ? type.prototype : undefined;
  if (!isObject(prototype)) throw new UnguardedNetwork(`${name} is missing`);
  return prototype;
}
