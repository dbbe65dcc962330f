// What library functions do with values: sources, sanitizers, views, exits, and the containers of both languages.
import { factsOn } from "./conditions.ts";
import { runForeignModule } from "./foreignModules.ts";
import { moduleName } from "./lowerJavascript.ts";
import type { Machine } from "./machine.ts";
import { extendApi, lengthOf, methodOf, readIndex, readMember, spreadInto, writeIndex } from "./members.ts";
import { pairsOf, valuesOf } from "./methods.ts";
import { argumentAt, type CallSite, conditionsHold } from "./ruleCheck.ts";
import {
  clear,
  constantValue,
  derivedValue,
  hole,
  joinValues,
  makeValue,
  unknownValue,
  type Value,
} from "./value.ts";

/** What is ruled out once a value is a text and no object. */
const aboutObjects: readonly string[] = ["nosql", "mass", "key"];

type Invoke = (callback: Value, args: readonly Value[]) => Value;

/** The answer of a function that the rules or this file know, or undefined. */
export function callLibrary(machine: Machine, site: CallSite, invoke: Invoke): Value | undefined {
  const { rulebook } = machine;
  const { api, at } = site;
  if (rulebook.exits.first(api)) {
    machine.thrown.at(-1)?.push(machine.state.copy());
    machine.state.reachable = false;
    return unknownValue();
  }
  if (api === "String" || api === "str") {
    const method = ownSpelling(machine, site.args[0]?.value);
    if (method) return invoke(method, []);
  }
  const subjects = subjectsOf(site);
  const source = rulebook.sourceCalls.first(api);
  if (source) {
    const key = site.args[0]?.value.constant?.value;
    const origin = typeof key === "string" ? `${api}(${key})` : `${api}@${at.start}`;
    return machine.sourceValue(origin, source.kind, source.what, at, {
      ...extendApi(api, "()"),
      ...(source.number ? { type: "number" as const } : {}),
    });
  }
  const sanitizer = rulebook.sanitizers
    .find(api)
    .find(({ when }) => conditionsHold(machine, when, (key) => argumentAt(machine, site, key)));
  if (sanitizer) {
    const parts = subjects
      .flatMap((one) => [one, ...machine.contents(one)])
      .map((one) => machine.refined(one));
    const cleared = clear(derivedValue(parts), new Set(sanitizer.clears));
    const { gives } = sanitizer;
    if (sanitizer.proves)
      for (const one of subjects) machine.state.learn(factsOn(one, new Set(sanitizer.clears)));
    const told = [...subjects, ...(site.receiver ? [site.receiver] : [])].filter(
      ({ taints, view }) => taints.length > 0 || view !== undefined,
    );
    const subject = told.find(({ taints }) => taints.some(({ kind }) => kind === "remote")) ?? told[0];
    return {
      ...cleared,
      ...(subject ? { view: { of: subject, how: "same" as const } } : {}),
      ...extendApi(api.startsWith("?.") ? undefined : api, "()"),
      ...(gives === undefined ? {} : { type: gives, taints: derivedValue(parts).taints }),
    };
  }
  const view = rulebook.views.first(api);
  if (view) {
    const [subject] = site.receiver && site.args.length === 0 ? [site.receiver] : subjects;
    const tainted = subjects.find(({ taints }) => taints.length > 0) ?? subject;
    const whole = subjects.flatMap((one) => [one, ...machine.contents(one)]);
    const parts = view.decodes ? whole.map(decoded) : whole.map((one) => machine.refined(one));
    return derivedValue(parts, {
      ...extendApi(api, "()"),
      ...(tainted ? { view: { of: tainted, how: view.how } } : {}),
      ...(view.normalizes ? { normalized: true } : {}),
      ...(view.how === "same" && subject?.shape !== undefined ? { shape: subject.shape } : {}),
    });
  }
  return known(machine, site, invoke) ?? unseenSanitizer(machine, site);
}

/** What a check or an escape took from the text, decoding brings back; that it is a text stays. */
function decoded(value: Value): Value {
  return {
    ...value,
    taints: value.taints.map((taint) => ({
      ...taint,
      cleared: new Set([...taint.cleared].filter((category) => aboutObjects.includes(category))),
    })),
  };
}

/** The method by which an object of a class here says itself. */
function ownSpelling(machine: Machine, value: Value | undefined): Value | undefined {
  const name = machine.language === "python" ? "__str__" : "toString";
  for (const { object } of value ? machine.objects(value) : [])
    if (object.kind === "map") return methodOf(machine, object.classOf, name, value ?? unknownValue());
  return undefined;
}

/** What a function works on: its arguments, or the receiver of a method without any. */
function subjectsOf(site: CallSite): Value[] {
  const args = site.args.map(({ value }) => value);
  return site.receiver && site.receiver.taints.length > 0 ? [...args, site.receiver] : args;
}

/** A function of a module that is not at hand, and whose name says that it makes values harmless. */
function unseenSanitizer(machine: Machine, { api, args }: CallSite): Value | undefined {
  const name = api.slice(api.lastIndexOf(".") + 1);
  if (
    !/^(sanitiz|sanitis|escape|clean_|purify|bleach)|(sanitiz|sanitis)\w*$|_(escape|escaped|sanitized)$/i.test(
      name,
    )
  )
    return undefined;
  if (/unescape/i.test(name)) return undefined;
  const parts = args.map(({ value }) => machine.refined(value));
  return clear(
    derivedValue(parts),
    new Set([
      "html",
      "shell",
      "path",
      "sql",
      "ldap",
      "xpath",
      "header",
      "log",
      "template",
      "nosql",
      "redirect",
    ]),
  );
}

/** `new Promise((resolve) => … resolve(value))`: what is given to `resolve` is what is waited for. */
function promised(machine: Machine, executor: Value, invoke: Invoke): Value {
  const cell = machine.allocate({ kind: "map", entries: new Map() });
  const [id] = cell.heaps;
  invoke(executor, [makeValue({ api: `${settle}${id}` }), makeValue({ api: "reject" })]);
  machine.state.reachable = true;
  const [held] = machine.objects(cell);
  return (held?.object.kind === "map" ? held.object.rest : undefined) ?? unknownValue();
}

const settle = "Promise.settle:";

function settlePromise(machine: Machine, api: string, value: Value): void {
  const id = Number(api.slice(settle.length));
  const cell = machine.state.object(id);
  if (cell?.kind === "map")
    machine.state.setObject(id, {
      ...cell,
      rest: cell.rest ? joinValues(cell.rest, machine.refined(value)) : machine.refined(value),
    });
}

function known(machine: Machine, site: CallSite, invoke: Invoke): Value | undefined {
  const values = site.args.map(({ value }) => value);
  const [first = unknownValue(), second] = values;
  if (site.api.startsWith(settle)) {
    settlePromise(machine, site.api, first);
    return makeValue();
  }
  switch (site.api) {
    case "len":
    case "ord":
      return site.api === "len" ? lengthOf(machine, first) : makeValue({ type: "number" });
    case "str":
    case "String":
    case "repr":
    case "bytes":
    case "bytearray":
    case "format": {
      const constant = first.constant?.value;
      if (typeof constant === "string" || typeof constant === "number")
        return constantValue(String(constant));
      const parts = [first, ...machine.contents(first)].map((one) => machine.refined(one));
      const text = derivedValue(parts, {
        type: "string",
        view: { of: first, how: "same" },
        ...(first.shape ? { shape: first.shape } : {}),
      });
      return clear(text, new Set(site.api === "repr" ? ["log", "header", "nosql"] : ["nosql"]));
    }
    case "list":
    case "tuple":
    case "set":
    case "frozenset":
    case "sorted":
    case "reversed":
    case "Array.from":
      if (second && site.api === "Array.from")
        return machine.allocate({
          kind: "list",
          items: [],
          rest: invoke(second, [machine.anyElement(first), makeValue({ type: "number" })]),
        });
      if (machine.objects(first)[0]?.object.kind === "list" && second === undefined) {
        const [held] = machine.objects(first);
        if (held?.object.kind === "list" && site.api !== "reversed" && site.api !== "sorted")
          return machine.allocate({ ...held.object });
      }
      return machine.allocate({ kind: "list", items: [], ...restOf(machine, first) });
    case "Map": {
      const pairs = mapOfPairs(machine, first);
      if (pairs) return pairs;
      return machine.allocate({ kind: "map", entries: new Map(), ...restOf(machine, first) });
    }
    case "dict":
    case "URLSearchParams": {
      const [held] = machine.objects(first);
      if (held?.object.kind === "map") return machine.allocate({ ...held.object });
      const entries = new Map(
        site.args.flatMap(({ name, value }) => (name === undefined ? [] : [[name, value] as const])),
      );
      return machine.allocate({ kind: "map", entries, ...restOf(machine, first) });
    }
    case "Set":
      return machine.allocate({ kind: "list", items: [], ...restOf(machine, first) });
    case "enumerate":
      return machine.allocate({
        kind: "list",
        items: [],
        rest: machine.allocate({
          kind: "list",
          items: [makeValue({ type: "number" }), machine.anyElement(first)],
        }),
      });
    case "zip":
      return machine.allocate({
        kind: "list",
        items: [],
        rest: machine.allocate({ kind: "list", items: values.map((one) => machine.anyElement(one)) }),
      });
    case "map":
    case "filter":
      if (second === undefined) return undefined;
      return machine.allocate({
        kind: "list",
        items: [],
        rest: site.api === "map" ? applied(machine, first, second, invoke) : machine.anyElement(second),
      });
    case "next":
    case "iter":
    case "Promise.resolve":
      return machine.contents(first).length > 0 && site.api !== "Promise.resolve"
        ? machine.anyElement(first)
        : first;
    case "Promise.all":
      return first;
    case "getattr": {
      const name = second?.constant?.value;
      return typeof name === "string"
        ? readMember(machine, first, name, site.at, (method) => invoke(method, []))
        : derivedValue([first]);
    }
    case "Object.freeze":
    case "Object.seal":
    case "structuredClone":
    case "copy.copy":
    case "copy.deepcopy":
    case "types.MappingProxyType":
      return first;
    case "isinstance": {
      const type =
        second?.api ??
        (second
          ? machine
              .contents(second)
              .map(({ api }) => api)
              .join()
          : "");
      const harmless = /^(int|float|bool|uuid\.UUID|datetime\.\w+|decimal\.Decimal|,)+$/.test(type);
      return makeValue({
        type: "boolean",
        ...(harmless ? { facts: { whenTrue: factsOn(first, new Set(["*"])), whenFalse: new Map() } } : {}),
      });
    }
    case "Object.keys":
      return machine.allocate({ kind: "list", items: [], rest: derivedValue([machine.refined(first)]) });
    case "Object.values":
      return valuesOf(machine, first);
    case "Object.entries":
      return pairsOf(machine, first);
    case "Object.assign":
      if (first.heaps.length === 0) return values.reduce(joinValues);
      for (const source of values.slice(1)) spreadInto(machine, first, source);
      return first;
    case "react.useMemo":
    case "useMemo":
    case "React.useMemo":
      return machine.functionsOf(first).length > 0 ? invoke(first, []) : undefined;
    case "util.promisify":
    case "promisify":
      return first;
    case "os.tmpdir":
    case "tempfile.gettempdir":
      return makeValue({ type: "string", shape: "/tmp" });
    case "JSON.parse": {
      // What was text is an object again.
      const { taints } = derivedValue([machine.refined(first)]);
      const objects = taints.map((taint) => ({
        ...taint,
        cleared: without(taint.cleared, aboutObjects),
      }));
      for (const callback of second ? [second] : [])
        invoke(callback, [unknownValue(), makeValue({ taints })]);
      return makeValue({ taints: objects, api: "JSON.parse()" });
    }
    case "Promise":
      return machine.functionsOf(first).length > 0 ? promised(machine, first, invoke) : undefined;
    case "require":
      return requireModule(machine, first);
    case "os.path.join":
    case "posixpath.join":
    case "path.join": {
      const shape = values.map((one) => one.shape ?? hole).join("/");
      return derivedValue(values, {
        type: "string",
        shape,
        ...(site.api === "path.join" ? { normalized: true, ...viewOfTainted(values) } : {}),
      });
    }
    case "path.resolve":
      return derivedValue(values, { type: "string", normalized: true, ...viewOfTainted(values) });
    case "configparser.ConfigParser":
    case "configparser.RawConfigParser":
    case "configparser.SafeConfigParser":
      return machine.allocate({ kind: "map", entries: new Map() }, { api: "configparser.ConfigParser()" });
    case "re.compile":
      return derivedValue([first], {
        api: "re.compile()",
        ...(first.shape === undefined ? {} : { shape: first.shape }),
      });
    case "RegExp":
      return first.shape === undefined ? undefined : derivedValue([first], { api: `regex:${first.shape}` });
    default:
      return undefined;
  }
}

function without(categories: ReadonlySet<string>, removed: readonly string[]): ReadonlySet<string> {
  return new Set([...categories].filter((one) => !removed.includes(one)));
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

function viewOfTainted(values: readonly Value[]): Pick<Value, "view"> {
  const tainted = values.find(({ taints }) => taints.length > 0);
  return tainted ? { view: { of: tainted, how: "same" } } : {};
}

function restOf(machine: Machine, value: Value): { rest?: Value } {
  const parts = machine.contents(value);
  if (parts.length === 0 && value.taints.length === 0) return {};
  return { rest: machine.anyElement(value) };
}

function applied(machine: Machine, callback: Value, list: Value, invoke: Invoke): Value {
  const element = machine.anyElement(list);
  if (machine.functionsOf(callback).length > 0) return invoke(callback, [element]);
  return callback.api !== undefined && /^(int|float|bool|len)$/.test(callback.api)
    ? makeValue({ type: "number" })
    : derivedValue([element]);
}

function requireModule(machine: Machine, specifier: Value): Value {
  const name = specifier.constant?.value;
  if (typeof name !== "string") return unknownValue();
  machine.importedModules.add(name);
  const found = name.startsWith(".") ? machine.modules.resolve(name, machine.path) : undefined;
  const module = found && machine.follows ? runForeignModule(machine, found) : undefined;
  if (module) return module;
  return makeValue({ api: moduleName(name) });
}
