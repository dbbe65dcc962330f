import type { ClassDefinition, FunctionDefinition } from "./tree.ts";
import {
  bothFacts,
  type Cleared,
  clear,
  eitherFacts,
  joinValues,
  noFacts,
  union,
  type Value,
} from "./value.ts";

export interface Frame {
  readonly id: number;
  readonly parent?: Frame;
  readonly kind: "module" | "function" | "block" | "class";
  readonly locals?: ReadonlySet<string>;
  /** Foreign frames belong to another file: nothing in them has a place in the text that is judged. */
  readonly isForeign: boolean;
}

export type HeapObject =
  | { readonly kind: "list"; readonly items: readonly Value[]; readonly rest?: Value }
  | {
      readonly kind: "map";
      readonly entries: ReadonlyMap<string, Value>;
      /** What stands under keys that are not known. */
      readonly rest?: Value;
      /** The class that it is an instance of. */
      readonly classOf?: number;
    }
  | {
      readonly kind: "function";
      readonly definition: FunctionDefinition;
      readonly frame: Frame;
      readonly self?: Value;
    }
  | {
      readonly kind: "class";
      readonly definition: ClassDefinition;
      readonly frame: Frame;
      readonly bases: readonly Value[];
      readonly statics: ReadonlyMap<string, Value>;
    };

type Refine = (value: Value) => Value;

const noVariables: ReadonlyMap<string, Value> = new Map();

/** What changed between two points of the code. Never changed itself: states that came apart share their past. */
interface Layer {
  readonly variables: ReadonlyMap<number, ReadonlyMap<string, Value>>;
  readonly heap: ReadonlyMap<number, HeapObject>;
  readonly below: Layer | undefined;
  readonly depth: number;
}

/** Above this many layers looking something up costs more than copying all once. */
const deepestLayers = 48;

/** Everything that is known at one point of the code. A copy costs nothing, and joining costs what has changed since. */
export class State {
  /** False after a return, a throw or a break: the code that follows is not reached. */
  reachable = true;
  #below: Layer | undefined;
  #variables = new Map<number, ReadonlyMap<string, Value>>();
  #heap = new Map<number, HeapObject>();
  #cleared: Cleared;

  private constructor(below: Layer | undefined, cleared: Cleared) {
    this.#below = below;
    this.#cleared = cleared;
  }

  static empty(): State {
    return new State(undefined, noFacts);
  }

  copy(): State {
    this.#freeze();
    const state = new State(this.#below, this.#cleared);
    state.reachable = this.reachable;
    return state;
  }

  #freeze(): void {
    if (this.#variables.size === 0 && this.#heap.size === 0) return;
    const depth = (this.#below?.depth ?? 0) + 1;
    const layer = { variables: this.#variables, heap: this.#heap, below: this.#below, depth };
    this.#below = depth > deepestLayers ? flattened(layer) : layer;
    this.#variables = new Map();
    this.#heap = new Map();
  }

  get cleared(): Cleared {
    return this.#cleared;
  }

  learn(facts: Cleared): void {
    this.#cleared = bothFacts(this.#cleared, facts);
  }

  /** The value with all that checks on the way here have said of it. */
  refine(value: Value): Value {
    const facts = this.#cleared;
    if (value.taints.length === 0 || facts.size === 0) return value;
    const own = facts.get(value.id);
    const refined = own ? clear(value, own) : value;
    if (!refined.taints.some(({ root }) => facts.has(root))) return refined;
    const taints = refined.taints.flatMap((taint) => {
      const categories = facts.get(taint.root);
      if (categories === undefined) return [taint];
      return categories.has("*") ? [] : [{ ...taint, cleared: union(taint.cleared, categories) }];
    });
    return { ...refined, taints };
  }

  variable(frame: Frame, name: string): Value | undefined {
    return this.#variablesOf(frame.id)?.get(name);
  }

  setVariable(frame: Frame, name: string, value: Value): void {
    const variables = new Map(this.#variablesOf(frame.id) ?? noVariables);
    variables.set(name, value);
    this.#variables.set(frame.id, variables);
  }

  variables(frame: Frame): ReadonlyMap<string, Value> {
    return this.#variablesOf(frame.id) ?? noVariables;
  }

  dropFrame(frame: Frame): void {
    this.#variables.set(frame.id, noVariables);
  }

  object(id: number): HeapObject | undefined {
    const own = this.#heap.get(id);
    if (own) return own;
    for (let layer = this.#below; layer; layer = layer.below) {
      const found = layer.heap.get(id);
      if (found) return found;
    }
    return undefined;
  }

  setObject(id: number, object: HeapObject): void {
    this.#heap.set(id, object);
  }

  #variablesOf(frame: number): ReadonlyMap<string, Value> | undefined {
    const own = this.#variables.get(frame);
    if (own) return own;
    for (let layer = this.#below; layer; layer = layer.below) {
      const found = layer.variables.get(frame);
      if (found) return found;
    }
    return undefined;
  }

  /** The states of two ways that meet: what holds on both. */
  static join(states: readonly State[]): State {
    const reachable = states.filter((state) => state.reachable);
    const [first, ...others] = reachable;
    if (first === undefined) {
      const none = (states[0] ?? State.empty()).copy();
      none.reachable = false;
      return none;
    }
    return others.reduce((joined, other) => State.#joinTwo(joined, other), first.copy());
  }

  static #joinTwo(left: State, right: State): State {
    left.#freeze();
    right.#freeze();
    const shared = commonLayer(left.#below, right.#below);
    const joined = new State(shared, eitherFacts(left.#cleared, right.#cleared));
    const changed = [left.#below, right.#below].map((top) => keysAbove(top, shared));
    const ofLeft: Refine = (value) => left.refine(value);
    const ofRight: Refine = (value) => right.refine(value);
    for (const id of new Set(changed.flatMap(({ frames }) => [...frames]))) {
      const ours = left.#variablesOf(id);
      const theirs = right.#variablesOf(id);
      const both = ours && theirs ? joinVariables(ours, theirs, ofLeft, ofRight) : (ours ?? theirs);
      if (both) joined.#variables.set(id, both);
    }
    for (const id of new Set(changed.flatMap(({ objects }) => [...objects]))) {
      const ours = left.object(id);
      const theirs = right.object(id);
      const both =
        ours && theirs && ours !== theirs ? joinObjects(ours, theirs, ofLeft, ofRight) : (ours ?? theirs);
      if (both) joined.#heap.set(id, both);
    }
    return joined;
  }
}

function flattened(top: Layer): Layer {
  const layers: Layer[] = [];
  for (let layer: Layer | undefined = top; layer; layer = layer.below) layers.unshift(layer);
  const variables = new Map<number, ReadonlyMap<string, Value>>();
  const heap = new Map<number, HeapObject>();
  for (const layer of layers) {
    for (const [id, one] of layer.variables)
      if (one.size > 0) variables.set(id, one);
      else variables.delete(id);
    for (const [id, one] of layer.heap) heap.set(id, one);
  }
  return { variables, heap, below: undefined, depth: 1 };
}

/** The past that two states share; undefined where they share none. */
function commonLayer(left: Layer | undefined, right: Layer | undefined): Layer | undefined {
  let [a, b] = [left, right];
  while (a && b && a !== b) {
    if (a.depth >= b.depth) a = a.below;
    else b = b.below;
  }
  return a === b ? a : undefined;
}

function keysAbove(
  top: Layer | undefined,
  shared: Layer | undefined,
): { readonly frames: Set<number>; readonly objects: Set<number> } {
  const frames = new Set<number>();
  const objects = new Set<number>();
  for (let layer = top; layer && layer !== shared; layer = layer.below) {
    for (const id of layer.variables.keys()) frames.add(id);
    for (const id of layer.heap.keys()) objects.add(id);
  }
  return { frames, objects };
}

type Variables = ReadonlyMap<string, Value>;

function joinVariables(left: Variables, right: Variables, ofLeft: Refine, ofRight: Refine): Variables {
  if (left === right) return left;
  const joined = new Map(left);
  for (const [name, theirs] of right) {
    const ours = joined.get(name);
    if (ours === theirs) continue;
    // What a check has said of the one is lost once the ways have met, unless it is kept with the value.
    joined.set(name, ours === undefined ? ofRight(theirs) : joinValues(ofLeft(ours), ofRight(theirs)));
  }
  return joined;
}

function joinOptional(left: Value | undefined, right: Value | undefined): Value | undefined {
  if (left === undefined) return right;
  return right === undefined ? left : joinValues(left, right);
}

function joinObjects(left: HeapObject, right: HeapObject, ours: Refine, theirs: Refine): HeapObject {
  if (left.kind === "list" && right.kind === "list") {
    // Lists of different lengths: what both have stands where it stood, what one has more may follow.
    if (left.items.length !== right.items.length) {
      const both = Math.min(left.items.length, right.items.length);
      const items = left.items.slice(0, both).map((item, index) => {
        const other = right.items[index];
        return other === undefined || other === item ? item : joinValues(ours(item), theirs(other));
      });
      const extra = [...left.items.slice(both), ...right.items.slice(both), left.rest, right.rest];
      const rest = extra.reduce(joinOptional, undefined);
      return { kind: "list", items, ...(rest ? { rest } : {}) };
    }
    const rest = joinOptional(left.rest, right.rest);
    return {
      kind: "list",
      items: left.items.map((item, index) => {
        const other = right.items[index];
        return other === undefined || other === item ? item : joinValues(ours(item), theirs(other));
      }),
      ...(rest ? { rest } : {}),
    };
  }
  if (left.kind === "map" && right.kind === "map") {
    const entries = new Map(left.entries);
    for (const [key, value] of right.entries) {
      const mine = entries.get(key);
      if (mine !== value)
        entries.set(key, mine === undefined ? theirs(value) : joinValues(ours(mine), theirs(value)));
    }
    const rest = joinOptional(left.rest, right.rest);
    return { ...left, entries, ...(rest ? { rest } : {}) };
  }
  return left;
}
