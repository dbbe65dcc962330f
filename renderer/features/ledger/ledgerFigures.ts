import type { LedgerEntry, LedgerStats, SuggestionEnd } from "../../../core/contract/ledger.ts";

export interface LedgerFigure {
  readonly name: string;
  /** With its unit; "–" when there is nothing to divide by. */
  readonly value: string;
  readonly explanation: string;
}

/** What the ledger says at a glance. Rates count what could be accepted: blocked suggestions never could. */
export function ledgerFigures(stats: LedgerStats): readonly LedgerFigure[] {
  const offered = Math.max(0, stats.shown - stats.blocked);
  const taken = stats.ended.accepted + stats.ended.partly;
  return [
    { name: "shown", value: count(stats.shown), explanation: "Suggestions that stood on the screen" },
    {
      name: "accepted",
      value: percent(taken, offered),
      explanation: `${count(taken)} of ${count(offered)} were taken, whole or in part`,
    },
    {
      name: "characters",
      value: percent(stats.acceptedCharacters, stats.shownCharacters),
      explanation: `${count(stats.acceptedCharacters)} of ${count(stats.shownCharacters)} characters were taken`,
    },
    {
      name: "blocked",
      value: count(stats.blocked),
      explanation: "Shown struck, because the gate refused them",
    },
    { name: "p50", value: latency(stats.latencyP50), explanation: "Half came faster than this" },
    { name: "p95", value: latency(stats.latencyP95), explanation: "19 of 20 came faster than this" },
  ];
}

/** "37 %"; never "0 %" or "100 %" for a share that is neither. */
export function percent(part: number, whole: number): string {
  if (whole <= 0) return "–";
  const share = Math.min(1, part / whole);
  const rounded = Math.round(share * 100);
  if (rounded === 0 && share > 0) return "< 1 %";
  if (rounded === 100 && share < 1) return "> 99 %";
  return `${rounded} %`;
}

function count(value: number): string {
  return value.toLocaleString("en");
}

function latency(value: number | undefined): string {
  return value === undefined ? "–" : milliseconds(value);
}

export const endWords: Readonly<Record<SuggestionEnd, { readonly shape: string; readonly tone: string }>> = {
  accepted: { shape: "✓", tone: "pass" },
  partly: { shape: "◐", tone: "pass" },
  rejected: { shape: "×", tone: "block" },
  superseded: { shape: "→", tone: "dim" },
  ignored: { shape: "○", tone: "dim" },
};

/** What was kept at the latest look, short and in full; undefined before the first look. */
export function keptWords(
  entry: Pick<LedgerEntry, "keptAfter30s" | "keptAfter5min">,
): { readonly short: string; readonly full: string } | undefined {
  const share = (value: number): string => `${Math.round(value * 100)} %`;
  const latest = entry.keptAfter5min ?? entry.keptAfter30s;
  if (latest === undefined) return undefined;
  const parts = [
    ...(entry.keptAfter30s === undefined ? [] : [`${share(entry.keptAfter30s)} after 30 s`]),
    ...(entry.keptAfter5min === undefined ? [] : [`${share(entry.keptAfter5min)} after 5 min`]),
  ];
  return { short: `kept ${share(latest)}`, full: `Of what was accepted there stood ${parts.join(", ")}` };
}

/** What the cache answers takes no whole millisecond, which is not none. */
export function milliseconds(value: number): string {
  return value < 1 ? "<1 ms" : `${Math.round(value)} ms`;
}
