import type { CoverageGoal } from "./branches.ts";

export interface ReachedGoal {
  /** The goal's. */
  readonly name: string;
  readonly reached: "yes" | "no" | "notTold";
}

/** Which goals the lines that ran while tests ran prove reached; "notTold" where lines cannot tell. Zero-based. */
export function reachedGoals(
  goals: readonly CoverageGoal[],
  lines: readonly number[],
): readonly ReachedGoal[] {
  const ran = new Set(lines);
  return goals.map(({ name, provenBy }) => ({
    name,
    reached: provenBy === undefined ? "notTold" : provenBy.lines.some((line) => ran.has(line)) ? "yes" : "no",
  }));
}
