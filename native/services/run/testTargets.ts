import { languageOfPath } from "../../../core/base/languageOfPath.ts";
import { lineAt, lineStarts } from "../../../core/base/lines.ts";
import { ok, type Result } from "../../../core/base/result.ts";
import type { Failure } from "../../../core/contract/failure.ts";
import type { TestTargets } from "../../../core/contract/run.ts";
import { functionsToMutate } from "../../../core/sandbox/mutation/planMutants.ts";
import { testFilesFor } from "../../../core/sandbox/testFiles.ts";
import type { SyntaxParser } from "../../../core/syntax/syntaxParser.ts";

export interface TestTargetsParts {
  readonly parser: SyntaxParser;
  /** Workspace paths of every file that git does not ignore. */
  readonly listFiles: (signal: AbortSignal) => Promise<Result<readonly string[], Failure>>;
}

const mostTestFiles = 200;

/** What can be run and measured from the file that somebody looks at. */
export async function testTargetsOf(
  { path, text }: { readonly path: string; readonly text: string },
  { parser, listFiles }: TestTargetsParts,
  signal: AbortSignal,
): Promise<Result<TestTargets, Failure>> {
  const files = await listFiles(signal);
  if (!files.ok) return files;
  await parser.load(languageOfPath(path));
  const starts = lineStarts(text);
  return ok({
    functions: functionsToMutate(path, text, parser).map(({ name, node }) => ({
      name,
      startLine: lineAt(starts, node.start),
      endLine: lineAt(starts, node.end),
    })),
    testFiles: testFilesFor(path, files.value).slice(0, mostTestFiles),
  });
}
