import { assignTo, bindName } from "./assign.ts";
import type { Machine } from "./machine.ts";
import { spreadInto, writeIndex } from "./members.ts";
import { pairsOf } from "./methods.ts";
import { checkNamed } from "./ruleCheck.ts";
import { State } from "./state.ts";
import type { Expression, Target } from "./tree.ts";
import { derivedValue, joinValues, makeValue, type Value } from "./value.ts";

type Of<Type extends Expression["type"]> = Extract<Expression, { type: Type }>;

export function list(machine: Machine, { items }: Of<"list">): Value {
  const known: Value[] = [];
  let rest: Value | undefined;
  for (const { value, spread } of items) {
    const evaluated = machine.interpreter.evaluate(value);
    const item = spread ? pairsIfMap(machine, evaluated) : evaluated;
    const exact = spread && rest === undefined ? knownItems(machine, item) : undefined;
    if (exact) {
      known.push(...exact);
      continue;
    }
    if (spread === undefined && rest === undefined) known.push(item);
    else {
      const one = spread ? machine.anyElement(item) : item;
      rest = rest ? joinValues(rest, one) : one;
    }
  }
  return machine.allocate({ kind: "list", items: known, ...(rest ? { rest } : {}) });
}

export function map(machine: Machine, { entries }: Of<"map">): Value {
  const value = machine.allocate({ kind: "map", entries: new Map() });
  for (const entry of entries) {
    if (entry.key === undefined) {
      spreadInto(machine, value, machine.interpreter.evaluate(entry.value));
      continue;
    }
    const key = machine.interpreter.evaluate(entry.key);
    const written = machine.interpreter.evaluate(entry.value);
    writeIndex(machine, value, key, written);
    if (typeof key.constant?.value === "string")
      checkNamed(machine, key.constant.value, written, entry.value);
  }
  return value;
}

const mostItems = 12;

/** What JavaScript iterates of a Map. */
export function pairsIfMap(machine: Machine, value: Value): Value {
  const [held] = machine.objects(value);
  return machine.language === "javascript" && held?.object.kind === "map" && held.object.classOf === undefined
    ? pairsOf(machine, value)
    : value;
}

/** The elements of a short list in which each is known by its place. */
export function knownItems(machine: Machine, iterated: Value): readonly Value[] | undefined {
  const [held, ...others] = machine.objects(iterated);
  if (held?.object.kind !== "list" || others.length > 0 || held.object.rest || iterated.taints.length > 0)
    return undefined;
  const { items } = held.object;
  return items.length > 0 && items.length <= mostItems ? items : undefined;
}

export function comprehension(machine: Machine, expression: Of<"comprehension">): Value {
  const { clauses, key, value } = expression;
  const [only, ...more] = clauses.filter(({ iterable }) => iterable !== undefined);
  const items =
    only?.iterable && more.length === 0 && key
      ? knownItems(machine, machine.interpreter.evaluate(only.iterable))
      : undefined;
  if (items && only?.target && key) return mapOfKnown(machine, only.target, items, key, value);
  const outer = machine.frame;
  const before = machine.state.copy();
  machine.frame = machine.newFrame("block", outer);
  for (const { target, iterable, condition } of clauses) {
    if (target && iterable) {
      const element = elementOf(machine, machine.interpreter.evaluate(iterable), false);
      assignTo(machine, target, element, iterable, (name, bound) =>
        bindName(machine, machine.frame, name, bound),
      );
    }
    const test = condition && machine.interpreter.evaluate(condition);
    if (test?.facts) machine.state.learn(test.facts.whenTrue);
  }
  if (key) machine.interpreter.evaluate(key);
  const element = machine.settled(machine.interpreter.evaluate(value));
  const frame = machine.frame;
  machine.frame = outer;
  machine.state.dropFrame(frame);
  machine.state = State.join([before, machine.state]);
  return machine.allocate(
    key ? { kind: "map", entries: new Map(), rest: element } : { kind: "list", items: [], rest: element },
  );
}

/** `{name: data[name] for name in ("a", "b")}` */
function mapOfKnown(
  machine: Machine,
  target: Target,
  items: readonly Value[],
  key: Expression,
  value: Expression,
): Value {
  const outer = machine.frame;
  const frame = machine.newFrame("block", outer);
  const map = machine.allocate({ kind: "map", entries: new Map() });
  machine.frame = frame;
  for (const item of items) {
    assignTo(machine, target, item, key, (name, bound) => bindName(machine, frame, name, bound));
    writeIndex(machine, map, machine.interpreter.evaluate(key), machine.interpreter.evaluate(value));
  }
  machine.frame = outer;
  machine.state.dropFrame(frame);
  return map;
}

/** What a loop over a value binds. */
export function elementOf(machine: Machine, iterable: Value, keysOnly: boolean): Value {
  const isMap = machine.objects(iterable).some(({ object }) => object.kind === "map");
  if (isMap && (keysOnly || machine.language === "python")) {
    const rest = machine
      .objects(iterable)
      .some(({ object }) => object.kind === "map" && object.rest !== undefined);
    return rest ? derivedValue([iterable]) : makeValue();
  }
  if (keysOnly) return derivedValue([iterable]);
  if (machine.contents(iterable).length > 0) return machine.anyElement(iterable);
  return derivedValue([machine.refined(iterable)], { view: { of: iterable, how: "part" } });
}
