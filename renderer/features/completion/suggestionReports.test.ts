import { expect, test } from "vitest";
import type { Suggestion } from "../../../core/contract/completion.ts";
import { SuggestionReports } from "./suggestionReports.ts";

const where = { path: "a.py", language: "python" };
const suggestion = (id: string, text: string, complete = true): Suggestion => ({
  id,
  text,
  complete,
  confidence: "high",
  probability: 0.9,
  verdict: {
    outcome: "pass",
    subjectHash: "0".repeat(64),
    findings: [],
    analyzers: [],
    reason: "Nothing was found.",
    milliseconds: 1,
  },
  metrics: {
    model: { id: "m", name: "M", sha256: "0".repeat(64) },
    promptHash: "0".repeat(64),
    promptTokens: 10,
    reusedTokens: 8,
    generatedTokens: 2,
    firstTokenMs: 5,
    totalMs: 9,
    overheadMs: 1,
    fromCache: false,
  },
});

function reported(): { readonly reports: SuggestionReports; readonly told: string[] } {
  const told: string[] = [];
  const reports = new SuggestionReports({
    shown: ({ shown }) => told.push(`shown ${shown.suggestionId} ${shown.text}`),
    ended: ({ suggestionId, end }) => told.push(`${end} ${suggestionId}`),
  });
  return { reports, told };
}

test("shown once, however often it is drawn, and ended once", () => {
  const { reports, told } = reported();
  reports.drawn(suggestion("1", "x"), where);
  reports.drawn(suggestion("1", "x"), where);
  reports.ended("1", "rejected");
  reports.ended("1", "ignored");
  reports.drawn(suggestion("1", "x"), where);
  expect(told).toEqual(["shown 1 x", "rejected 1"]);
});

test("what was never drawn is not told of", () => {
  const { reports, told } = reported();
  reports.extended(suggestion("1", "x\ny"));
  reports.ended("1", "superseded");
  expect(told).toEqual([]);
});

test("an unfinished one is told of whole, or as it was when something became of it", () => {
  const { reports, told } = reported();
  reports.drawn(suggestion("1", "x", false), where);
  expect(told).toEqual([]);
  reports.extended(suggestion("1", "x\ny"));
  reports.drawn(suggestion("2", "a", false), where);
  reports.ended("2", "superseded");
  reports.extended(suggestion("2", "a\nb"));
  expect(told).toEqual(["shown 1 x\ny", "shown 2 a", "superseded 2"]);
});

test("the ledger hears of it before an accept, and of no end after the last part was taken", () => {
  const { reports, told } = reported();
  reports.drawn(suggestion("1", "x", false), where);
  reports.beforeAccept("1");
  reports.accepted("1");
  reports.ended("1", "superseded");
  expect(told).toEqual(["shown 1 x"]);
});
