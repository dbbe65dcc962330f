import type { LedgerRow } from "../contract/ledger.ts";

/** The first row's previous hash. */
export const chainStart = "0".repeat(64);

/**
 * What a row's sha256 is taken over. JSON of an array of strings and numbers is unambiguous: no two different rows
 * share an encoding. `payload` is the text as stored, not the parsed object, so that key order cannot matter.
 */
export function chainEncoding(row: {
  readonly sequence: number;
  readonly suggestionId: string;
  readonly kind: LedgerRow["kind"];
  readonly at: number;
  readonly payload: string;
  readonly previousHash: string;
}): string {
  return JSON.stringify([row.sequence, row.suggestionId, row.kind, row.at, row.payload, row.previousHash]);
}
