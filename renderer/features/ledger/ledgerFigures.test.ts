import { expect, test } from "vitest";
import type { LedgerStats } from "../../../core/contract/ledger.ts";
import { keptWords, ledgerFigures, percent } from "./ledgerFigures.ts";

const stats: LedgerStats = {
  shown: 1250,
  blocked: 50,
  ended: { accepted: 300, partly: 60, rejected: 200, superseded: 500, ignored: 190 },
  shownCharacters: 40_000,
  acceptedCharacters: 10_000,
  latencyP50: 41.6,
  latencyP95: 190,
  rows: 3000,
  bytes: 1_000_000,
};

test("rates count what could be accepted", () => {
  expect(ledgerFigures(stats).map(({ name, value }) => `${name} ${value}`)).toEqual([
    "shown 1,250",
    "accepted 30 %",
    "characters 25 %",
    "blocked 50",
    "p50 42 ms",
    "p95 190 ms",
  ]);
});

test("no shown suggestion makes no rate", () => {
  const { latencyP50: _p50, latencyP95: _p95, ...rest } = stats;
  const empty = { ...rest, shown: 0, blocked: 0, shownCharacters: 0, acceptedCharacters: 0 };
  const values = ledgerFigures({
    ...empty,
    ended: { accepted: 0, partly: 0, rejected: 0, superseded: 0, ignored: 0 },
  }).map(({ value }) => value);
  expect(values).toEqual(["0", "–", "–", "0", "–", "–"]);
});

test("a share that is not none and not all is never shown as such", () => {
  expect([percent(0, 9), percent(1, 900), percent(899, 900), percent(9, 9), percent(20, 9)]).toEqual([
    "0 %",
    "< 1 %",
    "> 99 %",
    "100 %",
    "100 %",
  ]);
});

test("what was kept is said once it was looked at", () => {
  expect(keptWords({})).toBeUndefined();
  expect(keptWords({ keptAfter30s: 1 })).toEqual({
    short: "kept 100 %",
    full: "Of what was accepted there stood 100 % after 30 s",
  });
  expect(keptWords({ keptAfter30s: 1, keptAfter5min: 0.5 })).toEqual({
    short: "kept 50 %",
    full: "Of what was accepted there stood 100 % after 30 s, 50 % after 5 min",
  });
});
