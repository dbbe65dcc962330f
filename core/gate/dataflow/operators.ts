import { comparisonFacts, conjunction, disjunction, negated } from "./conditions.ts";
import { foldBinary, foldComparison } from "./fold.ts";
import type { Machine } from "./machine.ts";
import { State } from "./state.ts";
import type { Expression } from "./tree.ts";
import {
  constantValue,
  derivedValue,
  hole,
  joinShapes,
  joinValues,
  makeValue,
  mergeTaints,
  textTaints,
  truthOf,
  type Value,
} from "./value.ts";

type Of<Type extends Expression["type"]> = Extract<Expression, { type: Type }>;

export function binary(machine: Machine, { operator, left, right }: Of<"binary">): Value {
  return operate(machine, operator, machine.interpreter.evaluate(left), machine.interpreter.evaluate(right));
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

export function compare(machine: Machine, { operator, left, right }: Of<"compare">): Value {
  const a = machine.interpreter.evaluate(left);
  const b = machine.interpreter.evaluate(right);
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

export function logic(machine: Machine, { operator, left, right }: Of<"logic">): Value {
  const first = machine.interpreter.evaluate(left);
  const truth = truthOf(first);
  if (operator === "??") {
    if (first.constant && first.constant.value !== undefined) return first;
    const second = machine.interpreter.evaluate(right);
    return first.constant ? second : joinValues(first, second);
  }
  if (truth !== undefined && truth === (operator === "or")) return first;
  const before = machine.state.copy();
  if (first.facts) machine.state.learn(operator === "and" ? first.facts.whenTrue : first.facts.whenFalse);
  const second = machine.interpreter.evaluate(right);
  const facts =
    operator === "and" ? conjunction(first.facts, second.facts) : disjunction(first.facts, second.facts);
  if (truth !== undefined) return second;
  machine.state = State.join([before, machine.state]);
  const known = truthOf(second);
  // `x and False` is false whatever x is.
  if (known !== undefined && known === (operator === "or") && typeof second.constant?.value === "boolean")
    return { ...second, facts };
  return { ...joinValues(first, second), facts };
}

export function unary(machine: Machine, { operator, operand }: Of<"unary">): Value {
  if (operator === "delete") {
    machine.interpreter.evaluate(operand);
    return makeValue({ type: "boolean" });
  }
  const value = machine.interpreter.evaluate(operand);
  if (operator === "typeof") return makeValue({ type: "string", view: { of: value, how: "part" } });
  const constant = value.constant?.value;
  if (typeof constant === "number" && operator === "-") return constantValue(-constant);
  return makeValue({ type: "number", taints: value.taints });
}
