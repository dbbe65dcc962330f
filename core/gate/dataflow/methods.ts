// Methods of the containers that both languages have.

import type { Machine } from "./machine.ts";
import { readIndex, removeIndex, writeIndex } from "./members.ts";
import { joinedShape, textMethod } from "./textMethods.ts";
import type { Span } from "./tree.ts";
import {
  type Cleared,
  constantValue,
  derivedValue,
  type Facts,
  hole,
  joinValues,
  makeValue,
  unknownValue,
  type Value,
} from "./value.ts";

export interface MethodCall {
  readonly receiver: Value;
  readonly name: string;
  readonly args: readonly Value[];
  readonly named: ReadonlyMap<string, Value>;
  readonly at: Span;
}

/** What the method answers, or undefined where it is no method of a container or text. */
export function builtinMethod(
  machine: Machine,
  call: MethodCall,
  invoke: (callback: Value, args: readonly Value[]) => Value,
): Value | undefined {
  const [object] = machine.objects(call.receiver);
  const [callback] = call.args;
  const overElements =
    callback !== undefined &&
    /^(map|flatMap|filter|find|findLast|findIndex|forEach|some|every|reduce)$/.test(call.name);
  if (
    object?.object.kind === "list" ||
    (overElements && (machine.functionsOf(callback).length > 0 || converter.test(callback.api ?? "")))
  )
    return listMethod(machine, call, invoke);
  const isGivenCode = call.args.some((one) => machine.functionsOf(one).length > 0);
  // `router.delete(path, handler)` is no method of a map.
  if (object?.object.kind === "map" && !isGivenCode) {
    const answer = mapMethod(machine, call);
    if (answer) return answer;
  }
  return textMethod(machine, call, invoke);
}

const converter = /^(Number|parseInt|parseFloat|int|float|Boolean|BigInt)$/;

function eachList(
  machine: Machine,
  receiver: Value,
  change: (
    items: readonly Value[],
    rest: Value | undefined,
  ) => { items: readonly Value[]; rest?: Value | undefined },
): void {
  for (const { id, object } of machine.objects(receiver)) {
    if (object.kind !== "list") continue;
    const { items, rest } = change(object.items, object.rest);
    machine.state.setObject(id, { kind: "list", items, ...(rest ? { rest } : {}) });
  }
}

function listMethod(
  machine: Machine,
  { receiver, name, args, at }: MethodCall,
  invoke: (callback: Value, args: readonly Value[]) => Value,
): Value | undefined {
  const [first = unknownValue(), second] = args;
  const any = () => machine.anyElement(receiver);
  switch (name) {
    case "append":
    case "push":
    case "add":
      eachList(machine, receiver, (items, rest) =>
        rest || receiver.heaps.length > 1
          ? { items, rest: rest ? joinValues(rest, first) : first }
          : { items: [...items, ...(args.length > 0 ? args : [first])] },
      );
      return makeValue();
    case "insert":
    case "unshift": {
      const value = name === "insert" ? (second ?? unknownValue()) : first;
      const place = name === "insert" ? first.constant?.value : 0;
      eachList(machine, receiver, (items, rest) =>
        typeof place === "number" && !rest && place <= items.length
          ? { items: [...items.slice(0, place), value, ...items.slice(place)] }
          : { items: [], rest: [...items, ...(rest ? [rest] : [])].reduce(joinValues, value) },
      );
      return makeValue();
    }
    case "pop":
    case "shift": {
      const place = name === "shift" ? 0 : args.length === 0 ? -1 : first.constant?.value;
      const [held] = machine.objects(receiver);
      const list = held?.object.kind === "list" ? held.object : undefined;
      const known = list && !list.rest && typeof place === "number" ? list.items.at(place) : undefined;
      const answer = known ?? any();
      eachList(machine, receiver, (items, rest) => {
        if (rest || typeof place !== "number") return { items, rest };
        const index = place < 0 ? items.length + place : place;
        return { items: items.filter((_, at) => at !== index) };
      });
      return machine.refined(answer);
    }
    case "extend":
      eachList(machine, receiver, (items, rest) => {
        const more = machine.contents(first);
        const exact =
          !rest &&
          machine.objects(first).every(({ object }) => object.kind === "list" && !object.rest) &&
          first.heaps.length === 1;
        if (exact) return { items: [...items, ...more] };
        const value = machine.anyElement(first);
        return { items, rest: rest ? joinValues(rest, value) : value };
      });
      return makeValue();
    case "clear":
      eachList(machine, receiver, () => ({ items: [] }));
      return makeValue();
    case "join": {
      const parts = machine.contents(receiver);
      const shape = joinedShape(machine, receiver, args.length === 0 ? "," : (first.shape ?? hole));
      if (
        shape.shape !== undefined &&
        !shape.shape.includes(hole) &&
        parts.every(({ constant }) => constant !== undefined)
      )
        return constantValue(shape.shape);
      return derivedValue([...parts, ...args, ...(receiver.taints.length ? [receiver] : [])], {
        type: "string",
        ...shape,
      });
    }
    case "map":
    case "flatMap": {
      const mapped = converter.test(first.api ?? "")
        ? makeValue({ type: "number" })
        : invoke(first, [any(), makeValue({ type: "number" })]);
      return machine.allocate({ kind: "list", items: [], rest: mapped });
    }
    case "filter": {
      const kept = any();
      const answer = invoke(first, [kept]);
      if (answer.facts) {
        const checked = machine.state.copy();
        checked.learn(answer.facts.whenTrue);
        return machine.allocate({ kind: "list", items: [], rest: checked.refine(kept) });
      }
      return machine.allocate({ kind: "list", items: [], rest: kept });
    }
    case "find":
    case "findLast":
    case "reduce":
    case "at": {
      if (name === "at") return readIndex(machine, receiver, first, at);
      if (args.length > 0) {
        const answer = invoke(first, name === "reduce" ? [second ?? any(), any()] : [any()]);
        if (name === "reduce") return joinValues(answer, second ?? answer);
      }
      return any();
    }
    case "some":
    case "every": {
      const element = any();
      const answer = args.length > 0 ? invoke(first, [element, makeValue({ type: "number" })]) : undefined;
      const facts = answer?.facts && factsOfAll(name, answer.facts, element, receiver);
      return makeValue({ type: "boolean", ...(facts ? { facts } : {}) });
    }
    case "forEach":
    case "sort":
    case "findIndex":
      if (args.length > 0) invoke(first, [any(), makeValue({ type: "number" })]);
      // Which element is first after sorting is not known.
      if (name === "sort") return machine.allocate({ kind: "list", items: [], rest: any() });
      return makeValue(name === "forEach" ? {} : { type: "boolean" });
    case "slice":
    case "concat":
    case "copy":
    case "reverse":
    case "flat": {
      const rest = [
        any(),
        ...args.filter(({ type }) => type !== "number").map((one) => machine.anyElement(one)),
      ].reduce(joinValues);
      return machine.allocate({ kind: "list", items: [], rest });
    }
    case "index":
    case "indexOf":
    case "count":
      return makeValue({ type: "number" });
    default:
      return undefined;
  }
}

/** `list.every(check)`: what holds of one element holds of all of them; `list.some(isBad)` says so when it is false. */
function factsOfAll(name: string, facts: Facts, element: Value, receiver: Value): Facts {
  const lifted = (cleared: Cleared): Cleared => {
    const own = cleared.get(element.id);
    return own === undefined ? cleared : new Map([...cleared, [receiver.id, own]]);
  };
  // What it says of other values than the element holds as soon as it holds for one element.
  const ofOthers = (cleared: Cleared): Cleared => new Map([...cleared].filter(([id]) => id !== element.id));
  return name === "every"
    ? { whenTrue: lifted(facts.whenTrue), whenFalse: ofOthers(facts.whenFalse) }
    : { whenTrue: ofOthers(facts.whenTrue), whenFalse: lifted(facts.whenFalse) };
}

function mapMethod(machine: Machine, { receiver, name, args, named, at }: MethodCall): Value | undefined {
  const [key = unknownValue(), value] = args;
  const parser = receiver.api?.startsWith("configparser.") ?? false;
  switch (name) {
    case "get":
    case "getItem":
    case "setdefault": {
      if (parser && value) return lookUp(machine, receiver, joinedKey(key, value), at);
      const found = lookUp(machine, receiver, key, at);
      if (name === "setdefault" && value) writeIndex(machine, receiver, key, value);
      return value === undefined ? found : joinValues(found, value);
    }
    case "set":
    case "setItem":
    case "__setitem__":
      if (parser && value && args[2]) writeIndex(machine, receiver, joinedKey(key, value), args[2]);
      else if (value) writeIndex(machine, receiver, key, value);
      return receiver;
    case "delete":
    case "pop": {
      const found = lookUp(machine, receiver, key, at);
      removeIndex(machine, receiver, key);
      return found;
    }
    case "update":
      for (const [name, one] of named) writeIndex(machine, receiver, constantValue(name), one);
      for (const { object } of machine.objects(key)) {
        if (object.kind === "map")
          for (const [name, one] of object.entries) writeIndex(machine, receiver, constantValue(name), one);
        const others =
          object.kind === "list"
            ? machine.contents(key)
            : object.kind === "map" && object.rest
              ? [object.rest]
              : [];
        for (const one of others) writeIndex(machine, receiver, unknownValue(), one);
      }
      if (key.taints.length > 0) writeIndex(machine, receiver, unknownValue(), key);
      return makeValue();
    case "values":
      return valuesOf(machine, receiver);
    case "keys":
      return machine.allocate({ kind: "list", items: keysOf(machine, receiver) });
    case "items":
    case "entries":
      return pairsOf(machine, receiver);
    case "copy":
      return receiver;
    default:
      return undefined;
  }
}

function joinedKey(section: Value, option: Value): Value {
  const [a, b] = [section.constant?.value, option.constant?.value];
  return a === undefined || b === undefined ? unknownValue() : constantValue(`${a}\0${b}`);
}

function lookUp(machine: Machine, receiver: Value, key: Value, at: Span): Value {
  if (key.options)
    return key.options.map((one) => lookUp(machine, receiver, constantValue(one), at)).reduce(joinValues);
  const found = machine.objects(receiver).flatMap(({ object }) => {
    if (object.kind !== "map") return [];
    const entry = key.constant === undefined ? undefined : object.entries.get(String(key.constant.value));
    const entries = key.constant === undefined ? [...object.entries.values()] : entry ? [entry] : [];
    return [...entries, ...(object.rest ? [object.rest] : [])];
  });
  if (key.constant === undefined) found.push(unknownValue());
  const [first, ...others] = found;
  const known = first === undefined ? unknownValue() : machine.refined(others.reduce(joinValues, first));
  const whole = machine.refined(receiver);
  if (whole.taints.length === 0) return known;
  const text = key.constant?.value;
  const field = typeof text === "string" ? machine.fieldOfSource(whole, text, at) : undefined;
  return joinValues(field ?? derivedValue([whole], { view: { of: whole, how: "part" } }), known);
}

function keysOf(machine: Machine, receiver: Value): Value[] {
  return machine
    .objects(receiver)
    .flatMap(({ object }) =>
      object.kind === "map" ? [...object.entries.keys()].map((key) => constantValue(key)) : [],
    );
}

/** The entries of a map of which every key is known. */
function exactEntries(machine: Machine, value: Value): readonly (readonly [string, Value])[] | undefined {
  const [held, ...others] = machine.objects(value);
  if (held?.object.kind !== "map" || others.length > 0 || held.object.rest || value.taints.length > 0)
    return undefined;
  return [...held.object.entries];
}

export function valuesOf(machine: Machine, value: Value): Value {
  const entries = exactEntries(machine, value);
  if (entries)
    return machine.allocate({ kind: "list", items: entries.map(([, one]) => machine.refined(one)) });
  return machine.allocate({ kind: "list", items: [], rest: machine.anyElement(value) });
}

/** The `[key, value]` pairs of a map. */
export function pairsOf(machine: Machine, value: Value): Value {
  const pair = (key: Value, one: Value) => machine.allocate({ kind: "list", items: [key, one] });
  const entries = exactEntries(machine, value);
  if (entries)
    return machine.allocate({
      kind: "list",
      items: entries.map(([key, one]) => pair(constantValue(key), machine.refined(one))),
    });
  return machine.allocate({
    kind: "list",
    items: [],
    rest: pair(derivedValue([value]), machine.anyElement(value)),
  });
}
