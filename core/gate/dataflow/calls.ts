import { factsOn, methodFacts, patternFacts } from "./conditions.ts";
import { entryArguments, handlerFor } from "./entryArguments.ts";
import { callFunction, instantiate, invokeFunction, superOf } from "./functionCalls.ts";
import { imported } from "./imports.ts";
import { callLibrary } from "./library.ts";
import type { FunctionObject, Machine } from "./machine.ts";
import { extendApi, methodOf, readMember } from "./members.ts";
import { builtinMethod } from "./methods.ts";
import { type ArgumentValue, type CallSite, checkCall, checkNamed } from "./ruleCheck.ts";
import type { Argument, Expression, Span } from "./tree.ts";
import { derivedValue, type Facts, joinValues, makeValue, type Value } from "./value.ts";

type Call = Extract<Expression, { type: "call" }>;

export function callExpression(machine: Machine, call: Call): Value {
  const { callee } = call;
  const receiver = callee.type === "member" ? machine.interpreter.evaluateObject(callee.object) : undefined;
  const named =
    callee.type === "member" && receiver
      ? readMember(machine, receiver, callee.name, callee, (getter) =>
          invokeFunction(machine, getter, [], callee),
        )
      : machine.interpreter.evaluate(callee);
  const target = imported(machine, named);
  const args = call.arguments.flatMap((one) => argumentsOf(machine, one));
  for (const { name, value, at } of args) if (name !== undefined) checkNamed(machine, name, value, at);
  if (callee.type === "name" && callee.name === "super") return superOf(machine);
  const functions = [...machine.functionsOf(target), ...providedMethods(machine, call, receiver, target)];
  const classes = machine.classesOf(target);
  if (functions.length > 0 || classes.length > 0) {
    const answers = [
      ...functions.map((one) => callFunction(machine, one, args, call)),
      ...classes.map(({ id, object }) => instantiate(machine, id, object, target, args, call)),
    ];
    const answer = answers.reduce(joinValues);
    // `class LoginForm(FlaskForm)`: what its base says of it is still asked.
    const isPlain = classes.every(({ object }) =>
      object.definition.methods.every(({ name }) => name === "__init__"),
    );
    if (target.api !== undefined && classes.length > 0 && isPlain)
      checkCall(machine, { api: target.api, args, at: call });
    return answer;
  }
  const name = callee.type === "member" ? callee.name : callee.type === "name" ? callee.name : "";
  const api = target.api ?? (name === "" ? "?" : `?.${name}`);
  const site = { api, ...(receiver ? { receiver } : {}), args, at: call, callee: spanOf(callee) };
  return libraryCall(machine, site, name, call.construct);
}

/** `request.app["store"].list(…)`: where only one class here has such a method, it is taken for its. */
function providedMethods(
  machine: Machine,
  call: Call,
  receiver: Value | undefined,
  target: Value,
): FunctionObject[] {
  if (
    call.callee.type !== "member" ||
    receiver === undefined ||
    target.heaps.length > 0 ||
    receiver.heaps.length > 0
  )
    return [];
  const { api } = receiver;
  if (
    api !== undefined &&
    !/^\?|\.(app|state|context|locals|config|extensions|container|services)\b/.test(api)
  )
    return [];
  const { name } = call.callee;
  const owners = machine.defined.flatMap(({ id }) => {
    const object = machine.state.object(id);
    return object?.kind === "class" && object.definition.methods.some((one) => one.name === name)
      ? [{ id, object }]
      : [];
  });
  const [owner, ...others] = owners;
  if (owner === undefined || others.length > 0) return [];
  const method = methodOf(machine, owner.id, name, machine.interpreter.instantiate(owner.id, owner.object));
  return method ? machine.functionsOf(method) : [];
}

const spanOf = ({ start, end }: Span): Span => ({ start, end });

/** One argument; what is spread stands for several where it is known what lies in it. */
function argumentsOf(machine: Machine, { value, name, spread }: Argument): ArgumentValue[] {
  const evaluated = machine.interpreter.evaluate(value);
  const at = { start: value.start, end: value.end };
  const [held, ...others] = machine.objects(evaluated);
  if (spread !== undefined && held && others.length === 0 && evaluated.taints.length === 0) {
    const { object } = held;
    if (object.kind === "list" && !object.rest) return object.items.map((item) => ({ value: item, at }));
    if (object.kind === "map" && !object.rest)
      return [...object.entries].map(([key, item]) => ({ value: item, name: key, at }));
  }
  const known = spread === "map" && held?.object.kind === "map" ? [...held.object.entries] : [];
  return [
    ...known.map(([key, item]) => ({ value: item, name: key, at })),
    argumentValue(evaluated, at, name, spread),
  ];
}

function argumentValue(
  value: Value,
  at: Span,
  name: string | undefined,
  spread: Argument["spread"],
): ArgumentValue {
  return {
    value,
    at,
    ...(name === undefined ? {} : { name }),
    ...(spread === undefined ? {} : { spread }),
  };
}

/** A call of something that is not written here. */
function libraryCall(machine: Machine, site: CallSite, name: string, construct: boolean): Value {
  checkCall(machine, site);
  const answered = callLibrary(machine, site, (callback, args) =>
    invokeFunction(machine, callback, args, site.at),
  );
  const args = site.args.filter((one) => one.name === undefined).map(({ value }) => value);
  const [first, second] = args;
  const check = conditionOf(machine, site, name, args);
  if (answered) return check && answered.facts === undefined ? { ...answered, facts: check } : answered;
  if (site.receiver) {
    const method = builtinMethod(
      machine,
      { receiver: machine.refined(site.receiver), name, args, named: namedOf(site.args), at: site.at },
      (callback, values) => invokeFunction(machine, callback, values, site.at),
    );
    if (method) return check && method.facts === undefined ? { ...method, facts: check } : method;
  }
  const callbacks = invokeCallbacks(machine, site);
  if (construct || isClassName(name)) return constructUnknown(machine, site);
  const api = extendApi(site.api.startsWith("?.") ? undefined : site.api, "()");
  const whole = site.receiver && machine.refined(site.receiver);
  // `request.args.get("x")` is a field of its own.
  const key = first?.constant?.value;
  if (
    whole &&
    /^(get|getlist|get_all|getAll|param|header|getHeader|getParameter|query|get_query_argument|get_argument)$/.test(
      name,
    ) &&
    typeof key === "string"
  ) {
    const field = machine.fieldOfSource(whole, key, site.at);
    const typed = namedOf(site.args).get("type")?.api;
    if (field) {
      if (typed !== undefined && /^(int|float|bool|uuid\.UUID)$/.test(typed))
        return makeValue({ type: "number" });
      return second && second.constant === undefined ? joinValues(field, second) : { ...field, ...api };
    }
  }
  // A wrapper around the request gives what the request holds.
  const request = site.args.find(({ value }) => value.api !== undefined && requestRoot.test(value.api));
  if (request && !machine.functionsOf(request.value).length)
    return machine.sourceValue(`wrapped@${site.at.start}`, "remote", "the request", site.at, api);
  if (whole) collect(machine, site.receiver, name, args);
  const everything = [
    ...(whole ? [whole] : []),
    ...site.args.flatMap(({ value }) => [value, ...machine.contents(value)]),
    ...callbacks,
  ].map((one) => machine.refined(one));
  const view =
    whole && whole.taints.length > 0 && args.length === 0
      ? { view: { of: whole, how: "part" as const } }
      : {};
  // What is looked up by a key is not the key.
  if (/^(authenticate|login|look_?up|verify|check)$/.test(name))
    return makeValue({ ...api, ...(check ? { facts: check } : {}) });
  if (
    /^(get|find|load|look_?up|fetch|query|select|check|verify|authenticate|login|count|create|save|store|insert|register|session|current|require|is|has)([A-Z_]\w*)$/.test(
      name,
    )
  )
    return makeValue({ ...api, ...(check ? { facts: check, type: "boolean" as const } : {}) });
  return derivedValue(everything, {
    ...api,
    ...view,
    ...(check ? { facts: check, type: "boolean" as const } : {}),
  });
}

const requestRoot =
  /^(flask\.request|django\.http\.HttpRequest|starlette\.requests\.Request|express\.Request|fastify\.Request)$/;

function namedOf(args: readonly ArgumentValue[]): ReadonlyMap<string, Value> {
  return new Map(args.flatMap(({ name, value }) => (name === undefined ? [] : [[name, value] as const])));
}

function isClassName(name: string): boolean {
  return /^[A-Z]\w*[a-z]\w*$/.test(name) || name === "field";
}

/** An object of a class that is not written here: what is put into its fields is found there again. */
function constructUnknown(machine: Machine, site: CallSite): Value {
  const api = site.api.startsWith("?.") ? site.api.slice(2) : site.api;
  const taints = derivedValue(site.args.flatMap(({ value }) => [value, ...machine.contents(value)])).taints;
  const entries = new Map(
    site.args.flatMap(({ name, value }) => (name === undefined ? [] : [[name, value] as const])),
  );
  const rest = taints.length > 0 ? makeValue({ taints }) : undefined;
  return machine.allocate({ kind: "map", entries, ...(rest ? { rest } : {}) }, { api: `${api}()`, taints });
}

/** `builder.append(x)` on something unknown: what is taken out of it later may be x. */
function collect(machine: Machine, receiver: Value | undefined, name: string, args: readonly Value[]): void {
  if (
    receiver === undefined ||
    !/^(append|add|push|put|set|write|writelines|extend|insert|update|offer|addAll)$/.test(name)
  )
    return;
  const taints = derivedValue(args).taints;
  if (taints.length === 0) return;
  for (const { id, object } of machine.objects(receiver))
    if (object.kind === "map") {
      const added = makeValue({ taints });
      machine.state.setObject(id, { ...object, rest: object.rest ? joinValues(object.rest, added) : added });
    }
}

/** Functions handed to code that is not written here are called by it, with what nobody can tell. */
function invokeCallbacks(machine: Machine, site: CallSite): Value[] {
  return site.args.flatMap(({ value }) => {
    const answers: Value[] = [];
    for (const callback of machine.functionsOf(value)) {
      const handler = handlerFor(machine, callback.definition, site);
      const args = entryArguments(machine, callback.definition, handler, site);
      machine.called.add(callback.definition);
      const before = machine.state.copy();
      if (!machine.frame.isForeign) machine.registrations.push(site.at);
      answers.push(callFunction(machine, callback, args, site.at, handler?.answers));
      if (!machine.frame.isForeign) machine.registrations.pop();
      if (!machine.state.reachable) machine.state = before;
    }
    return answers;
  });
}

/** What the answer of a check says, when a condition asks it. */
function conditionOf(
  machine: Machine,
  site: CallSite,
  name: string,
  args: readonly Value[],
): Facts | undefined {
  const [first, second] = args;
  if (site.receiver?.api?.startsWith("regex:") && first && name === "test")
    return patternFacts(site.receiver.api.slice(6), false, first);
  if (site.receiver && first?.api?.startsWith("regex:") && name === "match")
    return patternFacts(first.api.slice(6), false, site.receiver);
  const pattern = first?.constant?.value;
  const compiled = /^re\.compile\(\)/.test(site.receiver?.api ?? "") ? site.receiver?.shape : undefined;
  if (/^(match|fullmatch|search)$/.test(name)) {
    const whole = name === "fullmatch" ? true : name === "match" ? "start" : false;
    if (typeof pattern === "string" && second && /^re\./.test(site.api))
      return patternFacts(pattern, whole, second);
    if (compiled !== undefined && first) return patternFacts(compiled, whole, first);
  }
  const check = machine.rulebook.checks.first(site.api);
  if (check) {
    const subjects = [...args, ...(site.receiver ? [site.receiver] : [])].filter(
      ({ taints, view }) => taints.length > 0 || view !== undefined,
    );
    const of = (categories: readonly string[] | undefined) =>
      new Map(subjects.flatMap((one) => [...factsOn(one, new Set(categories ?? []))]));
    return { whenTrue: of(check.whenTrue), whenFalse: of(check.whenFalse) };
  }
  return site.receiver && methodFacts(machine, name, machine.refined(site.receiver), args);
}
