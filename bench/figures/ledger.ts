import { randomUUID } from "node:crypto";
import type { LedgerEvent } from "../../core/metrics/ledgerEvent.ts";
import { openLedger } from "../../native/adapters/sqlite/openLedger.ts";
import { type Figure, median } from "../figure.ts";
import { inTemporaryFolder } from "../temporaryFolder.ts";

const batch = 1000;
/** Each suggestion is two rows: shown and ended. */
const suggestions = 500_000;
const nowhere = "0".repeat(64);

function suggestion(index: number): LedgerEvent[] {
  const suggestionId = randomUUID();
  return [
    {
      kind: "shown",
      shown: {
        suggestionId,
        task: "complete",
        path: `src/module${index % 400}.py`,
        language: "python",
        text: `self.value_${index} = value_${index}`,
        confidence: "medium",
        probability: 0.5,
        gate: "pass",
        findings: [],
        metrics: {
          model: { id: "bench", name: "bench", sha256: nowhere },
          promptHash: nowhere,
          promptTokens: 400,
          reusedTokens: 390,
          generatedTokens: 12,
          firstTokenMs: 20,
          totalMs: 40 + (index % 97),
          overheadMs: 2,
          fromCache: false,
        },
      },
    },
    { kind: "ended", suggestionId, end: index % 3 === 0 ? "rejected" : "superseded" },
  ];
}

export const figure: Figure = {
  name: "ledger",
  claims: "rows chained and written durably in batches; statistics over a million rows",
  run: (progress) =>
    inTemporaryFolder(async (folder) => {
      const { ledger, close } = openLedger(folder);
      const started = performance.now();
      for (let index = 0; index < suggestions; index += batch / 2) {
        const events = Array.from({ length: batch / 2 }, (_, offset) => suggestion(index + offset)).flat();
        const appended = ledger.append(events, Date.now());
        if (!appended.ok || appended.value.some((outcome) => !outcome.recorded))
          throw new Error("The ledger refused a row.");
        if (index % 100_000 === 0) progress(`${index * 2} rows`);
      }
      const seconds = (performance.now() - started) / 1000;
      const times = Array.from({ length: 20 }, () => {
        const before = performance.now();
        const stats = ledger.stats();
        if (!stats.ok || stats.value.rows !== suggestions * 2)
          throw new Error("The statistics do not count every row.");
        return performance.now() - before;
      });
      close();
      return [
        {
          what: `append, batches of ${batch.toLocaleString("en")} rows, each synced`,
          value: (suggestions * 2) / seconds,
          unit: "rows/s",
          target: { atLeast: 10_000 },
        },
        {
          what: "statistics over 1,000,000 rows, median of 20",
          value: median(times),
          unit: "ms",
          target: { atMost: 100 },
        },
      ];
    }),
};
