import { existsSync } from "node:fs";
import { relative, resolve, sep } from "node:path";
import type { MutationReport } from "../../../core/contract/run.ts";
import { composeRun } from "../../composeRun.ts";
import { environmentFor } from "../../services/environment.ts";
import {
  type ExitCode,
  ProgressBar,
  printFailure,
  printJson,
  printLine,
  printNote,
} from "../commandOutput.ts";

export interface MutateOptions {
  readonly tests: string;
  readonly mutants: number;
  readonly json: boolean;
}

/** Measures a test file by the changes of one function that it notices. Exit 1 when a change went unnoticed. */
export async function mutate(target: string, options: MutateOptions): Promise<ExitCode> {
  const split = target.lastIndexOf(":");
  const [file, functionName] = [target.slice(0, split), target.slice(split + 1)];
  if (split <= 0 || functionName === "")
    return printFailure("Name a file and a function in it: airlock mutate FILE:FUNCTION --tests TESTFILE.");
  const missing = [file, options.tests].find((path) => !existsSync(path));
  if (missing !== undefined) return printFailure(`${missing} does not exist. Name a file that does.`);
  const [path, testFile] = [workspacePathOf(file), workspacePathOf(options.tests)];
  if (path === undefined || testFile === undefined)
    return printFailure("Both files must lie below the current folder: start airlock in the project's.");

  const { mutations } = composeRun(environmentFor(".", process.env), process.env);
  const abort = new AbortController();
  process.once("SIGINT", () => abort.abort());
  const bar = new ProgressBar("Mutating");
  const measured = await mutations.mutate(
    { path, functionName, testFile, files: [], mutants: options.mutants },
    (done, total) => bar.update(done, total),
    abort.signal,
  );
  bar.finish();
  if (!measured.ok) return printFailure(measured.error);
  if (options.json) printJson(measured.value);
  else report(measured.value);
  return measured.value.survived > 0 ? 1 : 0;
}

function report({ functionName, survivors, ...measured }: MutationReport): void {
  for (const { operator, description, line, diff } of survivors) {
    printLine(`survived: ${measured.path}:${line}: ${operator}: ${description}`);
    printLine(diff);
  }
  const run = measured.killed + measured.timedOut + measured.survived + measured.errors;
  printLine(
    `${functionName}: ${Math.round(measured.score * 100)} % of ${run} mutants noticed (${measured.killed} killed, ${measured.timedOut} ran out of limits, ${measured.survived} survived, ${measured.errors} could not be judged)`,
  );
  if (measured.planned > run)
    printNote(`${measured.planned} mutants are possible; --mutants runs more of them.`);
}

/** undefined for what does not lie below the current folder. */
function workspacePathOf(file: string): string | undefined {
  const path = relative(process.cwd(), resolve(file));
  return path === "" || path.startsWith("..") ? undefined : path.split(sep).join("/");
}
