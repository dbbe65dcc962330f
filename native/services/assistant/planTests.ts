import {
  importLineOf,
  type TestFilePlan,
  testFileHeader,
  testFilePlan,
  testFileText,
} from "../../../core/assistant/testFilePlan.ts";
import type { TestRunnerName } from "../../../core/contract/run.ts";
import { branchesToCover } from "../../../core/facts/branches.ts";
import { outlineOf } from "../../../core/facts/outline.ts";
import { testStubs } from "../../../core/facts/testStubs.ts";
import { chooseRunner, configurationNames } from "../../../core/sandbox/chooseRunner.ts";
import type { AssistantParts } from "./assistantParts.ts";
import type { TestPlan } from "./preparedQuestion.ts";
import type { ReadTarget } from "./prepareQuestion.ts";

/** Which cases a function has, and where and how its tests are written. Undefined where there is no function. */
export async function planTests(
  { target, tree, definition }: ReadTarget,
  files: readonly string[],
  { workspace }: Pick<AssistantParts, "workspace">,
): Promise<TestPlan | undefined> {
  if (tree === undefined || definition === undefined || definition.kind === "class") return undefined;
  const plan = testFilePlan(target.path, files);
  const text = plan.exists ? ((await workspace.readText(plan.path)) ?? "") : "";
  const runner = await runnerOf(plan, text, files, workspace);
  const functionName = definition.name;
  const cases = branchesToCover({ ...tree, functionName });
  const [outline] = outlineOf({ ...tree, startLine: definition.startLine, endLine: definition.endLine });
  return {
    ...plan,
    text,
    ...testFileText(
      text,
      testFileHeader(plan, functionName, runner),
      functionName,
      importLineOf(plan, functionName),
    ),
    runner,
    functionName,
    cases,
    stubs: testStubs({
      functionName,
      goals: cases,
      runner,
      importPath: plan.importPath,
      inputs: outline?.inputs ?? [],
    }),
  };
}

async function runnerOf(
  { path }: TestFilePlan,
  testText: string,
  files: readonly string[],
  workspace: AssistantParts["workspace"],
): Promise<TestRunnerName> {
  const configuration = new Map<string, string>();
  for (const name of configurationNames) {
    const text = files.includes(name) ? await workspace.readText(name) : undefined;
    if (text !== undefined) configuration.set(name, text);
  }
  const chosen = chooseRunner({
    testFile: path,
    testText,
    files: new Set(files),
    configuration,
    hasPackage: (name) => workspace.hasPackage(name),
  });
  // Node has a runner of its own: with nothing installed it is the one that will run.
  return chosen ?? "node:test";
}
