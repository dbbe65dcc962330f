import { dataCauses } from "./dataCauses.ts";
import { pythonCauses } from "./pythonCauses.ts";
import { scriptCauses } from "./scriptCauses.ts";
import type { RaisedError } from "./traceback.ts";

/** What usually brings an error about. */
export interface KnownCause {
  readonly cause: string;
  /** Where to look and what to do. */
  readonly lookAt: string;
}

/** A row of the tables: which errors it is about. */
export interface CauseRow extends KnownCause {
  /** The last part of the error's type. */
  readonly type: RegExp;
  /** Of the message; absent where the type says it all. */
  readonly message?: RegExp;
  /** Said only where no row without this mark fits. */
  readonly otherwise?: true;
}

/** The patterns read no more of a message than this. */
const longestMessage = 2000;

/** What is known of an error by its type and message, the likeliest first; none for an error that the tables do not hold. */
export function knownCausesOf({ type, message }: RaisedError): readonly KnownCause[] {
  const name = type.slice(type.lastIndexOf(".") + 1, type.length).slice(0, 100);
  const text = message.slice(0, longestMessage);
  const fitting = [...dataCauses, ...pythonCauses, ...scriptCauses].filter(
    (row) => row.type.test(name) && (row.message === undefined || row.message.test(text)),
  );
  const exact = fitting.filter(({ otherwise }) => otherwise === undefined);
  return (exact.length > 0 ? exact : fitting).map(({ cause, lookAt }) => ({ cause, lookAt }));
}
