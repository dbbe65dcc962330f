import type { Definition } from "../../../core/assistant/infillForm.ts";
import type { TestFilePlan, TestFileText } from "../../../core/assistant/testFilePlan.ts";
import type { AskTarget, ContextPiece, FactGroup, Question } from "../../../core/contract/assistant.ts";
import type { TestRunnerName } from "../../../core/contract/run.ts";
import type { CoverageGoal } from "../../../core/facts/branches.ts";
import type { KnownFix } from "./factsFor.ts";

/** Everything known before the model is asked. */
export interface PreparedQuestion {
  readonly question: Question;
  /** Absent for questions about the whole workspace. */
  readonly target: AskTarget | undefined;
  readonly definition: Definition | undefined;
  /** The lines that are asked about, as text. */
  readonly code: string;
  readonly facts: readonly FactGroup[];
  readonly fixes: readonly KnownFix[];
  readonly error: { readonly sentence: string; readonly line: number | undefined } | undefined;
  readonly testing: TestPlan | undefined;
  /** The test file that says something of the target; undefined when there is none. */
  readonly testFile: string | undefined;
  /** Best first. */
  readonly pieces: readonly ContextPiece[];
  readonly environment: string;
}

export interface TestPlan extends TestFilePlan, TestFileText {
  readonly text: string;
  readonly runner: TestRunnerName;
  readonly functionName: string;
  readonly cases: readonly CoverageGoal[];
  /** A file that runs, and fails until its tests are written. */
  readonly stubs: string;
}
