import { confidenceOf } from "../completion/confidence.ts";
import type { TestEvidence, TypeEvidence } from "../contract/assistant.ts";
import type { Confidence } from "../contract/completion.ts";
import type { GateOutcome } from "../contract/gate.ts";

export interface AnswerEvidence {
  /** Geometric mean of the tokens' probabilities. */
  readonly probability: number;
  readonly tokens: number;
  readonly outcome: GateOutcome;
  /** Cyclomatic complexity of the code; 0 where there is none. */
  readonly complexity: number;
  readonly types: TypeEvidence;
  readonly tests: TestEvidence;
  readonly interrupted: boolean;
}

/** More ways through a piece of code than this are hard to get right in one go. McCabe's own limit. */
const complex = 10;

/** A word for how far to trust an answer, and why. Evidence lowers it; only tests that ran and passed hold it up. */
export function answerConfidence(evidence: AnswerEvidence): {
  readonly level: Confidence;
  readonly reasons: readonly string[];
} {
  const { level, reasons } = confidenceOf(evidence);
  const against: string[] = [];
  const doubts: string[] = [];
  if (evidence.interrupted) against.push("the model stopped in the middle");
  if (evidence.tests.status === "failed") against.push("tests fail with it");
  if (evidence.types.status === "errors") against.push("the type checker refuses it");
  if (evidence.tests.status === "stopped") doubts.push("its tests were stopped");
  if (evidence.complexity > complex) doubts.push(`it has ${evidence.complexity} ways through`);
  const supported = evidence.tests.status === "passed" ? ["tests pass with it"] : [];
  return {
    level: against.length > 0 ? "low" : doubts.length > 0 && level === "high" ? "medium" : level,
    reasons: [...reasons, ...against, ...doubts, ...supported],
  };
}
