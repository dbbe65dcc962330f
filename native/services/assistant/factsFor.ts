import { debugFacts } from "../../../core/assistant/debugFacts.ts";
import { outlineFacts } from "../../../core/assistant/outlineFacts.ts";
import { languageOfPath } from "../../../core/base/languageOfPath.ts";
import { ok, type Result } from "../../../core/base/result.ts";
import type { Fact, FactGroup, ProposedEdit, Question } from "../../../core/contract/assistant.ts";
import type { Failure } from "../../../core/contract/failure.ts";
import { variablesAt } from "../../../core/facts/failingLine.ts";
import { outlineOf } from "../../../core/facts/outline.ts";
import { referencesTo } from "../../../core/facts/references.ts";
import type { SourceTree } from "../../../core/facts/sourceTree.ts";
import { wouldBreak } from "../../../core/facts/wouldBreak.ts";
import type { AssistantParts } from "./assistantParts.ts";
import type { FailureFound } from "./findFailure.ts";
import type { TestPlan } from "./preparedQuestion.ts";
import type { ReadTarget } from "./prepareQuestion.ts";
import { readTree } from "./readTree.ts";
import { reviewFacts } from "./reviewFacts.ts";
import { tourFacts } from "./tourFacts.ts";

export interface FactsInput {
  readonly question: Question;
  readonly read: ReadTarget | undefined;
  readonly failed: FailureFound | undefined;
  readonly testing: TestPlan | undefined;
  readonly files: readonly string[];
}

export interface FactsKnown {
  readonly groups: readonly FactGroup[];
  /** What would mend a finding, ready to be looked at as a diff. */
  readonly fixes: readonly KnownFix[];
  /** For a review: what changed, one unified diff for each file. */
  readonly diffs?: readonly { readonly path: string; readonly text: string }[];
}

export interface KnownFix {
  readonly edit: ProposedEdit;
  readonly explanation: string;
}

const mostFiles = 40;
const referenceWords = {
  call: "calls it",
  import: "imports it",
  inherits: "inherits from it",
  reads: "names it",
} as const;

/** What can be known without a model, by task. */
export async function factsFor(
  input: FactsInput,
  parts: AssistantParts,
  signal: AbortSignal,
): Promise<Result<FactsKnown, Failure>> {
  const { question, read, failed, testing } = input;
  switch (question.task) {
    case "review":
      return await reviewFacts(input, parts, signal);
    case "tour":
      return ok({ groups: await tourFacts(question, input.files, parts, signal), fixes: [] });
    case "debug":
      return ok({
        groups: [...(failed ? debugFacts(await known(failed, read, parts)) : []), ...outlines(read)],

        fixes: [],
      });
    case "tests":
      return ok({
        groups: [...(testing ? [casesOf(testing, read)] : []), ...outlines(read)],

        fixes: [],
      });
    case "refactor":
      return ok({
        groups: [...(await referenceFacts(read, parts)), ...outlines(read)],

        fixes: [],
      });
    default:
      return ok({ groups: outlines(read), fixes: [] });
  }
}

function outlines(read: ReadTarget | undefined): readonly FactGroup[] {
  if (read?.tree === undefined) return [];
  return outlineFacts(read.target.path, outlineOf({ ...read.tree, ...read.span }));
}

async function known(
  failed: FailureFound,
  read: ReadTarget | undefined,
  { workspace, parser }: AssistantParts,
) {
  const { traceback, frames, place } = failed;
  const text =
    place && (read?.target.path === place.path ? read.target.text : await workspace.readText(place.path));
  const tree = place && text !== undefined ? await readTree({ ...place, text }, parser) : undefined;
  return {
    traceback,
    own: frames,
    failingPath: place?.path,
    variables: tree && place ? variablesAt({ ...tree, line: place.line }) : [],
  };
}

function casesOf({ cases, path }: TestPlan, read: ReadTarget | undefined): FactGroup {
  return {
    title: `To cover, in ${path}`,
    facts: cases.map(({ description, line }) => ({
      text: description,
      ...(read === undefined ? {} : { place: { path: read.target.path, line } }),
    })),
  };
}

/** Who uses what is about to change, and what a change of its head would break. */
async function referenceFacts(
  read: ReadTarget | undefined,
  parts: AssistantParts,
): Promise<readonly FactGroup[]> {
  if (read?.tree === undefined || read.definition === undefined) return [];
  const name = read.definition.name.split(".").at(-1) ?? read.definition.name;
  const files = await mentioning(name, read, parts);
  const references = referencesTo({ name, definingPath: read.target.path, files });
  const [outline] = outlineOf({
    ...read.tree,
    startLine: read.definition.startLine,
    endLine: read.definition.endLine,
  });
  const uses = references.map(
    ({ path, line, text, how }): Fact => ({
      text: `${path}:${line + 1} ${referenceWords[how]}: ${text}`,
      place: { path, line },
    }),
  );
  const nobody: Fact = { text: `Nothing in the ${files.length} files that name ${name} refers to it.` };
  const risks =
    outline === undefined
      ? []
      : wouldBreak({ outline, references }).map(
          ({ sentence, places: [place] }): Fact => ({
            text: sentence,
            tone: "warn",
            ...(place === undefined ? {} : { place }),
          }),
        );
  return [
    { title: "Referred to", facts: uses.length > 0 ? uses : [nobody] },
    { title: "Would break", facts: risks },
  ].filter(({ facts }) => facts.length > 0);
}

/** Files that may mention a name, read; the file itself first. */
async function mentioning(
  name: string,
  read: ReadTarget,
  { retriever, workspace, parser }: AssistantParts,
): Promise<readonly SourceTree[]> {
  const naming = await retriever.filesNaming(name);
  const paths = naming.filter((path) => path !== read.target.path).slice(0, mostFiles);
  const trees: SourceTree[] = read.tree === undefined ? [] : [read.tree];
  for (const path of paths) {
    const text = await workspace.readText(path);
    const tree =
      text === undefined ? undefined : await readTree({ path, language: languageOfPath(path), text }, parser);
    if (tree !== undefined) trees.push(tree);
  }
  return trees;
}
