import type { State } from "./state.ts";
import type { Value } from "./value.ts";

export interface Returned {
  readonly value: Value;
  readonly state: State;
}

/** Where return, break and continue of the code that is being read lead to. */
interface Ways {
  readonly returns: Returned[];
  readonly yields: Value[];
  readonly answers: string | undefined;
  readonly name: string;
  breaks: State[];
  continues: State[];
}

export const ways: Ways[] = [];

export const current = (): Ways => {
  const top = ways.at(-1);
  if (top === undefined) throw new Error("No function and no module is being read.");
  return top;
};

export function newWays(answers: string | undefined, name: string): Ways {
  return { returns: [], yields: [], answers, name, breaks: [], continues: [] };
}
