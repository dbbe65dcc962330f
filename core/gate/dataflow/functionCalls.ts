import { assignTo, bindName } from "./assign.ts";
import type { ClassObject, FunctionObject, Machine } from "./machine.ts";
import { methodOf, writeMember } from "./members.ts";
import type { ArgumentValue } from "./ruleCheck.ts";
import type { Span } from "./tree.ts";
import { constantValue, derivedValue, joinValues, unknownValue, type Value, withStep } from "./value.ts";

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

export function instantiate(
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

export function superOf(machine: Machine): Value {
  for (let frame: typeof machine.frame | undefined = machine.frame; frame; frame = frame.parent) {
    const self = machine.state.variable(frame, machine.language === "python" ? "self" : "this");
    if (self) return machine.refined(self);
  }
  return unknownValue();
}
