import { once } from "node:events";
import { createWriteStream } from "node:fs";
import type { LedgerStats } from "../../../core/contract/ledger.ts";
import { composeLedger } from "../../composeParts.ts";
import { environmentFor } from "../../services/environment.ts";
import type { LedgerService } from "../../services/ledger/ledgerService.ts";
import { type ExitCode, printFailure, printJson, printLine, printNote } from "../commandOutput.ts";

interface JsonOption {
  readonly json: boolean;
}

export async function ledgerStats({ json }: JsonOption): Promise<ExitCode> {
  using ledger = openOwnLedger();
  const stats = ledger.service.stats();
  if (!stats.ok) return printFailure(stats.error);
  if (json) printJson({ ...stats.value, acceptanceRate: acceptanceRate(stats.value) });
  else for (const line of statsInWords(stats.value)) printLine(line);
  return 0;
}

/** Exit 1 when a row was changed, removed or reordered. */
export async function ledgerVerify({ json }: JsonOption): Promise<ExitCode> {
  using ledger = openOwnLedger();
  const verified = await ledger.service.verify(new AbortController().signal);
  if (!verified.ok) return printFailure(verified.error);
  if (json) printJson(verified.value);
  else printLine(verified.value.detail);
  return verified.value.ok ? 0 : 1;
}

export async function ledgerExport(
  options: JsonOption & { readonly format: string; readonly out: string },
): Promise<ExitCode> {
  if (options.format !== "raw")
    return printFailure(`The format ${options.format} is not available yet. Use --format raw.`);
  using ledger = openOwnLedger();
  const out = createWriteStream(options.out, { flags: "wx", mode: 0o600 });
  const opened = await Promise.race([once(out, "open"), once(out, "error")]).catch((error: unknown) => [
    error,
  ]);
  if (opened[0] instanceof Error)
    return printFailure(
      `${options.out} cannot be made (${opened[0].message}). Name a file that does not exist yet, in a folder you may write.`,
    );
  const written = await ledger.service.exportRaw(async (line) => {
    if (!out.write(line)) await once(out, "drain");
  }, new AbortController().signal);
  await new Promise((resolve) => out.end(resolve));
  if (!written.ok) return printFailure(written.error);
  if (options.json) printJson({ rows: written.value, file: options.out });
  else
    printNote(
      `${written.value} rows in ${options.out}. It holds source text: read it before it leaves this machine.`,
    );
  return 0;
}

/** The person's ledger; a damaged or newer one says so on stderr. */
function openOwnLedger(): { readonly service: LedgerService; [Symbol.dispose](): void } {
  const ledger = composeLedger(environmentFor(".", process.env), printNote, () => {});
  for (const notice of ledger.notices) printNote(`airlock: ${notice.message}`);
  return { service: ledger.service, [Symbol.dispose]: () => ledger.dispose() };
}

/** Share of shown suggestions that were taken, whole or in part; undefined while none was shown. */
function acceptanceRate(stats: LedgerStats): number | undefined {
  return stats.shown === 0 ? undefined : (stats.ended.accepted + stats.ended.partly) / stats.shown;
}

function statsInWords(stats: LedgerStats): string[] {
  if (stats.shown === 0) return ["Nothing has been suggested yet."];
  const percent = (share: number): string => `${(share * 100).toFixed(1)} %`;
  const { accepted, partly, rejected, superseded, ignored } = stats.ended;
  return [
    `${stats.shown} shown, ${stats.blocked} blocked`,
    `${accepted} accepted, ${partly} partly, ${rejected} rejected, ${superseded} superseded, ${ignored} ignored`,
    `Acceptance ${percent(acceptanceRate(stats) ?? 0)} of suggestions, ${percent(stats.shownCharacters === 0 ? 0 : stats.acceptedCharacters / stats.shownCharacters)} of characters`,
    ...(stats.latencyP50 === undefined
      ? []
      : [`Latency ${stats.latencyP50.toFixed(0)} ms median, ${stats.latencyP95?.toFixed(0)} ms at p95`]),
    `${stats.rows} rows, ${(stats.bytes / 1024).toFixed(0)} KiB`,
  ];
}
