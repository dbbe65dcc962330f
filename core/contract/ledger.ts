import { z } from "zod";
import { languageId, sha256 } from "./common.ts";
import { completionMetrics, confidence } from "./completion.ts";
import { request } from "./define.ts";
import { gateOutcome, gateSubject, override, verdict } from "./gate.ts";
import { testRun, testRunnerName } from "./run.ts";

export const suggestionEnd = z.enum(["accepted", "partly", "rejected", "superseded", "ignored"]);
export type SuggestionEnd = z.infer<typeof suggestionEnd>;

export const task = z.enum(["complete", "generate", "explain", "debug", "tests", "refactor", "review"]);

/** What is written when a suggestion is shown. One row for every suggestion, whatever becomes of it. */
export const shownSuggestion = z.object({
  suggestionId: z.string().max(64),
  task,
  path: z.string(),
  language: languageId,
  text: z.string(),
  confidence,
  probability: z.number(),
  gate: gateOutcome,
  findings: z.array(z.object({ ruleId: z.string(), cwe: z.array(z.int()), outcome: gateOutcome })),
  metrics: completionMetrics,
  /** Which prompt asked for it; ghost text has none. */
  prompt: z
    .object({ name: z.string(), version: z.string(), source: z.enum(["bundled", "workspace"]) })
    .optional(),
});
export type ShownSuggestion = z.infer<typeof shownSuggestion>;

/** A run of tests that a suggestion's text took part in. */
export const testedRun = z.object({
  runner: testRunnerName,
  testFile: z.string(),
  status: testRun.shape.status,
  passed: z.int(),
  failed: z.int(),
});
export type TestedRun = z.infer<typeof testedRun>;

export const ledgerRow = z.object({
  sequence: z.int(),
  suggestionId: z.string(),
  kind: z.enum(["shown", "accepted-part", "ended", "observed", "escalated", "answered"]),
  /** Milliseconds since 1970, as the clock said; order is by `sequence`. */
  at: z.number(),
  payload: z.record(z.string(), z.unknown()),
  previousHash: sha256,
  hash: sha256,
});
export type LedgerRow = z.infer<typeof ledgerRow>;

export const ledgerEntry = z.object({
  suggestionId: z.string(),
  sequence: z.int(),
  at: z.number(),
  task,
  path: z.string(),
  language: z.string(),
  model: z.string(),
  text: z.string(),
  gate: gateOutcome,
  confidence,
  latencyMs: z.number(),
  end: suggestionEnd.optional(),
  acceptedCharacters: z.int(),
  /** Share of the accepted characters that still stood there, 0–1. */
  keptAfter30s: z.number().optional(),
  keptAfter5min: z.number().optional(),
  /** How the latest run of its file's tests ended. */
  tests: testRun.shape.status.optional(),
});
export type LedgerEntry = z.infer<typeof ledgerEntry>;

export const ledgerStats = z.object({
  shown: z.int(),
  blocked: z.int(),
  ended: z.object({
    accepted: z.int(),
    partly: z.int(),
    rejected: z.int(),
    superseded: z.int(),
    ignored: z.int(),
  }),
  shownCharacters: z.int(),
  acceptedCharacters: z.int(),
  /** Median and 95th percentile of totalMs over the latest 10,000 shown; undefined when there are none. */
  latencyP50: z.number().optional(),
  latencyP95: z.number().optional(),
  rows: z.int(),
  bytes: z.int(),
  since: z.number().optional(),
});
export type LedgerStats = z.infer<typeof ledgerStats>;

export const ledgerVerification = z.object({
  ok: z.boolean(),
  rows: z.int(),
  /** The first row whose content or chain does not fit its hash. */
  brokenAt: z.int().optional(),
  detail: z.string(),
});
export type LedgerVerification = z.infer<typeof ledgerVerification>;

/** That a person knew what they accepted: they read what it does, or wrote it in a line of their own. */
export const understanding = z.object({ how: z.enum(["read", "written"]), text: z.string().max(20_000) });
export type Understanding = z.infer<typeof understanding>;

export const acceptPart = z.enum(["all", "word", "line"]);

export const ledgerRequests = {
  "ledger.list": request(
    z.object({
      before: z.int().optional(),
      limit: z.int().positive().max(500),
      end: suggestionEnd.optional(),
    }),
    z.object({ entries: z.array(ledgerEntry) }),
  ),
  "ledger.stats": request(z.object({}), ledgerStats),
  "ledger.verify": request(z.object({}), ledgerVerification),

  /**
   * The one way in. The page asks before it inserts: the gate judges `subject` (again, when its hash is not the one of
   * an earlier verdict), the ledger records it durably, and only then the answer allows the insert.
   */
  "accept.request": request(
    z.object({
      suggestionId: z.string().max(64),
      part: acceptPart,
      subject: gateSubject,
      completes: z.boolean(),
      override: override.optional(),
      understood: understanding.optional(),
    }),
    z.discriminatedUnion("allowed", [
      z.object({ allowed: z.literal(true), verdict }),
      z.object({ allowed: z.literal(false), verdict: verdict.optional(), reason: z.string() }),
    ]),
  ),
};
export const ledgerSignals = {
  /** The suggestion was drawn on the screen (not merely computed). */
  "suggestion.shown": z.object({ shown: shownSuggestion }),
  "suggestion.ended": z.object({ suggestionId: z.string().max(64), end: suggestionEnd }),
  /** What stands, some time after an accept, where the accepted text was put. */
  "suggestion.observed": z.object({
    suggestionId: z.string().max(64),
    afterSeconds: z.union([z.literal(30), z.literal(300)]),
    text: z.string(),
  }),
};
export const ledgerEvents = { "ledger.didChange": z.object({ rows: z.int() }) };
