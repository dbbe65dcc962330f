import { assertNever } from "../../base/assertNever.ts";
import { assignTo } from "./assign.ts";
import { negated } from "./conditions.ts";
import { comprehension, list, map } from "./containers.ts";
import { foldSlice } from "./fold.ts";
import { isGlobalName } from "./globalNames.ts";
import { imported } from "./imports.ts";
import type { Machine } from "./machine.ts";
import { methodOf, readIndex, readMember } from "./members.ts";
import { binary, compare, logic, operate, unary } from "./operators.ts";
import { checkCall, checkNamed, checkRead } from "./ruleCheck.ts";
import type { Frame } from "./state.ts";
import { State } from "./state.ts";
import type { ClassDefinition, Expression, FunctionDefinition, Span } from "./tree.ts";
import {
  clear,
  constantValue,
  derivedValue,
  joinShapes,
  joinValues,
  makeValue,
  truthOf,
  union,
  type Value,
} from "./value.ts";

type Of<Type extends Expression["type"]> = Extract<Expression, { type: Type }>;

/** What an expression comes to, as far as it can be known. */
export function evaluate(machine: Machine, expression: Expression): Value {
  machine.step();
  switch (expression.type) {
    case "constant":
      return constantValue(expression.value);
    case "regex":
      return makeValue({ api: `regex:${expression.pattern}`, shape: expression.flags });
    case "name":
      return readName(machine, expression);
    case "member":
      return member(machine, expression);
    case "index": {
      const object = evaluate(machine, expression.object);
      const key = evaluate(machine, expression.key);
      return readIndex(machine, object, key, expression);
    }
    case "slice":
      return slice(machine, expression);
    case "call":
      return machine.interpreter.call(expression);
    case "binary":
      return binary(machine, expression);
    case "compare":
      return compare(machine, expression);
    case "logic":
      return logic(machine, expression);
    case "not": {
      const operand = evaluate(machine, expression.operand);
      const truth = truthOf(operand);
      const facts = negated(operand.facts);
      return truth === undefined
        ? makeValue({ type: "boolean", ...(facts ? { facts } : {}) })
        : constantValue(!truth);
    }
    case "unary":
      return unary(machine, expression);
    case "conditional":
      return conditional(machine, expression);
    case "template":
      return template(machine, expression);
    case "list":
      return list(machine, expression);
    case "map":
      return map(machine, expression);
    case "function":
      return defineFunction(machine, expression.definition);
    case "class":
      return defineClass(machine, expression.definition);
    case "assign":
      return assignment(machine, expression);
    case "comprehension":
      return comprehension(machine, expression);
    case "pass": {
      const operand = evaluate(machine, expression.operand);
      if (expression.what === "repr") return clear(operand, new Set(["log", "header"]));
      return operand;
    }
    case "sequence": {
      const values = expression.items.map((one) => evaluate(machine, one));
      const last = values.at(-1);
      return machine.language === "javascript" && last ? last : derivedValue(values);
    }
    case "element": {
      for (const { name, value } of expression.attributes) {
        const attribute = evaluate(machine, value);
        checkCall(machine, {
          api: `jsx.${name}`,
          args: [{ value: attribute, at: value }],
          at: value,
        });
      }
      for (const one of expression.children) evaluate(machine, one);
      return makeValue({ api: "jsx" });
    }
    default:
      return assertNever(expression, "expression");
  }
}

function readName(machine: Machine, { name, start, end }: Of<"name">): Value {
  for (let frame: Frame | undefined = machine.frame; frame; frame = frame.parent) {
    const value = machine.state.variable(frame, name);
    if (value) return machine.refined(value);
  }
  checkRead(machine, name, { start, end });
  const source = machine.rulebook.sourceReads.first(name);
  if (source) return machine.sourceValue(name, source.kind, source.what, { start, end }, { api: name });
  if (machine.frame.isForeign || isGlobalName(machine.language, name) || machine.importsEverything)
    return makeValue({ api: name });
  const unknown = machine.sourceValue(
    `${unbound}${name}`,
    "parameter",
    `${name}, which nothing here defines`,
    { start, end },
    { api: name },
  );
  return unknown;
}

const unbound = "unbound:";

/** What is reached through a name that is not defined here is somebody's object, not somebody's text. */
function asObject(value: Value): Value {
  return value.taints.length > 0 && value.taints.every(({ origin }) => origin.startsWith(unbound))
    ? { ...value, taints: [] }
    : value;
}

/** The object of a member or of a method's call. */
export function evaluateObject(machine: Machine, expression: Expression): Value {
  return imported(machine, asObject(evaluate(machine, expression)));
}

function member(machine: Machine, expression: Of<"member">): Value {
  const object = evaluateObject(machine, expression.object);
  const value = readMember(machine, object, expression.name, expression, (getter) =>
    machine.interpreter.invoke(getter, [], expression),
  );
  checkRead(machine, value.api ?? `?.${expression.name}`, expression);
  return value;
}

function slice(machine: Machine, expression: Of<"slice">): Value {
  const object = evaluate(machine, expression.object);
  const from = expression.from && evaluate(machine, expression.from);
  const to = expression.to && evaluate(machine, expression.to);
  const text = object.constant?.value;
  if (typeof text === "string") {
    const known = foldSlice(text, from?.constant?.value, to?.constant?.value);
    if (known) return constantValue(known.value);
  }
  const whole = machine.contents(object).length > 0;
  if (whole) {
    const [held] = machine.objects(object);
    const bounds = [from, to].map((one) => one?.constant?.value);
    if (
      held?.object.kind === "list" &&
      !held.object.rest &&
      bounds.every((one, index) => typeof one === "number" || (index === 0 ? from : to) === undefined)
    ) {
      const [a, b] = bounds;
      const items = held.object.items.slice(
        typeof a === "number" ? a : undefined,
        typeof b === "number" ? b : undefined,
      );
      return machine.allocate({ kind: "list", items });
    }
    return machine.allocate({ kind: "list", items: [], rest: machine.anyElement(object) });
  }
  return derivedValue([machine.refined(object)], { view: { of: object, how: "part" } });
}

function conditional(machine: Machine, { test, consequent, otherwise }: Of<"conditional">): Value {
  const condition = evaluate(machine, test);
  const truth = truthOf(condition);
  if (truth !== undefined) return evaluate(machine, truth ? consequent : otherwise);
  const other = machine.state.copy();
  if (condition.facts) machine.state.learn(condition.facts.whenTrue);
  const first = machine.settled(evaluate(machine, consequent));
  const taken = machine.state;
  machine.state = other;
  if (condition.facts) machine.state.learn(condition.facts.whenFalse);
  const second = machine.settled(evaluate(machine, otherwise));
  machine.state = State.join([taken, machine.state]);
  return joinValues(first, second);
}

function template(machine: Machine, { parts }: Of<"template">): Value {
  const values = parts.map((one) => spelled(machine, evaluate(machine, one), one)).map(inQuotes);
  if (values.every(({ constant }) => constant !== undefined))
    return constantValue(values.map(({ constant }) => String(constant?.value ?? "")).join(""));
  const shape = joinShapes(values);
  const all = values.flatMap((one) => (one.heaps.length > 0 ? [one, ...machine.contents(one)] : [one]));
  return derivedValue(all, { type: "string", ...(shape === undefined ? {} : { shape }) });
}

/** A text whose own quotes were escaped, and that stands between quotes, cannot end them. */
function inQuotes(value: Value, index: number, all: readonly Value[]): Value {
  const escaped = value.taints.some(({ cleared }) => cleared.has("in-quotes"));
  if (
    !escaped ||
    all[index - 1]?.shape?.endsWith("'") !== true ||
    all[index + 1]?.shape?.startsWith("'") !== true
  )
    return value;
  const taints = value.taints.map((taint) =>
    taint.cleared.has("in-quotes")
      ? { ...taint, cleared: union(taint.cleared, new Set(["shell", "sql", "xpath"])) }
      : taint,
  );
  return { ...value, taints };
}

/** An object put into a text is what its own method says. */
function spelled(machine: Machine, value: Value, at: Span): Value {
  for (const { object } of machine.objects(value)) {
    if (object.kind !== "map") continue;
    const name = machine.language === "python" ? "__str__" : "toString";
    const method = methodOf(machine, object.classOf, name, value);
    if (method) return machine.interpreter.invoke(method, [], at);
  }
  return value;
}

export function defineFunction(machine: Machine, definition: FunctionDefinition): Value {
  const value = machine.allocate({ kind: "function", definition, frame: machine.frame });
  const [id] = value.heaps;
  if (id !== undefined && !machine.frame.isForeign) machine.defined.push({ id, frame: machine.frame });
  return value;
}

export function defineClass(machine: Machine, definition: ClassDefinition): Value {
  const bases = definition.bases.map((one) => evaluate(machine, one));
  const outer = machine.frame;
  machine.frame = machine.newFrame("class", outer);
  const statics = new Map<string, Value>();
  for (const field of definition.fields)
    if (field.isStatic && field.value) {
      const value = evaluate(machine, field.value);
      machine.state.setVariable(machine.frame, field.name, value);
      checkNamed(machine, field.name, value, field);
      statics.set(field.name, value);
    }
  machine.frame = outer;
  for (const method of definition.methods)
    for (const decorator of method.decorators) evaluate(machine, decorator);
  for (const method of definition.methods)
    statics.set(method.name, machine.allocate({ kind: "function", definition: method, frame: outer }));
  const value = machine.allocate({ kind: "class", definition, frame: outer, bases, statics });
  const [id] = value.heaps;
  if (id !== undefined && !outer.isForeign) machine.defined.push({ id, frame: outer });
  const api = bases.find((base) => base.api !== undefined)?.api;
  return api === undefined ? value : { ...value, api };
}

function assignment(machine: Machine, { target, value, operator, start, end }: Of<"assign">): Value {
  const at = { start, end };
  const added = evaluate(machine, value);
  if (operator === undefined) {
    assignTo(machine, target, added, at);
    return added;
  }
  const place: Expression =
    target.type === "name"
      ? { ...target, type: "name" }
      : target.type === "place"
        ? target.place
        : { ...at, type: "constant", value: undefined };
  const before = evaluate(machine, place);
  const [held] = machine.objects(before);
  if (operator === "+" && held?.object.kind === "list") {
    const more = operate(machine, "+", before, added);
    assignTo(machine, target, more, at);
    return more;
  }
  const result =
    operator === "and" || operator === "or" || operator === "??"
      ? joinValues(before, added)
      : operate(machine, operator, before, added);
  assignTo(machine, target, result, at);
  return result;
}
