import type { Result } from "../../../core/base/result.ts";
import type { Failure } from "../../../core/contract/failure.ts";
import type { RetrievedChunk } from "../../../core/contract/retrieval.ts";
import type { TestRun } from "../../../core/contract/run.ts";
import type { DefinitionPlace } from "../../../core/retrieval/indexStore.ts";
import type { SyntaxParser } from "../../../core/syntax/syntaxParser.ts";
import type { CompletionModels, Gate } from "../completion/completionParts.ts";
import type { Overlay } from "../run/sandbox.ts";
import type { PromptTexts } from "./promptLibrary.ts";

/** What the assistant reads of the workspace. Every path is checked where it is read. */
export interface WorkspaceTexts {
  /** Absolute. */
  readonly root: string;
  /** Whether the workspace has such a package of npm installed. */
  hasPackage(name: string): boolean;
  /** Undefined for what is not there, binary, or ignored by .airlockignore. */
  readText(path: string): Promise<string | undefined>;
  listFiles(signal: AbortSignal): Promise<Result<readonly string[], Failure>>;
  /** The working tree against the last commit, as a unified diff. */
  diff(signal: AbortSignal): Promise<Result<string, Failure>>;
  /** The files of a change with their texts: the working tree against the last commit, or "A..B". */
  changes(
    revisions: string | undefined,
    signal: AbortSignal,
  ): Promise<Result<readonly ChangedText[], Failure>>;
}

/** "" where the file is not there, before or after. */
export interface ChangedText {
  readonly path: string;
  readonly before: string;
  readonly after: string;
}

/** Finds code; empty while there is no index. */
export interface Retriever {
  /** What fits a question best, best first. */
  retrieve(
    query: string,
    limit: number,
    near: string | undefined,
    signal: AbortSignal,
  ): Promise<readonly RetrievedChunk[]>;
  /** Where a name is defined. */
  definitionsOf(name: string): Promise<readonly DefinitionPlace[]>;
  /** Files in which a name stands. */
  filesNaming(name: string): Promise<readonly string[]>;
}

export interface TestRuns {
  runTests(
    request: {
      readonly testFile: string;
      readonly files: readonly Overlay[];
      readonly trace?: string | undefined;
    },
    onOutput: (text: string) => void,
    signal: AbortSignal,
  ): Promise<Result<TestRun, Failure>>;
  /** "Generated code runs in …", or why it cannot. */
  sandbox(): Result<string, Failure>;
}

export interface AssistantParts {
  readonly models: CompletionModels;
  readonly gate: Gate;
  readonly runs: TestRuns;
  readonly workspace: WorkspaceTexts;
  readonly retriever: Retriever;
  readonly parser: SyntaxParser;
  readonly prompts: PromptTexts;
  /** "Python 3.11, pandas 2.2, pytest 8" for code in that file; empty when nothing is known. */
  readonly describeEnvironment: (
    path: string,
    language: string,
    imports: readonly string[],
  ) => Promise<string>;
}
