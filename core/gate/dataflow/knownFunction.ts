import type { Machine } from "./machine.ts";
import type { CallSite } from "./ruleCheck.ts";
import type { Value } from "./value.ts";

export type Invoke = (callback: Value, args: readonly Value[]) => Value;

export interface KnownCall {
  readonly machine: Machine;
  readonly site: CallSite;
  readonly values: readonly Value[];
  /** An unknown value where there is none. */
  readonly first: Value;
  readonly second: Value | undefined;
  readonly invoke: Invoke;
}

/** What a function of the language or its library answers, or undefined where nothing special is known. */
export type KnownFunction = (call: KnownCall) => Value | undefined;

/** Several names of one function. */
export function each(names: readonly string[], known: KnownFunction): Record<string, KnownFunction> {
  return Object.fromEntries(names.map((name) => [name, known]));
}

export const itself: KnownFunction = ({ first }) => first;
