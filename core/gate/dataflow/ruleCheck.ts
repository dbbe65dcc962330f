// Where the rules look: at calls, assignments, answers, names and decisions.
import type { Condition, FlowRule } from "./flowRules.ts";
import type { FlowEdit, Machine } from "./machine.ts";
import { isSlowPattern } from "./slowPattern.ts";
import type { Argument, Span } from "./tree.ts";
import { hole, type Taint, type Value } from "./value.ts";

export interface ArgumentValue {
  readonly value: Value;
  readonly name?: string;
  readonly spread?: Argument["spread"];
  readonly at: Span;
}

export interface CallSite {
  /** The library path, or "?.name" where the receiver is not known. */
  readonly api: string;
  readonly receiver?: Value;
  readonly args: readonly ArgumentValue[];
  readonly at: Span;
  /** Where the name of what is called stands. */
  readonly callee?: Span;
}

export function checkCall(machine: Machine, site: CallSite): void {
  for (const { rule, place } of machine.rulebook.calls.find(site.api)) {
    if (!machine.needsMet(place.needs) || (place.lacks && machine.needsMet(place.lacks))) continue;
    if (!conditionsHold(machine, place.when, (key) => argumentAt(machine, site, key))) continue;
    if (place.unlessFunction !== undefined && machine.functionMatches(place.unlessFunction)) continue;
    if (place.onlyFunction !== undefined && !machine.functionMatches(place.onlyFunction)) continue;
    if (rule.category === undefined) {
      machine.report(rule, site.at, undefined, editsFor(machine, site, place.edit));
      continue;
    }
    const edits = editsFor(machine, site, place.edit);
    for (const { value } of dangerousArguments(machine, site, place.argument))
      judge(machine, rule, place.textOnly ? { ...value, heaps: [] } : value, site.at, { ...place, edits });
  }
}

function dangerousArguments(
  machine: Machine,
  site: CallSite,
  wanted: readonly (number | string)[] | undefined,
): readonly ArgumentValue[] {
  const list = wanted ?? [0];
  if (list.includes("*")) return site.args;
  const positional = site.args.filter(({ name }) => name === undefined);
  const found: ArgumentValue[] = [];
  for (const one of list) {
    if (one === "receiver") {
      if (site.receiver) found.push({ value: site.receiver, at: site.at });
      continue;
    }
    if (one === "**") {
      found.push(...site.args.filter(({ spread }) => spread === "map"));
      continue;
    }
    if (typeof one === "string" && one.includes(".")) {
      const { value } = argumentAt(machine, site, one);
      if (value) found.push({ value, at: site.at });
      continue;
    }
    const match = typeof one === "number" ? positional[one] : site.args.find(({ name }) => name === one);
    if (match) found.push(match);
  }
  return found;
}

interface Limits {
  readonly unlessShape?: string | undefined;
  readonly origin?: string | undefined;
  readonly unlessOrigin?: string | undefined;
  readonly edits?: readonly FlowEdit[];
}

export function judge(machine: Machine, rule: FlowRule, value: Value, at: Span, limits: Limits = {}): void {
  const { unlessShape, origin, unlessOrigin } = limits;
  const accepts = (taint: Taint): boolean =>
    (origin === undefined || machine.rulebook.expression(origin).test(taint.origin)) &&
    (unlessOrigin === undefined || !machine.rulebook.expression(unlessOrigin).test(taint.origin));
  const taint = machine.worstTaint(rule, value, accepts);
  if (taint === undefined) return;
  const { shape } = value;
  const { parameterShape } = rule;
  if (taint.kind === "parameter" && parameterShape !== undefined)
    if (shape === undefined || !machine.rulebook.expression(parameterShape).test(shape)) return;
  if (
    unlessShape !== undefined &&
    shape !== undefined &&
    machine.rulebook.expression(unlessShape).test(shape)
  )
    return;
  machine.report(rule, at, taint, limits.edits);
}

type CallPlace = Extract<FlowRule["at"][number], { call: unknown }>;

/** A fix's changes in the text, where the call stands in the text that is judged. */
function editsFor(machine: Machine, site: CallSite, edit: CallPlace["edit"]): readonly FlowEdit[] {
  if (edit === undefined || machine.frame.isForeign) return [];
  if ("callee" in edit) return site.callee ? [{ ...site.callee, text: edit.callee }] : [];
  if ("add" in edit) {
    const end = site.at.end - 1;
    return [{ start: end, end, text: site.args.length === 0 ? edit.add : `, ${edit.add}` }];
  }
  const { at } = argumentAt(machine, site, edit.argument);
  return at ? [{ start: at.start, end: at.end, text: edit.text }] : [];
}

interface Located {
  readonly value: Value | undefined;
  /** What it may be instead, where it was taken out of one of several objects. */
  readonly others?: readonly (Value | undefined)[];
  readonly at?: Span;
}

/** An argument by its key; "1.secure" is the entry `secure` of the map that stands at position 1. */
export function argumentAt(machine: Machine, site: CallSite, key: string): Located {
  const [head = "", ...path] = key.includes(".") ? key.split(".") : [key];
  const found = argumentNamed(site, head);
  let values: readonly (Value | undefined)[] = [found?.value];
  for (const name of path)
    values = values.flatMap((value) => (value === undefined ? [undefined] : entriesOf(machine, value, name)));
  const [value, ...others] = values;
  return { value, others, ...(found && path.length === 0 ? { at: found.at } : {}) };
}

function argumentNamed(
  { args, receiver, at }: CallSite,
  key: string,
): Pick<Located, "value" | "at"> | undefined {
  if (key === "receiver") return receiver && { value: receiver, at };
  const position = key === "last" ? -1 : Number(key);
  if (Number.isNaN(position)) return args.find(({ name }) => name === key);
  return args.filter(({ name, spread }) => name === undefined && spread === undefined).at(position);
}

function entriesOf(machine: Machine, value: Value, name: string): (Value | undefined)[] {
  const objects = machine.objects(value);
  if (objects.length === 0) return [undefined];
  return objects.map(({ object }) => {
    if (object.kind === "map") return object.entries.get(name);
    return object.kind === "list" && /^\d+$/.test(name) ? object.items[Number(name)] : undefined;
  });
}

export function conditionsHold(
  machine: Machine,
  conditions: Readonly<Record<string, Condition>> | undefined,
  find: (key: string) => Located,
): boolean {
  if (conditions === undefined) return true;
  return Object.entries(conditions).every(([key, condition]) => {
    const { value, at, others = [] } = find(key);
    const place = at === undefined ? {} : { at };
    return [value, ...others].some((one) => holds(machine, condition, { value: one, ...place }));
  });
}

function holds(machine: Machine, condition: Condition, { value, at }: Located): boolean {
  if (condition === null) return value?.constant !== undefined && value.constant.value === undefined;
  if (typeof condition !== "object") return value?.constant?.value === condition;
  if ("absent" in condition) return (value === undefined) === condition.absent;
  if ("not" in condition)
    return value !== undefined && value.constant?.value !== (condition.not ?? undefined);
  if ("below" in condition)
    return typeof value?.constant?.value === "number" && value.constant.value < condition.below;
  if ("written" in condition)
    return at !== undefined && machine.rulebook.expression(condition.written).test(machine.textOf(at));
  if ("notWritten" in condition)
    return at === undefined || !machine.rulebook.expression(condition.notWritten).test(machine.textOf(at));
  if ("text" in condition) {
    const text = value?.constant === undefined ? value?.shape : String(value.constant.value);
    return (
      text !== undefined && !text.includes(hole) && machine.rulebook.expression(condition.text).test(text)
    );
  }
  if ("slowPattern" in condition) {
    const text = value?.api?.startsWith("regex:") ? value.api.slice(6) : value?.constant?.value;
    return typeof text === "string" && isSlowPattern(text);
  }
  if ("fixed" in condition) return value !== undefined && (value.constant !== undefined) === condition.fixed;
  const matches = (pattern: string) => {
    const expression = machine.rulebook.expression(pattern);
    return [value, ...(value ? machine.contents(value) : [])].some((one) => {
      if (one === undefined) return false;
      const text = one.constant === undefined ? one.shape : String(one.constant.value);
      return (
        (text !== undefined && expression.test(text)) || (one.api !== undefined && expression.test(one.api))
      );
    });
  };
  return "matches" in condition ? matches(condition.matches) : !matches(condition.notMatches);
}

/** @param api the path of what is assigned to: "flask.session[user]", "?.innerHTML" */
export function checkAssign(
  machine: Machine,
  api: string,
  key: Value | undefined,
  value: Value,
  at: Span,
): void {
  const open = api.includes("[") ? `${api.slice(0, api.lastIndexOf("["))}[]` : undefined;
  const { assigns } = machine.rulebook;
  const openly = open === undefined || open === api ? [] : assigns.find(open);
  for (const { rule, place } of [...assigns.find(api), ...openly]) {
    if (!conditionsHold(machine, place.when, (name) => ({ value: name === "key" ? key : value, at })))
      continue;
    if (rule.category === undefined) machine.report(rule, at);
    else {
      if (place.keys !== "only") judge(machine, rule, value, at, place);
      if (place.keys !== undefined && key) judge(machine, rule, key, at);
    }
  }
}

/** A value that is given a telling name: `token = …`, `{"password": …}`, `f(secret=…)`. */
export function checkNamed(machine: Machine, name: string, value: Value, at: Span): void {
  for (const { rule, place, pattern } of machine.rulebook.names) {
    if (!pattern.test(name)) continue;
    if (!conditionsHold(machine, place.when, () => ({ value, at }))) continue;
    if (rule.category === undefined) machine.report(rule, at);
    else judge(machine, rule, ownOf(machine, value), at);
  }
}

/** A value without what lies in the fields of an object: a name tells of the thing, not of all its parts. */
function ownOf(machine: Machine, value: Value): Value {
  const lists = machine.objects(value).filter(({ object }) => object.kind === "list");
  return lists.length === value.heaps.length ? value : { ...value, heaps: lists.map(({ id }) => id) };
}

export function checkRead(machine: Machine, api: string, at: Span): void {
  for (const { rule } of machine.rulebook.reads.find(api)) machine.report(rule, at);
}

/** The part of an answer that a browser may read as a page: `(body, status)` is its body, a dictionary becomes JSON. */
function pageOf(machine: Machine, value: Value): Value | undefined {
  const [held] = machine.objects(value);
  if (held?.object.kind === "list") return held.object.items[0] ?? held.object.rest;
  if (held?.object.kind === "map" && held.object.classOf === undefined && value.api === undefined)
    return undefined;
  return value;
}

export function checkAnswer(machine: Machine, kind: string, answered: Value, at: Span): void {
  for (const { rule, place } of machine.rulebook.answers) {
    const value = place.answer === "any" ? answered : pageOf(machine, answered);
    if (
      value !== undefined &&
      (place.answer === kind || place.answer === "any") &&
      (place.onlyFunction === undefined || machine.functionMatches(place.onlyFunction))
    )
      judge(machine, rule, value, at, place);
  }
}

export function checkDecision(machine: Machine, test: Value, at: Span): void {
  if (machine.rulebook.decisions.length === 0 || machine.frame.isForeign) return;
  for (const { rule, pattern } of machine.rulebook.decisions) {
    const text = machine.textOf(at);
    if (pattern.test(text)) judge(machine, rule, { taints: test.taints, heaps: [], id: test.id }, at);
  }
}
