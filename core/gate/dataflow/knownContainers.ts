import { each, itself, type KnownCall, type KnownFunction } from "./knownFunction.ts";
import type { Machine } from "./machine.ts";
import { lengthOf, readIndex, spreadInto, writeIndex } from "./members.ts";
import { pairsOf, valuesOf } from "./methods.ts";
import { constantValue, derivedValue, joinValues, makeValue, type Value } from "./value.ts";

/** Functions that make, copy or walk lists, maps and sets. */
export const knownContainers: Readonly<Record<string, KnownFunction>> = {
  len: ({ machine, first }) => lengthOf(machine, first),
  ...each(["list", "tuple", "set", "frozenset"], ({ machine, first, second }) => {
    const [held] = second === undefined ? machine.objects(first) : [];
    return held?.object.kind === "list" ? machine.allocate({ ...held.object }) : listOf(machine, first);
  }),
  ...each(["sorted", "reversed", "Set"], ({ machine, first }) => listOf(machine, first)),
  "Array.from": ({ machine, first, second, invoke }) => {
    if (second) {
      const rest = invoke(second, [machine.anyElement(first), makeValue({ type: "number" })]);
      return machine.allocate({ kind: "list", items: [], rest });
    }
    const [held] = machine.objects(first);
    return held?.object.kind === "list" ? machine.allocate({ ...held.object }) : listOf(machine, first);
  },
  Map: ({ machine, first }) =>
    mapOfPairs(machine, first) ??
    machine.allocate({ kind: "map", entries: new Map(), ...restOf(machine, first) }),
  ...each(["dict", "URLSearchParams"], ({ machine, site, first }) => {
    const [held] = machine.objects(first);
    if (held?.object.kind === "map") return machine.allocate({ ...held.object });
    const entries = new Map(
      site.args.flatMap(({ name, value }) => (name === undefined ? [] : [[name, value] as const])),
    );
    return machine.allocate({ kind: "map", entries, ...restOf(machine, first) });
  }),
  enumerate: ({ machine, first }) =>
    listOfTuples(machine, [makeValue({ type: "number" }), machine.anyElement(first)]),
  zip: ({ machine, values }) =>
    listOfTuples(
      machine,
      values.map((one) => machine.anyElement(one)),
    ),
  map: (call) =>
    call.second && call.machine.allocate({ kind: "list", items: [], rest: applied(call, call.second) }),
  filter: ({ machine, second }) =>
    second && machine.allocate({ kind: "list", items: [], rest: machine.anyElement(second) }),
  ...each(["next", "iter"], ({ machine, first }) =>
    machine.contents(first).length > 0 ? machine.anyElement(first) : first,
  ),
  "Object.keys": ({ machine, first }) =>
    machine.allocate({ kind: "list", items: [], rest: derivedValue([machine.refined(first)]) }),
  "Object.values": ({ machine, first }) => valuesOf(machine, first),
  "Object.entries": ({ machine, first }) => pairsOf(machine, first),
  "Object.assign": ({ machine, first, values }) => {
    if (first.heaps.length === 0) return values.reduce(joinValues);
    for (const source of values.slice(1)) spreadInto(machine, first, source);
    return first;
  },
  ...each(
    [
      "Object.freeze",
      "Object.seal",
      "structuredClone",
      "copy.copy",
      "copy.deepcopy",
      "types.MappingProxyType",
    ],
    itself,
  ),
  ...each(
    ["configparser.ConfigParser", "configparser.RawConfigParser", "configparser.SafeConfigParser"],
    ({ machine }) =>
      machine.allocate({ kind: "map", entries: new Map() }, { api: "configparser.ConfigParser()" }),
  ),
};

function listOf(machine: Machine, value: Value): Value {
  return machine.allocate({ kind: "list", items: [], ...restOf(machine, value) });
}

function listOfTuples(machine: Machine, items: readonly Value[]): Value {
  return machine.allocate({ kind: "list", items: [], rest: machine.allocate({ kind: "list", items }) });
}

/** `new Map([["a", x], ["b", y]])` */
function mapOfPairs(machine: Machine, list: Value): Value | undefined {
  const [held, ...others] = machine.objects(list);
  if (held?.object.kind !== "list" || held.object.rest || others.length > 0) return undefined;
  const map = machine.allocate({ kind: "map", entries: new Map() });
  for (const pair of held.object.items)
    writeIndex(
      machine,
      map,
      readIndex(machine, pair, constantValue(0), at0),
      readIndex(machine, pair, constantValue(1), at0),
    );
  return map;
}

const at0 = { start: 0, end: 0 };

function restOf(machine: Machine, value: Value): { rest?: Value } {
  const parts = machine.contents(value);
  if (parts.length === 0 && value.taints.length === 0) return {};
  return { rest: machine.anyElement(value) };
}

/** What `map` makes of one element. */
function applied({ machine, first: callback, invoke }: KnownCall, list: Value): Value {
  const element = machine.anyElement(list);
  if (machine.functionsOf(callback).length > 0) return invoke(callback, [element]);
  return callback.api !== undefined && /^(int|float|bool|len)$/.test(callback.api)
    ? makeValue({ type: "number" })
    : derivedValue([element]);
}
