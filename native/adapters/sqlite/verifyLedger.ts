import { createHash } from "node:crypto";
import type { Database } from "better-sqlite3";
import type { CancelSignal } from "../../../core/base/cancelSignal.ts";
import { fail, ok, type Result } from "../../../core/base/result.ts";
import { type Failure, failureOf } from "../../../core/contract/failure.ts";
import type { LedgerVerification } from "../../../core/contract/ledger.ts";
import { chainEncoding, chainStart } from "../../../core/metrics/ledgerChain.ts";
import { eventRow, headRow } from "./ledgerRows.ts";
import { guarded } from "./sqliteFailure.ts";

/** Few enough that the host answers a keystroke between two slices. */
const sliceRows = 1000;

interface Chain {
  rows: number;
  hash: string;
  broken: { readonly at: number; readonly detail: string } | undefined;
}

/**
 * Walks the chain from its first row and stops at the first that does not fit: changed, removed, put elsewhere, or
 * with a text that is not the one recorded. A text that is gone is retention's doing and no fault. That the last rows
 * were cut off shows by the summary, which is written with each of them.
 */
export async function verifyLedger(
  database: Database,
  signal: CancelSignal,
): Promise<Result<LedgerVerification, Failure>> {
  const head = guarded("ledger", () =>
    headRow.parse(
      database.prepare("SELECT row_count, head_hash, shown FROM ledger_summary WHERE id = 1").get(),
    ),
  );
  if (!head.ok) return head;
  const slice = database.prepare(
    `SELECT e.*, t.text FROM ledger_event e LEFT JOIN ledger_text t USING (sequence)
     WHERE e.sequence > ? AND e.sequence <= ? ORDER BY e.sequence LIMIT ${sliceRows}`,
  );
  const chain: Chain = { rows: 0, hash: chainStart, broken: undefined };
  for (;;) {
    if (signal.aborted) return fail(failureOf("cancelled", "Cancelled."));
    const rows = guarded("ledger", () => slice.all(chain.rows, head.value.row_count));
    if (!rows.ok) return rows;
    for (const row of rows.value) {
      follow(chain, row);
      if (chain.broken !== undefined) return ok(brokenAt(chain, chain.broken));
    }
    if (rows.value.length < sliceRows) break;
    await new Promise((resolve) => setImmediate(resolve));
  }
  if (chain.rows !== head.value.row_count || chain.hash !== head.value.head_hash.toString("hex"))
    return ok(
      brokenAt(chain, {
        at: chain.rows + 1,
        detail: `The ledger ends at row ${chain.rows}, but ${head.value.row_count} rows were written.`,
      }),
    );
  return ok({ ok: true, rows: chain.rows, detail: `${chain.rows} rows, each chained to the last.` });
}

function brokenAt(
  chain: Chain,
  broken: { readonly at: number; readonly detail: string },
): LedgerVerification {
  return { ok: false, rows: chain.rows, brokenAt: broken.at, detail: broken.detail };
}

function follow(chain: Chain, row: unknown): void {
  const expected = chain.rows + 1;
  const parsed = eventRow.safeParse(row);
  if (!parsed.success) {
    chain.broken = { at: expected, detail: `Row ${expected} cannot be read.` };
    return;
  }
  const read = parsed.data;
  const hash = sha256(
    chainEncoding({
      sequence: read.sequence,
      suggestionId: read.suggestion_id,
      kind: read.kind,
      at: read.at,
      payload: read.payload,
      previousHash: read.previous_hash.toString("hex"),
    }),
  );
  const detail =
    read.sequence !== expected
      ? `Row ${expected} is missing.`
      : read.previous_hash.toString("hex") !== chain.hash
        ? `Row ${expected} does not follow row ${expected - 1}.`
        : read.hash.toString("hex") !== hash
          ? `Row ${expected} was changed.`
          : read.text !== null && !read.payload.endsWith(textHashEnd(read.text))
            ? `The text of row ${expected} was changed.`
            : undefined;
  if (detail !== undefined) {
    chain.broken = { at: expected, detail };
    return;
  }
  chain.rows = expected;
  chain.hash = hash;
}

/** How a payload ends whose row has a text: SqliteLedger writes the text's hash last. */
function textHashEnd(text: string): string {
  return `"textSha256":"${sha256(text)}"}`;
}

function sha256(text: string): string {
  return createHash("sha256").update(text).digest("hex");
}
