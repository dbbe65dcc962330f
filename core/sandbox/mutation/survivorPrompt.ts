import type { MutationOperator } from "./mutant.ts";

const hints: Record<MutationOperator, string> = {
  arithmetic: "values for which the two operations give different results (not 0, 1 or equal ones)",
  boundary: "the value exactly on the boundary, and its neighbours",
  comparison: "one input for which the comparison holds and one for which it does not",
  logical: "an input for which only one of the two sides holds",
  "negated condition": "an input for each branch, and what each must give",
  "removed not": "an input for each branch, and what each must give",
  constant: "an input whose result depends on that very value",
  return: "the value that is returned, not only that the call succeeds",
  "removed exception": "an input that must raise, and the exception it must raise",
  "removed call": "the effect that this call has and that would be missing",
};

export interface SurvivorQuestion {
  readonly path: string;
  readonly functionName: string;
  readonly testFile: string;
  /** The test runner's name. */
  readonly runner: string;
  readonly operator: MutationOperator;
  readonly diff: string;
}

/** The instruction by which a model is asked for a test that kills a mutant. */
export function survivorPrompt(question: SurvivorQuestion): string {
  const { path, functionName, testFile, runner, operator, diff } = question;
  return `The tests in ${testFile} still pass when ${functionName} in ${path} is changed like this:

${diff}
Write one more ${runner} test for ${testFile} that passes for ${functionName} as it is and fails for the changed one.
Check ${hints[operator]}.
Answer with the test alone, in the style of the tests that are there.
`;
}
