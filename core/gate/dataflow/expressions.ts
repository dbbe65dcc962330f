import { assertNever } from "../../base/assertNever.ts";
import { assignTo, bindName } from "./assign.ts";
import { comparisonFacts, conjunction, disjunction, negated } from "./conditions.ts";
import { foldBinary, foldComparison, foldSlice } from "./fold.ts";
import { isGlobalName } from "./globalNames.ts";
import { imported } from "./imports.ts";
import type { Machine } from "./machine.ts";
import { methodOf, readIndex, readMember, spreadInto, writeIndex } from "./members.ts";
import { pairsOf } from "./methods.ts";
import { checkCall, checkNamed, checkRead } from "./ruleCheck.ts";
import type { Frame, State } from "./state.ts";
import { State as States } from "./state.ts";
import type { ClassDefinition, Expression, FunctionDefinition, Span, Target } from "./tree.ts";
import {
  clear,
  constantValue,
  derivedValue,
  hole,
  joinShapes,
  joinValues,
  makeValue,
  mergeTaints,
  textTaints,
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

function binary(machine: Machine, { operator, left, right }: Of<"binary">): Value {
  return operate(machine, operator, evaluate(machine, left), evaluate(machine, right));
}

export function operate(
  machine: Machine,
  operator: Of<"binary">["operator"],
  left: Value,
  right: Value,
): Value {
  if (left.constant && right.constant) {
    const known = foldBinary(operator, left.constant.value, right.constant.value);
    if (known) return constantValue(known.value);
  }
  const [ours, theirs] = [left, right].map((one) => machine.objects(one)[0]?.object);
  if (operator === "+" && ours?.kind === "list" && theirs?.kind === "list") {
    const rests = [ours.rest, theirs.rest].filter((one) => one !== undefined);
    if (rests.length === 0)
      return machine.allocate({ kind: "list", items: [...ours.items, ...theirs.items] });
    return machine.allocate({
      kind: "list",
      items: [],
      rest: [...ours.items, ...theirs.items, ...rests].reduce(joinValues),
    });
  }
  if (
    operator === "%" &&
    machine.language === "python" &&
    (left.shape !== undefined || left.type === "string")
  ) {
    const shape = left.shape?.replaceAll(/%(\([^)]*\))?[-#0 +]*[\d.*]*[sdifrxXoeEgGca]/g, hole);
    const parts = [left, ...formatted(machine, left.shape ?? "", right)];
    return derivedValue(parts, { type: "string", ...(shape === undefined ? {} : { shape }) });
  }
  // pathlib's `folder / name`.
  if (
    operator === "/" &&
    machine.language === "python" &&
    left.type !== "number" &&
    right.type !== "number"
  ) {
    const shape = `${left.shape ?? hole}/${right.shape ?? hole}`;
    return derivedValue([left, right], { shape, ...(left.api ? { api: "pathlib.Path()" } : {}) });
  }
  if (operator === "+") {
    if (left.type === "number" && right.type === "number")
      return makeValue({ type: "number", taints: mergeTaints(left.taints, right.taints) });
    const shape = joinShapes([left, right]);
    return derivedValue([left, right], { ...(shape === undefined ? {} : { shape }) });
  }
  if (operator === "|" && (left.api !== undefined || right.api !== undefined))
    return makeValue({ api: `${left.api ?? "?"}|${right.api ?? "?"}` });
  if (operator === "*" && (left.type === "string" || left.shape !== undefined))
    return derivedValue([left], { type: "string" });
  return makeValue({ type: "number", taints: mergeTaints(left.taints, right.taints) });
}

/** The values of a `%` format that are put in as text; what %d and %f take becomes a number. */
function formatted(machine: Machine, shape: string, right: Value): Value[] {
  const kinds = [...shape.matchAll(/%(?:\([^)]*\))?[-#0 +]*[\d.*]*([sdifrxXoeEgGca])/g)].map(
    ([, kind]) => kind ?? "s",
  );
  const isText = (kind: string | undefined) => kind === undefined || /[srca]/.test(kind);
  const [held] = machine.objects(right);
  const exact =
    held?.object.kind === "list" && !held.object.rest && right.heaps.length === 1
      ? held.object.items
      : undefined;
  if (exact && exact.length === kinds.length) return exact.filter((_, index) => isText(kinds[index]));
  if (kinds.length > 0 && !kinds.some(isText)) return [];
  return [...machine.contents(right), right];
}

function compare(machine: Machine, { operator, left, right }: Of<"compare">): Value {
  const a = evaluate(machine, left);
  const b = evaluate(machine, right);
  const known =
    a.constant && b.constant ? foldComparison(operator, a.constant.value, b.constant.value) : undefined;
  if (known !== undefined) return constantValue(known);
  const inside = knownMembership(machine, operator, a, b);
  if (inside !== undefined) return constantValue(inside);
  // `typeof x === "string"`
  if (left.type === "unary" && left.operator === "typeof" && a.view) {
    const type = String(b.constant?.value);
    const plain = /^(number|boolean|bigint|undefined)$/.test(type)
      ? ["*"]
      : type === "string"
        ? ["nosql"]
        : [];
    const clears = new Set(plain);
    const facts = { whenTrue: new Map([[a.view.of.id, clears]]), whenFalse: new Map() };
    return makeValue({ type: "boolean", facts: operator === "!=" ? (negated(facts) ?? facts) : facts });
  }
  // `list.indexOf(x) !== -1`
  if (a.facts && b.type === "number") {
    const found = (operator === "!=" || operator === ">") && b.constant?.value === -1;
    const foundToo = operator === ">=" && b.constant?.value === 0;
    if (found || foundToo) return makeValue({ type: "boolean", facts: a.facts });
    const facts = negated(a.facts);
    if ((operator === "==" && b.constant?.value === -1) || (operator === "<" && b.constant?.value === 0))
      return makeValue({ type: "boolean", ...(facts ? { facts } : {}) });
  }
  const taints = mergeTaints(textTaints(a), textTaints(b)).filter(({ kind }) => kind !== "exception");
  return makeValue({ type: "boolean", taints, facts: comparisonFacts(machine, operator, a, b) });
}

/** `"a" in ["a", "b"]` */
function knownMembership(
  machine: Machine,
  operator: Of<"compare">["operator"],
  item: Value,
  container: Value,
): boolean | undefined {
  if (operator !== "in" && operator !== "not in") return undefined;
  const [held] = machine.objects(container);
  if (held === undefined || container.heaps.length > 1 || item.constant === undefined) return undefined;
  if (held.object.kind !== "list" || held.object.rest) return undefined;
  const { items } = held.object;
  if (!items.every((one) => one.constant !== undefined)) return undefined;
  return items.some((one) => one.constant?.value === item.constant?.value) === (operator === "in");
}

function logic(machine: Machine, { operator, left, right }: Of<"logic">): Value {
  const first = evaluate(machine, left);
  const truth = truthOf(first);
  if (operator === "??") {
    if (first.constant && first.constant.value !== undefined) return first;
    const second = evaluate(machine, right);
    return first.constant ? second : joinValues(first, second);
  }
  if (truth !== undefined && truth === (operator === "or")) return first;
  const before = machine.state.copy();
  if (first.facts) machine.state.learn(operator === "and" ? first.facts.whenTrue : first.facts.whenFalse);
  const second = evaluate(machine, right);
  const facts =
    operator === "and" ? conjunction(first.facts, second.facts) : disjunction(first.facts, second.facts);
  if (truth !== undefined) return second;
  machine.state = States.join([before, machine.state]);
  const known = truthOf(second);
  // `x and False` is false whatever x is.
  if (known !== undefined && known === (operator === "or") && typeof second.constant?.value === "boolean")
    return { ...second, facts };
  return { ...joinValues(first, second), facts };
}

function unary(machine: Machine, { operator, operand }: Of<"unary">): Value {
  if (operator === "delete") {
    evaluate(machine, operand);
    return makeValue({ type: "boolean" });
  }
  const value = evaluate(machine, operand);
  if (operator === "typeof") return makeValue({ type: "string", view: { of: value, how: "part" } });
  const constant = value.constant?.value;
  if (typeof constant === "number" && operator === "-") return constantValue(-constant);
  return makeValue({ type: "number", taints: value.taints });
}

function conditional(machine: Machine, { test, consequent, otherwise }: Of<"conditional">): Value {
  const condition = evaluate(machine, test);
  const truth = truthOf(condition);
  if (truth !== undefined) return evaluate(machine, truth ? consequent : otherwise);
  const other = machine.state.copy();
  if (condition.facts) machine.state.learn(condition.facts.whenTrue);
  const first = settled(machine, evaluate(machine, consequent));
  const taken = machine.state;
  machine.state = other;
  if (condition.facts) machine.state.learn(condition.facts.whenFalse);
  const second = settled(machine, evaluate(machine, otherwise));
  machine.state = States.join([taken, machine.state]);
  return joinValues(first, second);
}

/** What a check has said of a value stays with the value when the branch of the check ends. */
export function settled(machine: Machine, value: Value): Value {
  const refined = machine.refined(value);
  return refined === value ? value : { ...refined, id: makeValue().id };
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
export function spelled(machine: Machine, value: Value, at: Span): Value {
  for (const { object } of machine.objects(value)) {
    if (object.kind !== "map") continue;
    const name = machine.language === "python" ? "__str__" : "toString";
    const method = methodOf(machine, object.classOf, name, value);
    if (method) return machine.interpreter.invoke(method, [], at);
  }
  return value;
}

function list(machine: Machine, { items }: Of<"list">): Value {
  const known: Value[] = [];
  let rest: Value | undefined;
  for (const { value, spread } of items) {
    const evaluated = evaluate(machine, value);
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

function map(machine: Machine, { entries }: Of<"map">): Value {
  const value = machine.allocate({ kind: "map", entries: new Map() });
  for (const entry of entries) {
    if (entry.key === undefined) {
      spreadInto(machine, value, evaluate(machine, entry.value));
      continue;
    }
    const key = evaluate(machine, entry.key);
    const written = evaluate(machine, entry.value);
    writeIndex(machine, value, key, written);
    if (typeof key.constant?.value === "string")
      checkNamed(machine, key.constant.value, written, entry.value);
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

function comprehension(machine: Machine, expression: Of<"comprehension">): Value {
  const { clauses, key, value } = expression;
  const [only, ...more] = clauses.filter(({ iterable }) => iterable !== undefined);
  const items =
    only?.iterable && more.length === 0 && key
      ? knownItems(machine, evaluate(machine, only.iterable))
      : undefined;
  if (items && only?.target && key) return mapOfKnown(machine, only.target, items, key, value);
  const outer = machine.frame;
  const before: State = machine.state.copy();
  machine.frame = machine.newFrame("block", outer);
  for (const { target, iterable, condition } of clauses) {
    if (target && iterable) {
      const element = elementOf(machine, evaluate(machine, iterable), false);
      assignTo(machine, target, element, iterable, (name, bound) =>
        bindName(machine, machine.frame, name, bound),
      );
    }
    const test = condition && evaluate(machine, condition);
    if (test?.facts) machine.state.learn(test.facts.whenTrue);
  }
  if (key) evaluate(machine, key);
  const element = settled(machine, evaluate(machine, value));
  const frame = machine.frame;
  machine.frame = outer;
  machine.state.dropFrame(frame);
  machine.state = States.join([before, machine.state]);
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
    writeIndex(machine, map, evaluate(machine, key), evaluate(machine, value));
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
