import type { ImportBinding, Primitive, Span } from "./tree.ts";

/** A place on a value's way; the way is read backwards from its last step. */
export interface Step extends Span {
  readonly message: string;
  readonly previous?: Step | undefined;
}

/** Something that an outsider may have chosen, and what has been done about it. */
export interface Taint {
  /** Names where it entered: two reads of the same request field are one origin. */
  readonly origin: string;
  /** Who can choose it: "remote", "local", "parameter", "exception" and others that the rules name. */
  readonly kind: string;
  readonly what: string;
  /** The value that it entered with: what a check says of that one holds for all that was made of it. */
  readonly root: number;
  readonly step: Step;
  /** Dangers that it no longer carries: "html" after escaping. */
  readonly cleared: ReadonlySet<string>;
}

/** What a condition says about values when it holds: the dangers that each value no longer carries; "*" is every one. */
export type Cleared = ReadonlyMap<number, ReadonlySet<string>>;
export interface Facts {
  readonly whenTrue: Cleared;
  readonly whenFalse: Cleared;
}

/** What is known of a value without running the code. */
export interface Value {
  /** The same for every name of one run-time value: what is learnt of one name holds for all. */
  readonly id: number;
  readonly taints: readonly Taint[];
  readonly constant?: { readonly value: Primitive };
  /** The few constants that it may be, where it is one of several. */
  readonly options?: readonly Primitive[];
  /** The library path that it was reached by: "os.system", "sqlite3.connect().cursor()". */
  readonly api?: string;
  /** The objects it may be: containers, instances, functions, classes. */
  readonly heaps: readonly number[];
  readonly type?: "number" | "boolean" | "string";
  /** The text with `hole` for what is not known of it. */
  readonly shape?: string;
  /** What this is a part or another spelling of: a check on `url.hostname` says something of `url`. */
  readonly view?: { readonly of: Value; readonly how: "same" | "host" | "part" };
  /** An import that nothing has used yet, and the file it stands in. */
  readonly pending?: { readonly binding: ImportBinding; readonly from: string };
  /** A path in which no ".." is left. */
  readonly normalized?: boolean;
  readonly facts?: Facts;
}

export const hole = "\uFFFC";
const longestShape = 4000;
const noTaints: readonly Taint[] = [];
const noHeaps: readonly number[] = [];

let nextId = 1;
export const freshId = (): number => nextId++;

export function makeValue(parts: Partial<Omit<Value, "id">> = {}): Value {
  return { taints: noTaints, heaps: noHeaps, ...parts, id: freshId() };
}

export function constantValue(value: Primitive): Value {
  return makeValue({
    constant: { value },
    ...(typeof value === "string"
      ? { type: "string", shape: value.slice(0, longestShape) }
      : typeof value === "number"
        ? { type: "number", shape: String(value) }
        : typeof value === "boolean"
          ? { type: "boolean", shape: String(value) }
          : {}),
  });
}

export const unknownValue = (): Value => makeValue();

/** Numbers and booleans carry no text, so nothing can be smuggled in them; a guessable number stays guessable. */
export function textTaints(value: Value): readonly Taint[] {
  if (value.type !== "number" && value.type !== "boolean") return value.taints;
  return value.taints.length === 0 ? noTaints : value.taints.filter(({ kind }) => kind === "random");
}

export function joinShapes(parts: readonly Value[]): string | undefined {
  let shape = "";
  for (const part of parts) shape += part.shape ?? hole;
  return shape.slice(0, longestShape);
}

/** Both ways in which one value may have come about: what only one of them is sure of is not known any more. */
export function mergeTaints(...lists: readonly (readonly Taint[])[]): readonly Taint[] {
  const filled = lists.filter((list) => list.length > 0);
  const [first, ...others] = filled;
  if (first === undefined) return noTaints;
  if (others.length === 0 || others.every((other) => other === first)) return first;
  const byOrigin = new Map<string, Taint>();
  for (const list of filled)
    for (const taint of list) {
      const known = byOrigin.get(taint.origin);
      byOrigin.set(
        taint.origin,
        known === undefined || known === taint
          ? taint
          : { ...known, cleared: intersect(known.cleared, taint.cleared) },
      );
    }
  return [...byOrigin.values()];
}

export function intersect(left: ReadonlySet<string>, right: ReadonlySet<string>): ReadonlySet<string> {
  if (left === right || left.size === 0) return left;
  if (right.has("*")) return left;
  if (left.has("*")) return right;
  return new Set([...left].filter((one) => right.has(one)));
}

export function union(left: ReadonlySet<string>, right: ReadonlySet<string>): ReadonlySet<string> {
  if (right.size === 0 || left === right) return left;
  return left.size === 0 ? right : new Set([...left, ...right]);
}

/** The value after something was done that takes away dangers. */
export function clear(value: Value, categories: ReadonlySet<string>): Value {
  if (value.taints.length === 0) return value;
  // What was made of a guessable number can be guessed, whatever else was done to it.
  const taints = categories.has("*")
    ? value.taints.filter(({ kind }) => kind === "random")
    : value.taints.map((taint) => ({ ...taint, cleared: union(taint.cleared, categories) }));
  return { ...value, taints };
}

export function joinValues(left: Value, right: Value): Value {
  if (left === right) return left;
  const differ = left.type !== right.type;
  const taints = mergeTaints(
    differ ? textTaints(left) : left.taints,
    differ ? textTaints(right) : right.taints,
  );
  if (left.id === right.id) return left.taints === taints ? left : { ...left, taints };
  const sameConstant =
    left.constant !== undefined &&
    right.constant !== undefined &&
    left.constant.value === right.constant.value;
  const options = sameConstant ? undefined : joinOptions(left, right);
  const api = left.api ?? right.api;
  const heaps =
    left.heaps === right.heaps || right.heaps.length === 0
      ? left.heaps
      : [...new Set([...left.heaps, ...right.heaps])].slice(0, 6);
  return makeValue({
    taints,
    heaps,
    ...(sameConstant && left.constant ? { constant: left.constant } : {}),
    ...(options === undefined ? {} : { options }),
    ...(api === undefined ? {} : { api }),
    ...(left.type !== undefined && left.type === right.type ? { type: left.type } : {}),
    ...(left.shape !== undefined && left.shape === right.shape ? { shape: left.shape } : {}),
    ...(left.normalized && right.normalized ? { normalized: true } : {}),
  });
}

const mostOptions = 6;

function joinOptions(left: Value, right: Value): readonly Primitive[] | undefined {
  const of = ({ constant, options }: Value) => (constant ? [constant.value] : options);
  const [ours, theirs] = [of(left), of(right)];
  if (ours === undefined || theirs === undefined) return undefined;
  const all = [...new Set([...ours, ...theirs])];
  return all.length <= mostOptions ? all : undefined;
}

/** What depends on other values in a way that is not followed further. */
export function derivedValue(sources: readonly Value[], more: Partial<Omit<Value, "id">> = {}): Value {
  return makeValue({ taints: mergeTaints(...sources.map(textTaints)), ...more });
}

export function withStep(value: Value, at: Span, message: string): Value {
  if (value.taints.length === 0) return value;
  return {
    ...value,
    taints: value.taints.map((taint) =>
      taint.step.start === at.start && taint.step.end === at.end
        ? taint
        : { ...taint, step: { start: at.start, end: at.end, message, previous: taint.step } },
    ),
  };
}

/** True, false, or undefined where it is not known. */
export function truthOf(value: Value): boolean | undefined {
  return value.constant === undefined ? undefined : Boolean(value.constant.value);
}

export const noFacts: Cleared = new Map();

export function bothFacts(left: Cleared, right: Cleared): Cleared {
  if (left.size === 0) return right;
  if (right.size === 0) return left;
  const all = new Map(left);
  for (const [id, categories] of right) all.set(id, union(all.get(id) ?? new Set(), categories));
  return all;
}

export function eitherFacts(left: Cleared, right: Cleared): Cleared {
  if (left === right) return left;
  const common = new Map<number, ReadonlySet<string>>();
  for (const [id, categories] of left) {
    const other = right.get(id);
    if (other === undefined) continue;
    const shared = intersect(categories, other);
    if (shared.size > 0) common.set(id, shared);
  }
  return common;
}
