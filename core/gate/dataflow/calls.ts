import { assignTo, bindName } from "./assign.ts";
import { factsOn, methodFacts, patternFacts } from "./conditions.ts";
import { entryArguments, handlerFor } from "./entryArguments.ts";
import { imported } from "./imports.ts";
import { callLibrary } from "./library.ts";
import type { ClassObject, FunctionObject, Machine } from "./machine.ts";
import { extendApi, methodOf, readMember, writeMember } from "./members.ts";
import { builtinMethod } from "./methods.ts";
import { type ArgumentValue, type CallSite, checkCall, checkNamed } from "./ruleCheck.ts";
import type { Argument, Expression, Span } from "./tree.ts";
import {
  constantValue,
  derivedValue,
  type Facts,
  joinValues,
  makeValue,
  unknownValue,
  type Value,
  withStep,
} from "./value.ts";

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

export function invokeFunction(machine: Machine, callee: Value, args: readonly Value[], at: Span): Value {
  const functions = machine.functionsOf(callee);
  if (functions.length === 0) return derivedValue(args);
  const values = args.map((value) => ({ value, at }));
  return functions.map((one) => callFunction(machine, one, values, at)).reduce(joinValues);
}

export function callFunction(
  machine: Machine,
  callee: FunctionObject,
  args: readonly ArgumentValue[],
  at: Span,
  answers?: string,
): Value {
  const { definition, frame, self } = callee;
  machine.called.add(definition);
  if (!machine.mayCall(definition))
    return derivedValue(args.flatMap(({ value }) => [value, ...machine.contents(value)]));
  const inner = machine.newFrame("function", frame, definition.locals);
  const crossing = frame.isForeign && !machine.frame.isForeign;
  if (crossing) machine.outerCalls.push(at);
  const outer = machine.frame;
  machine.calling.push(definition);
  machine.frame = inner;
  bindParameters(machine, callee, args, at, self);
  const answer = machine.interpreter.runFunctionBody(definition, answers);
  machine.calling.pop();
  machine.frame = outer;
  if (crossing) machine.outerCalls.pop();
  const named = definition.name === "" ? "a function" : `${definition.name}()`;
  return withStep(answer, machine.placeOf(at), `returned by ${named}`);
}

function bindParameters(
  machine: Machine,
  { definition }: FunctionObject,
  args: readonly ArgumentValue[],
  at: Span,
  self: Value | undefined,
): void {
  const frame = machine.frame;
  const bind = (name: string, value: Value) => bindName(machine, frame, name, value);
  let positional = args.filter(({ name, spread }) => name === undefined && spread === undefined);
  const spreads = args.filter(({ spread }) => spread !== undefined);
  const named = new Map(args.flatMap((one) => (one.name === undefined ? [] : [[one.name, one]])));
  let parameters = definition.parameters;
  if (machine.language === "python" && definition.isMethod && !definition.isStatic) {
    const [first, ...others] = parameters;
    if (first) bind(first.name, self ?? unknownValue());
    parameters = others;
  } else if (machine.language === "javascript" && self) bind("this", self);
  const spreadValue = spreads.map(({ value }) => joinValues(machine.anyElement(value), value));
  const anySpread = spreadValue.length > 0 ? spreadValue.reduce(joinValues) : undefined;
  for (const parameter of parameters) {
    if (parameter.rest) {
      const rest =
        parameter.rest === "list"
          ? machine.allocate({
              kind: "list",
              items: positional.map(({ value }) => value),
              ...(anySpread ? { rest: anySpread } : {}),
            })
          : machine.allocate({
              kind: "map",
              entries: new Map([...named].map(([name, { value }]) => [name, value])),
            });
      if (parameter.rest === "list") positional = [];
      assignTo(machine, parameter.target, rest, at, bind);
      continue;
    }
    const given = named.get(parameter.name) ?? positional.shift();
    if (named.has(parameter.name)) named.delete(parameter.name);
    const fallback =
      parameter.default && (given === undefined || given.value.constant !== undefined)
        ? machine.interpreter.evaluate(parameter.default)
        : undefined;
    const value = given?.value ?? anySpread ?? fallback ?? constantValue(undefined);
    const isMissing =
      given?.value.constant !== undefined &&
      given.value.constant.value === undefined &&
      machine.language === "javascript";
    const told = definition.name === "" ? parameter.name : `${parameter.name} of ${definition.name}()`;
    const passed = withStep(
      isMissing && fallback ? fallback : value,
      machine.placeOf(given?.at ?? at),
      `passed as ${told}`,
    );
    assignTo(machine, parameter.target, passed, given?.at ?? at, bind);
  }
}

function instantiate(
  machine: Machine,
  classId: number,
  object: ClassObject,
  target: Value,
  args: readonly ArgumentValue[],
  at: Span,
): Value {
  const instance = machine.allocate(
    { kind: "map", entries: new Map(), classOf: classId },
    target.api === undefined ? {} : { api: `${target.api}()` },
  );
  const fields = object.definition.fields.filter(({ isStatic }) => !isStatic);
  const constructorName = machine.language === "python" ? "__init__" : "constructor";
  const method = methodOf(machine, classId, constructorName, instance);
  if (machine.language === "javascript")
    for (const field of fields)
      if (field.value && field.value.type !== "name")
        writeMember(machine, instance, field.name, machine.interpreter.evaluate(field.value));
  const [init] = method ? machine.functionsOf(method) : [];
  if (init) {
    callFunction(machine, init, args, at);
    // `constructor(private db)` puts what it was given into a field of that name.
    init.definition.parameters.forEach((parameter, index) => {
      const declared = fields.some((field) => field.name === parameter.name && field.value?.type === "name");
      const given = args[index];
      if (declared && given) writeMember(machine, instance, parameter.name, given.value);
    });
  } else fillFields(machine, instance, object, args);
  const known = machine.instances.get(object.definition);
  machine.instances.set(object.definition, known ? joinValues(known, instance) : instance);
  return instance;
}

/** Dataclasses and models: fields in their order, and by name. */
function fillFields(
  machine: Machine,
  instance: Value,
  { definition, statics }: ClassObject,
  args: readonly ArgumentValue[],
): void {
  for (const [name, value] of statics)
    if (machine.functionsOf(value).length === 0)
      writeMember(machine, instance, name, freshDefault(machine, value));
  const positional = args.filter(({ name, spread }) => name === undefined && spread === undefined);
  definition.fields.forEach((field, index) => {
    const given = positional[index];
    if (given) writeMember(machine, instance, field.name, given.value);
  });
  for (const { name, value, spread } of args) {
    if (name !== undefined) writeMember(machine, instance, name, value);
    if (spread === "map") {
      const any = machine.anyElement(value);
      for (const field of definition.fields) writeMember(machine, instance, field.name, any);
    }
  }
}

/** `field(default_factory=list)`: each instance its own. */
function freshDefault(machine: Machine, value: Value): Value {
  const [held] = machine.objects(value);
  const factory = held?.object.kind === "map" ? held.object.entries.get("default_factory")?.api : undefined;
  if (factory === "list" || factory === "set") return machine.allocate({ kind: "list", items: [] });
  return factory === "dict" ? machine.allocate({ kind: "map", entries: new Map() }) : value;
}

function superOf(machine: Machine): Value {
  for (let frame: typeof machine.frame | undefined = machine.frame; frame; frame = frame.parent) {
    const self = machine.state.variable(frame, machine.language === "python" ? "self" : "this");
    if (self) return machine.refined(self);
  }
  return unknownValue();
}
