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

const noVariables: ReadonlyMap<string, Value> = new Map();

/** Everything that is known at one point of the code. Cheap to copy: its parts are never changed in place. */
export class State {
  /** False after a return, a throw or a break: the code that follows is not reached. */
  reachable = true;
  #variables: Map<number, ReadonlyMap<string, Value>>;
  #heap: Map<number, HeapObject>;
  #cleared: Cleared;

  private constructor(
    variables: Map<number, ReadonlyMap<string, Value>>,
    heap: Map<number, HeapObject>,
    cleared: Cleared,
  ) {
    this.#variables = variables;
    this.#heap = heap;
    this.#cleared = cleared;
  }

  static empty(): State {
    return new State(new Map(), new Map(), noFacts);
  }

  copy(): State {
    const state = new State(new Map(this.#variables), new Map(this.#heap), this.#cleared);
    state.reachable = this.reachable;
    return state;
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
    return this.#variables.get(frame.id)?.get(name);
  }

  setVariable(frame: Frame, name: string, value: Value): void {
    const variables = new Map(this.#variables.get(frame.id) ?? noVariables);
    variables.set(name, value);
    this.#variables.set(frame.id, variables);
  }

  variables(frame: Frame): ReadonlyMap<string, Value> {
    return this.#variables.get(frame.id) ?? noVariables;
  }

  dropFrame(frame: Frame): void {
    this.#variables.delete(frame.id);
  }

  object(id: number): HeapObject | undefined {
    return this.#heap.get(id);
  }

  setObject(id: number, object: HeapObject): void {
    this.#heap.set(id, object);
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
    return others.reduce((joined, other) => joined.#joinWith(other), first.copy());
  }

  #joinWith(other: State): State {
    for (const [id, theirs] of other.#variables) {
      const ours = this.#variables.get(id);
      if (ours === theirs) continue;
      if (ours === undefined) {
        this.#variables.set(id, theirs);
        continue;
      }
      const joined = new Map(ours);
      for (const [name, value] of theirs) {
        const mine = joined.get(name);
        if (mine === value) continue;
        // What a check has said of the one is lost once the ways have met, unless it is kept with the value.
        joined.set(
          name,
          mine === undefined ? other.refine(value) : joinValues(this.refine(mine), other.refine(value)),
        );
      }
      this.#variables.set(id, joined);
    }
    for (const [id, theirs] of other.#heap) {
      const ours = this.#heap.get(id);
      if (ours === theirs) continue;
      this.#heap.set(
        id,
        ours === undefined
          ? theirs
          : joinObjects(
              ours,
              theirs,
              (one) => this.refine(one),
              (one) => other.refine(one),
            ),
      );
    }
    this.#cleared = eitherFacts(this.#cleared, other.#cleared);
    return this;
  }
}

function joinOptional(left: Value | undefined, right: Value | undefined): Value | undefined {
  if (left === undefined) return right;
  return right === undefined ? left : joinValues(left, right);
}

type Refine = (value: Value) => Value;

function joinObjects(left: HeapObject, right: HeapObject, ours: Refine, theirs: Refine): HeapObject {
  if (left.kind === "list" && right.kind === "list") {
    // Lists of different lengths: which element stands where is not known any more.
    if (left.items.length !== right.items.length) {
      const rest = [...left.items, ...right.items, left.rest, right.rest].reduce(joinOptional, undefined);
      return { kind: "list", items: [], ...(rest ? { rest } : {}) };
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
