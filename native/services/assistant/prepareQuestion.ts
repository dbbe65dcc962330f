import { errorSentence } from "../../../core/assistant/debugFacts.ts";
import { namesUsed } from "../../../core/assistant/namesUsed.ts";
import { linesBetween, linesOf } from "../../../core/assistant/textLines.ts";
import { lineStarts } from "../../../core/base/lines.ts";
import { fail, ok, type Result } from "../../../core/base/result.ts";
import type { AskTarget, Question } from "../../../core/contract/assistant.ts";
import { type Failure, failureOf } from "../../../core/contract/failure.ts";
import { importsIn } from "../../../core/facts/identifiersIn.ts";
import { type EnclosingDefinition, enclosingDefinition, outlineOf } from "../../../core/facts/outline.ts";
import type { SourceTree } from "../../../core/facts/sourceTree.ts";
import { testFilesFor } from "../../../core/sandbox/testFiles.ts";
import type { AssistantParts } from "./assistantParts.ts";
import { type FactsKnown, factsFor } from "./factsFor.ts";
import { type FailureFound, findFailure } from "./findFailure.ts";
import { gatherContext, pieceOf } from "./gatherContext.ts";
import { planTests } from "./planTests.ts";
import type { PreparedQuestion } from "./preparedQuestion.ts";
import { readTree } from "./readTree.ts";

/** What a question points at, read. Lines are zero-based, both inclusive. */
export interface ReadTarget {
  readonly target: AskTarget;
  /** Absent for languages without a grammar. */
  readonly tree: SourceTree | undefined;
  readonly definition: EnclosingDefinition | undefined;
  readonly span: { readonly startLine: number; readonly endLine: number };
}

const mostNames = 12;
const nothingKnown: FactsKnown = { groups: [], fixes: [] };

/**
 * Gathers everything that can be known without the model, and what the model should see.
 * @param needsFacts false where only the pieces of context are wanted: they are asked for while somebody types
 */
export async function prepareQuestion(
  question: Question,
  parts: AssistantParts,
  signal: AbortSignal,
  needsFacts = true,
): Promise<Result<PreparedQuestion, Failure>> {
  const listed = await parts.workspace.listFiles(signal);
  if (!listed.ok) return listed;
  const files = listed.value;
  const failure = question.task === "debug" ? findFailure(question, files, parts.workspace.root) : undefined;
  if (failure !== undefined && !failure.ok) return failure;
  const failed = failure?.value;
  const pointed = await targetOf(question, failed, parts);
  if (!pointed.ok) return pointed;
  const read = pointed.value && (await readTarget(question, pointed.value, failed, parts));
  const testing = question.task === "tests" && read ? await planTests(read, files, parts) : undefined;
  const facts = needsFacts
    ? await factsFor({ question, read, failed, testing, files }, parts, signal)
    : ok(nothingKnown);
  if (!facts.ok) return facts;
  const testFile = read && namesakeTest(read.target.path, files);
  return ok({
    question,
    target: read?.target,
    definition: read?.definition,
    code: read ? textOf(read) : "",
    facts: facts.value.groups,
    fixes: facts.value.fixes,
    error: failed && {
      sentence: errorSentence(failed.traceback.error),
      line: failed.place?.path === read?.target.path ? failed.place?.line : undefined,
    },
    testing,
    testFile,
    pieces: [
      ...(failed === undefined
        ? []
        : [pieceOf({ origin: "traceback", text: failed.text, why: "What failed." })]),
      ...(facts.value.diffs ?? []).map(({ path, text }) =>
        pieceOf({ origin: "gitDiff", path, text, why: "It changed: it is under review." }),
      ),
      ...(await gatherContext(
        {
          question,
          code: read ? textOf(read) : "",
          codeLines: read && { path: read.target.path, start: read.span.startLine, end: read.span.endLine },
          names: read ? namesIn(read) : [],
          testFile: question.task === "tests" ? undefined : testFile,
          signal,
        },
        parts,
      )),
    ],
    environment:
      read === undefined
        ? ""
        : await parts.describeEnvironment(read.target.path, read.target.language, importsOf(read)),
  });
}

/** What is pointed at; where a failure points when nothing else does; a file of its own for something new. */
async function targetOf(
  { task, target, spec }: Question,
  failed: FailureFound | undefined,
  { workspace }: AssistantParts,
): Promise<Result<AskTarget | undefined, Failure>> {
  if (target !== undefined) return ok(target);
  if (failed?.place !== undefined) {
    const { path, language, line } = failed.place;
    const text = await workspace.readText(path);
    return ok(text === undefined ? undefined : { path, language, text, startLine: line, endLine: line });
  }
  if (task === "review" || task === "tour" || task === "debug") return ok(undefined);
  if (task === "generate" && spec.trim() !== "")
    return ok({ path: "generated.py", language: "python", text: "", startLine: 0, endLine: 0 });
  return fail(failureOf("invalidRequest", `Name a file, and lines of it if you like, for "${task}".`));
}

async function readTarget(
  { task }: Question,
  target: AskTarget,
  failed: FailureFound | undefined,
  { parser }: AssistantParts,
): Promise<ReadTarget> {
  const tree = await readTree(target, parser);
  const asked = writtenLines(target);
  const { startLine: first, endLine: last } = asked;
  if (tree === undefined) return { target, tree, definition: undefined, span: asked };
  const line = failed?.place?.path === target.path ? failed.place.line : first;
  const around = enclosingDefinition({ ...tree, line });
  const covers = around !== undefined && around.startLine <= first && last <= around.endLine;
  const inside = covers ? around : firstInside(tree, asked, task);
  // A blank line inside of a function asks for something there, not for all of the function.
  const isPlace = task === "complete" || (task === "generate" && !covers);
  return { target, tree, definition: inside, span: isPlace || inside === undefined ? asked : inside };
}

/** The asked lines without blank ones at their ends; as they are where nothing is written in them. */
function writtenLines({ text, startLine, endLine }: AskTarget): ReadTarget["span"] {
  const lines = linesOf(text);
  const last = Math.min(endLine, lines.length - 1);
  const first = Math.min(startLine, last);
  const isWritten = (line: number): boolean => (lines[line] ?? "").trim() !== "";
  const written = lines
    .map((_, line) => line)
    .filter((line) => line >= first && line <= last && isWritten(line));
  return { startLine: written[0] ?? first, endLine: written.at(-1) ?? last };
}

/** Tests are written for one function: the first one, where more is selected. One that is selected whole is that one. */
function firstInside(
  tree: SourceTree,
  lines: ReadTarget["span"],
  task: Question["task"],
): EnclosingDefinition | undefined {
  const inside = outlineOf({ ...tree, ...lines }).filter(
    ({ kind, startLine, endLine }) =>
      startLine >= lines.startLine && endLine <= lines.endLine && kind !== "class",
  );
  const [only] = inside;
  if (only === undefined || (inside.length > 1 && task !== "tests")) return undefined;
  return enclosingDefinition({ ...tree, line: only.startLine });
}

function textOf({ target, span }: ReadTarget): string {
  return linesBetween(linesOf(target.text), span.startLine, span.endLine + 1);
}

function namesIn({ tree, span }: ReadTarget): readonly string[] {
  if (tree === undefined) return [];
  const starts = lineStarts(tree.source);
  const start = starts[span.startLine] ?? 0;
  const end = starts[span.endLine + 1] ?? tree.source.length;
  return namesUsed(tree.root, tree.source, start, end).slice(0, mostNames);
}

function importsOf({ tree }: ReadTarget): readonly string[] {
  return tree === undefined ? [] : importsIn(tree).map(({ module }) => module);
}

/** The test file that is named after a file, or the file itself where it is one. */
function namesakeTest(path: string, files: readonly string[]): string | undefined {
  const stem = (path.split("/").at(-1) ?? path).replace(/\.[^.]+$/, "");
  const [first] = testFilesFor(path, files);
  return first !== undefined && (first === path || first.includes(stem)) ? first : undefined;
}
