// Reading and writing members and elements.
import { factsOn } from "./conditions.ts";
import { foldIndex } from "./fold.ts";
import type { ClassObject, Machine } from "./machine.ts";
import type { HeapObject } from "./state.ts";
import type { Span } from "./tree.ts";
import {
  constantValue,
  derivedValue,
  joinValues,
  makeValue,
  mergeTaints,
  unknownValue,
  type Value,
} from "./value.ts";

const longestApi = 160;

/** A path whose beginning is not known begins with "?". */
export function memberApi(api: string | undefined, name: string): { readonly api?: string } {
  return extendApi(api ?? "?", `.${name}`);
}

export function extendApi(api: string | undefined, more: string): { readonly api?: string } {
  return api === undefined || api.length > longestApi ? {} : { api: api + more };
}

export function readMember(
  machine: Machine,
  object: Value,
  name: string,
  at: Span,
  callGetter: (method: Value) => Value,
): Value {
  const found: Value[] = [];
  for (const { id, object: one } of machine.objects(object)) {
    if (one.kind === "map") {
      const entry = one.entries.get(name);
      if (entry) found.push(machine.refined(entry));
      const method = entry ? undefined : methodOf(machine, one.classOf, name, object);
      if (method) found.push(isGetter(machine, method) ? callGetter(method) : method);
      else if (one.rest && !entry && one.classOf === undefined) found.push(machine.refined(one.rest));
    } else if (one.kind === "class") {
      const member = classMember(machine, id, one, name);
      if (member) found.push(member);
    }
  }
  const api = memberApi(object.api, name);
  if (found.length > 0) {
    const joined = found.reduce(joinValues);
    const own = api.api !== undefined && joined.api === undefined && joined.heaps.length === 0 ? api : {};
    return { ...joined, ...own };
  }
  if (api.api !== undefined && machine.rulebook.own.first(api.api)) return makeValue(api);
  if (api.api !== undefined) {
    const found = machine.rulebook.sourceReads.first(api.api);
    // What somebody sends as their own password is no secret of others.
    const isTheirs = object.taints.some(({ kind }) => kind === "remote");
    const source = found?.kind === "sensitive" && isTheirs ? undefined : found;
    const origin = api.api.startsWith("?") ? `${api.api}@${at.start}` : api.api;
    if (source)
      return machine.sourceValue(origin, source.kind, source.what, at, {
        ...api,
        ...(source.number ? { type: "number" as const } : {}),
      });
  }
  if (object.api === "error" && !tellingOfErrors.test(name)) return makeValue();
  if (name === "length") return lengthOf(machine, object);
  if (object.taints.length > 0) {
    const whole = machine.refined(object);
    const field = machine.fieldOfSource(whole, name, at);
    const how = machine.rulebook.parts.first(api.api ?? `?.${name}`);
    if (field && how === undefined) return { ...field, ...api };
    const part = derivedValue([whole], { ...api, view: { of: whole, how: how ?? "part" } });
    // Without a host it is a place on this site.
    return how === "host"
      ? { ...part, facts: { whenTrue: new Map(), whenFalse: factsOn(part, new Set(["redirect", "url"])) } }
      : part;
  }
  return makeValue(api);
}

/** Fields of an error that say how the program is made. */
const tellingOfErrors =
  /^(message|stack|args|detail|details|reason|sqlMessage|sql|cause|stderr|stdout|cmd|response|errmsg|toString|__traceback__|with_traceback|orig|statement)$/;

export function lengthOf(machine: Machine, value: Value): Value {
  const text = value.constant?.value;
  if (typeof text === "string") return constantValue(text.length);
  const [held, ...others] = machine.objects(value);
  const isExact =
    held?.object.kind === "list" && !held.object.rest && others.length === 0 && value.taints.length === 0;
  return isExact && held?.object.kind === "list"
    ? constantValue(held.object.items.length)
    : makeValue({ type: "number" });
}

function isGetter(machine: Machine, method: Value): boolean {
  return machine.functionsOf(method).some(({ definition }) => definition.isGetter);
}

/** A method bound to its instance, looked for in the class and its bases. */
export function methodOf(
  machine: Machine,
  classId: number | undefined,
  name: string,
  self: Value,
): Value | undefined {
  if (classId === undefined) return undefined;
  const object = machine.state.object(classId);
  if (object?.kind !== "class") return undefined;
  const member = classMember(machine, classId, object, name);
  const [method] = member ? machine.functionsOf(member) : [];
  if (method === undefined) return member;
  return method.definition.isStatic ? member : machine.allocate({ ...method, self });
}

function classMember(
  machine: Machine,
  id: number,
  object: ClassObject,
  name: string,
  depth = 0,
): Value | undefined {
  const own = object.statics.get(name);
  if (own) return machine.refined(own);
  if (depth > 5) return undefined;
  for (const base of object.bases)
    for (const { id: baseId, object: baseClass } of machine.classesOf(base)) {
      if (baseId === id) continue;
      const inherited = classMember(machine, baseId, baseClass, name, depth + 1);
      if (inherited) return inherited;
    }
  return undefined;
}

export function readIndex(machine: Machine, object: Value, key: Value, at: Span): Value {
  const constant = key.constant;
  if (key.options && object.heaps.length > 0)
    return key.options.map((one) => readIndex(machine, object, constantValue(one), at)).reduce(joinValues);
  for (const { object: one } of machine.objects(object)) {
    const method = one.kind === "map" ? methodOf(machine, one.classOf, "__getitem__", object) : undefined;
    if (method) return machine.interpreter.invoke(method, [key], at);
  }
  if (typeof object.constant?.value === "string" && constant) {
    const known = foldIndex(object.constant.value, constant.value);
    if (known) return constantValue(known.value);
  }
  const found: Value[] = [];
  for (const { object: one } of machine.objects(object)) {
    if (one.kind === "list") found.push(...listElements(one, constant?.value));
    else if (one.kind === "map") {
      const entry = constant === undefined ? undefined : one.entries.get(String(constant.value));
      if (entry) found.push(entry);
      else if (constant === undefined) found.push(...one.entries.values());
      if (one.rest) found.push(one.rest);
    }
  }
  // A key that is not known may not be there.
  if (found.length > 0 && constant === undefined) found.push(unknownValue());
  if (found.length > 0 && object.taints.length > 0) found.push(makeValue({ taints: object.taints }));
  if (found.length > 0) return machine.refined(found.reduce(joinValues));
  if (object.heaps.length > 0 && object.taints.length === 0 && constant !== undefined) return unknownValue();
  const text = constant === undefined ? "" : String(constant.value);
  // An element taken by a guessable number is guessable.
  const guessed = key.taints.filter(({ kind }) => kind === "random");
  if (guessed.length > 0) return makeValue({ taints: mergeTaints(guessed, machine.refined(object).taints) });
  const api = extendApi(object.api, `[${text}]`);
  if (api.api !== undefined) {
    const source = machine.rulebook.sourceReads.first(api.api);
    if (source) return machine.sourceValue(api.api, source.kind, source.what, at, api);
  }
  const whole = machine.refined(object);
  if (whole.taints.length > 0 && constant !== undefined) {
    const field = machine.fieldOfSource(whole, text, at);
    if (field) return { ...field, ...api };
  }
  return derivedValue([whole], { ...api, view: { of: whole, how: "part" } });
}

function listElements(list: Extract<HeapObject, { kind: "list" }>, index: unknown): Value[] {
  const rest = list.rest ? [list.rest] : [];
  if (typeof index !== "number") return [...list.items, ...rest];
  const item = list.items.at(index);
  // From behind, what was added at unknown places may stand anywhere.
  if (list.rest && index < 0) return [...list.items, ...rest];
  return item ? [item, ...(list.items.length === 0 ? rest : [])] : rest;
}

export function writeMember(machine: Machine, object: Value, name: string, value: Value): void {
  const surely = object.heaps.length === 1;
  for (const { id, object: one } of machine.objects(object)) {
    if (one.kind === "class") {
      machine.state.setObject(id, { ...one, statics: new Map(one.statics).set(name, value) });
      continue;
    }
    if (one.kind !== "map") continue;
    const known = one.entries.get(name);
    const written = surely || known === undefined ? value : joinValues(known, value);
    machine.state.setObject(id, { ...one, entries: new Map(one.entries).set(name, written) });
  }
}

export function writeIndex(machine: Machine, object: Value, key: Value, value: Value): void {
  const surely = object.heaps.length === 1;
  for (const { id, object: one } of machine.objects(object)) {
    const place = key.constant?.value;
    if (one.kind === "list") {
      const known = typeof place === "number" ? one.items[place] : undefined;
      if (typeof place === "number" && known) {
        const items = [...one.items];
        items[place] = surely ? value : joinValues(known, value);
        machine.state.setObject(id, { ...one, items });
      } else
        machine.state.setObject(id, {
          ...one,
          items: one.items.map((item) => joinValues(item, value)),
          rest: one.rest ? joinValues(one.rest, value) : value,
        });
    } else if (one.kind === "map") {
      if (key.constant !== undefined) writeMember(machine, { ...object, heaps: [id] }, String(place), value);
      else {
        const rest = one.rest ? joinValues(one.rest, value) : value;
        // A key that an outsider chooses may be any: what is read later may be this.
        machine.state.setObject(id, { ...one, rest });
      }
    }
  }
}

export function removeIndex(machine: Machine, object: Value, key: Value): void {
  if (object.heaps.length !== 1 || key.constant === undefined) return;
  for (const { id, object: one } of machine.objects(object))
    if (one.kind === "map") {
      const entries = new Map(one.entries);
      entries.delete(String(key.constant.value));
      machine.state.setObject(id, { ...one, entries });
    }
}

/** `{...source}`, `Object.assign(target, source)`: known keys one by one, later ones over earlier ones. */
export function spreadInto(machine: Machine, target: Value, spread: Value): void {
  for (const { object } of machine.objects(spread)) {
    if (object.kind !== "map") continue;
    for (const [key, value] of object.entries) writeIndex(machine, target, constantValue(key), value);
    if (object.rest) writeIndex(machine, target, unknownValue(), object.rest);
  }
  if (spread.taints.length > 0) writeIndex(machine, target, unknownValue(), spread);
}
