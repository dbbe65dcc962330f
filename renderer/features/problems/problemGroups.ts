export type ProblemSeverity = "error" | "warning" | "info";

export interface Problem {
  /** The model's address: problems of texts without a file are shown too. */
  readonly uri: string;
  /** Workspace path, or the made-up name of a text without a file. */
  readonly path: string;
  readonly severity: ProblemSeverity;
  readonly message: string;
  readonly source: string;
  readonly code: string;
  /** Zero-based, as in the contract. */
  readonly line: number;
  readonly column: number;
  readonly endLine: number;
  readonly endColumn: number;
}

export interface ProblemGroup {
  readonly path: string;
  readonly problems: readonly Problem[];
}

const rank: Readonly<Record<ProblemSeverity, number>> = { error: 0, warning: 1, info: 2 };

/** Grouped by file: files with errors first, then by path; within a file the gravest first, then from top to bottom. */
export function groupProblems(problems: readonly Problem[], filter: string): readonly ProblemGroup[] {
  const byPath = new Map<string, Problem[]>();
  for (const problem of problems) {
    if (!matchesFilter(problem, filter)) continue;
    const group = byPath.get(problem.path);
    if (group) group.push(problem);
    else byPath.set(problem.path, [problem]);
  }
  return [...byPath]
    .map(([path, found]) => ({ path, problems: found.sort(bySeverityThenPlace) }))
    .sort((a, b) => gravest(a) - gravest(b) || compareText(a.path, b.path));
}

/** Every word must be in the message, the source, the code or the path; a word that begins with "!" must not. */
function matchesFilter(problem: Problem, filter: string): boolean {
  const text =
    `${problem.message} ${problem.source} ${problem.code} ${problem.path} ${problem.severity}`.toLowerCase();
  return filter
    .toLowerCase()
    .split(/\s+/)
    .filter((word) => word !== "" && word !== "!")
    .every((word) => (word.startsWith("!") ? !text.includes(word.slice(1)) : text.includes(word)));
}

function bySeverityThenPlace(a: Problem, b: Problem): number {
  return rank[a.severity] - rank[b.severity] || a.line - b.line || a.column - b.column;
}

function gravest(group: ProblemGroup): number {
  return Math.min(...group.problems.map((problem) => rank[problem.severity]));
}

function compareText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

export function countBySeverity(problems: readonly Problem[]): Readonly<Record<ProblemSeverity, number>> {
  const counts = { error: 0, warning: 0, info: 0 };
  for (const problem of problems) counts[problem.severity]++;
  return counts;
}

export function problemKey(problem: Problem): string {
  const { uri, line, column, endLine, endColumn, source, code, message } = problem;
  return [uri, line, column, endLine, endColumn, source, code, message].join("\n");
}

/** The problem after (or before) a place, through the files in the order of the list, around the ends. */
export function problemBeside(
  groups: readonly ProblemGroup[],
  at: { readonly path: string; readonly line: number; readonly column: number } | undefined,
  by: 1 | -1,
): Problem | undefined {
  const inOrder = groups.map((group) => ({
    ...group,
    problems: group.problems.toSorted((a, b) => a.line - b.line || a.column - b.column),
  }));
  const own = at && inOrder.findIndex((group) => group.path === at.path);
  if (at === undefined || own === undefined || own < 0)
    return by > 0 ? inOrder[0]?.problems[0] : inOrder.at(-1)?.problems.at(-1);
  const isAfter = (problem: Problem): boolean =>
    problem.line > at.line || (problem.line === at.line && problem.column > at.column);
  const isBefore = (problem: Problem): boolean =>
    problem.line < at.line || (problem.line === at.line && problem.column < at.column);
  const here = inOrder[own]?.problems ?? [];
  const found = by > 0 ? here.find(isAfter) : here.findLast(isBefore);
  if (found) return found;
  const next = inOrder[(own + by + inOrder.length) % inOrder.length]?.problems;
  return by > 0 ? next?.[0] : next?.at(-1);
}

/** One line a problem, as compilers write them; lines and columns from 1. */
export function problemsText(problems: readonly Problem[]): string {
  return problems
    .map(
      ({ path, line, column, severity, message }) =>
        `${path}:${line + 1}:${column + 1}: ${severity}: ${message}`,
    )
    .join("\n");
}
