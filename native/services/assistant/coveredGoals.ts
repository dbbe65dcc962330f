import type { CoverEvidence } from "../../../core/contract/assistant.ts";
import type { TestRun } from "../../../core/contract/run.ts";
import type { CoverageGoal } from "../../../core/facts/branches.ts";
import { reachedGoals } from "../../../core/facts/reachedGoals.ts";
import type { PreparedQuestion } from "./preparedQuestion.ts";

/** What tests that were written for a function should reach. */
export interface Covering {
  /** The file of the function, as the editor shows it: its lines are what a run is followed by. */
  readonly path: string;
  readonly text: string;
  readonly goals: readonly CoverageGoal[];
}

/** Undefined where no tests were asked for, or where they go into the function's own file: there they move its lines. */
export function coveringOf({
  testing,
  target,
}: Pick<PreparedQuestion, "testing" | "target">): Covering | undefined {
  if (testing === undefined || target === undefined || testing.path === target.path) return undefined;
  return { path: target.path, text: target.text, goals: testing.cases };
}

/** Which of the goals a run has reached; undefined where it was not measured. */
export function coversOf({ goals }: Covering, run: TestRun | undefined): CoverEvidence | undefined {
  const lines = run?.reached?.lines;
  if (lines === undefined) return undefined;
  const found = new Map(reachedGoals(goals, lines).map(({ name, reached }) => [name, reached]));
  const judged = goals.map(({ name, description, line }) => ({
    description,
    line,
    reached: found.get(name) ?? "notTold",
  }));
  const count = (...ones: readonly string[]): number =>
    judged.filter(({ reached }) => ones.includes(reached)).length;
  return { reached: count("yes"), told: count("yes", "no"), goals: judged };
}
