import type { LedgerEvent } from "./ledgerEvent.ts";

/** A suggestion as the page would report it; for tests and the bench. */
export function shownEvent(
  suggestionId: string,
  text = "return left + right\n",
  gate: "pass" | "warn" | "block" = "pass",
  totalMs = 120,
): Extract<LedgerEvent, { kind: "shown" }> {
  return {
    kind: "shown",
    shown: {
      suggestionId,
      task: "complete",
      path: "src/sums.py",
      language: "python",
      text,
      confidence: "high",
      probability: 0.91,
      gate,
      findings: [],
      metrics: {
        model: { id: "starter", name: "Airlock Starter", sha256: "a".repeat(64) },
        promptHash: "b".repeat(64),
        promptTokens: 300,
        reusedTokens: 290,
        generatedTokens: 12,
        firstTokenMs: 60,
        totalMs,
        overheadMs: 8,
        fromCache: false,
      },
    },
  };
}

export function acceptedEvent(
  suggestionId: string,
  text = "return left + right\n",
  completes = true,
): Extract<LedgerEvent, { kind: "accepted" }> {
  return {
    kind: "accepted",
    suggestionId,
    part: completes ? "all" : "word",
    completes,
    text,
    subjectHash: "c".repeat(64),
    gate: "pass",
    findings: [],
  };
}
