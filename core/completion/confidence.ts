import type { Confidence } from "../contract/completion.ts";
import type { GateOutcome } from "../contract/gate.ts";

/** Geometric mean, 0–1; 0 for none. Each value is held away from 0, so that one token cannot erase the rest. */
export function geometricMean(probabilities: readonly number[]): number {
  if (probabilities.length === 0) return 0;
  const sum = probabilities.reduce((total, value) => total + Math.log(Math.min(1, Math.max(1e-6, value))), 0);
  return Math.min(1, Math.exp(sum / probabilities.length));
}

export interface ConfidenceInput {
  /** Geometric mean of the tokens' probabilities. */
  readonly probability: number;
  readonly tokens: number;
  readonly outcome: GateOutcome;
}

/** A word for how far to trust a suggestion, and what made it so. The gate can lower it, never raise it. */
export function confidenceOf(input: ConfidenceInput): {
  readonly level: Confidence;
  readonly reasons: readonly string[];
} {
  const percent = `${Math.round(input.probability * 100)} % sure of each token`;
  if (input.outcome === "block") return { level: "low", reasons: [percent, "the gate blocks it"] };
  const reasons = [percent];
  let level: Confidence = input.probability >= 0.7 ? "high" : input.probability >= 0.45 ? "medium" : "low";
  if (level === "high" && input.tokens < 2) {
    level = "medium";
    reasons.push("a single token says little");
  }
  if (input.outcome === "warn") {
    level = level === "high" ? "medium" : "low";
    reasons.push("the gate warns");
  }
  return { level, reasons };
}
