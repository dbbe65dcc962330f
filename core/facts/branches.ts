import { findFunction } from "../sandbox/mutation/findFunction.ts";
import { CodeTree } from "./codeTree.ts";
import { type Definition, definitionsOf } from "./definitions.ts";
import { GoalFinder } from "./goalFinder.ts";
import { type Proof, ProvingLines } from "./provingLines.ts";
import type { SourceTree } from "./sourceTree.ts";

/** One thing that a test of a function should reach. */
export interface CoverageGoal {
  readonly line: number;
  readonly kind: "branch" | "boundary" | "exception" | "empty" | "loop" | "return";
  /** "when `amount > 100` holds" */
  readonly description: string;
  /** "amount_over_100": short, of small letters, and no other goal's. */
  readonly name: string;
  /** Absent where lines cannot tell whether it was reached. */
  readonly provenBy?: Proof;
}

const mostGoals = 60;

/**
 * What tests of a function should reach, in the order of the text: each side of each condition, its boundaries, loops over
 * nothing and over several, what is raised and caught, and what is returned.
 * @returns none for a function that the file does not have
 */
export function branchesToCover({
  functionName,
  ...source
}: SourceTree & { readonly functionName: string }): readonly CoverageGoal[] {
  const tree = new CodeTree(source);
  const definitions = definitionsOf(tree);
  const functions = definitions.filter(({ kind }) => kind !== "class");
  const found = findFunction(functions, functionName);
  const definition = functions.find(({ node }) => node === found?.node);
  if (definition === undefined) return [];
  const goals = [...new GoalFinder(tree, definition, definitions).goals()];
  return unique(goals.length > 0 ? goals : [endOf(tree, definition)]);
}

function endOf(tree: CodeTree, { body, node }: Definition): CoverageGoal {
  const provenBy = new ProvingLines(tree).ofEnd(body);
  return {
    line: tree.line(body ?? node),
    kind: "return",
    description: "runs to its end",
    name: "runs",
    ...(provenBy === undefined ? {} : { provenBy }),
  };
}

function unique(goals: readonly CoverageGoal[]): readonly CoverageGoal[] {
  const names = new Set<string>();
  const said = new Set<string>();
  return goals
    .filter(({ kind, description }) => {
      const isNew = !said.has(`${kind} ${description}`);
      said.add(`${kind} ${description}`);
      return isNew;
    })
    .slice(0, mostGoals)
    .map((goal) => {
      const base = goal.name === "" ? goal.kind : goal.name;
      let name = base;
      for (let number = 2; names.has(name); number++) name = `${base}_${number}`;
      names.add(name);
      return { ...goal, name };
    });
}
