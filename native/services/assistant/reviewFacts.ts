import {
  type ChangedFunction,
  changedFunctions,
  risksOf,
  suggestionsFor,
} from "../../../core/assistant/changedFunctions.ts";
import { subjectOfEdit } from "../../../core/assistant/changedSpan.ts";
import { hunksOf } from "../../../core/assistant/hunks.ts";
import { unifiedDiff } from "../../../core/assistant/unifiedDiff.ts";
import { languageOfPath } from "../../../core/base/languageOfPath.ts";
import { ok, type Result } from "../../../core/base/result.ts";
import type { Fact, FactGroup, ProposedEdit } from "../../../core/contract/assistant.ts";
import type { Failure } from "../../../core/contract/failure.ts";
import type { Finding } from "../../../core/contract/gate.ts";
import { withEdits } from "../../../core/gate/withEdits.ts";
import { isTestFile } from "../../../core/sandbox/testFiles.ts";
import type { AssistantParts, ChangedText } from "./assistantParts.ts";
import type { FactsInput, FactsKnown, KnownFix } from "./factsFor.ts";
import { readTree } from "./readTree.ts";

const mostFiles = 60;
const mostTests = 400;

/** A review without a model: what the gate finds in the changed lines, what changed for callers, and what no test names. */
export async function reviewFacts(
  { question, read, files }: FactsInput,
  parts: AssistantParts,
  signal: AbortSignal,
): Promise<Result<FactsKnown, Failure>> {
  const changes = await changesOf(question.revisions, read?.target, parts, signal);
  if (!changes.ok) return changes;
  const shown = changes.value.slice(0, mostFiles);
  const functions: ChangedFunction[] = [];
  const findings: Fact[] = [];
  const fixes: KnownFix[] = [];
  for (const { path, before, after } of shown) {
    const language = languageOfPath(path);
    const edit = { path, language, before, after, isNewFile: before === "" };
    if (after !== "" && after !== before) {
      const verdict = await parts.gate.scan(subjectOfEdit(edit), signal, "thorough");
      findings.push(...verdict.findings.map((finding) => findingFact(path, finding)));
      fixes.push(...verdict.findings.flatMap((finding) => fixOf(edit, finding)));
    }
    functions.push(
      ...changedFunctions({
        path,
        before: before === "" ? undefined : await readTree({ path, language, text: before }, parts.parser),
        after: await readTree({ path, language, text: after }, parts.parser),
        hunks: hunksOf(before, after),
      }),
    );
  }
  const groups: FactGroup[] = [
    { title: "Findings", facts: findings },
    { title: "Risks", facts: functions.flatMap(risksOf) },
    { title: "Missing tests", facts: await untested(functions, files, parts) },
    { title: "Suggestions", facts: functions.flatMap(suggestionsFor) },
    { title: "Changed", facts: [...shown.map(changeFact), ...leftOut(changes.value.length)] },
  ];
  return ok({
    groups: groups.filter(({ facts }) => facts.length > 0),
    fixes,
    diffs: shown.map(({ path, before, after }) => ({ path, text: unifiedDiff(path, before, after) })),
  });
}

/** The files of a change; one file that is named is reviewed as a whole. */
async function changesOf(
  revisions: string | undefined,
  target: { readonly path: string; readonly text: string } | undefined,
  { workspace }: AssistantParts,
  signal: AbortSignal,
): Promise<Result<readonly ChangedText[], Failure>> {
  if (target !== undefined) return ok([{ path: target.path, before: "", after: target.text }]);
  return await workspace.changes(revisions, signal);
}

/** The file with one finding mended; none where that is not mechanical. */
function fixOf(edit: ProposedEdit, { message, fix }: Finding): readonly KnownFix[] {
  if (fix?.edits === undefined) return [];
  const after = withEdits(edit.after, fix.edits);
  return [
    {
      edit: { ...edit, before: edit.after, after, isNewFile: false },
      explanation: `${message} ${fix.description}`,
    },
  ];
}

function findingFact(path: string, { message, severity, range, outcome, fix }: Finding): Fact {
  const instead = fix === undefined ? "" : ` ${fix.description}`;
  return {
    text: `${path}:${range.start.line + 1}: ${message}${instead}`,
    place: { path, line: range.start.line, endLine: range.end.line },
    severity,
    tone: outcome === "block" ? "bad" : "warn",
  };
}

function changeFact({ path, before, after }: ChangedText): Fact {
  const hunks = hunksOf(before, after);
  const added = hunks.reduce((sum, hunk) => sum + hunk.added.length, 0);
  const removed = hunks.reduce((sum, hunk) => sum + hunk.removed.length, 0);
  const line = hunks[0]?.newStart ?? 0;
  return { text: `${path}: ${added} added, ${removed} removed`, place: { path, line } };
}

function leftOut(count: number): readonly Fact[] {
  if (count <= mostFiles) return [];
  return [
    { text: `${count - mostFiles} more files were not looked at: review them in parts.`, tone: "warn" },
  ];
}

/** Functions whose name no test file mentions. */
async function untested(
  functions: readonly ChangedFunction[],
  files: readonly string[],
  { workspace }: AssistantParts,
): Promise<readonly Fact[]> {
  const wanted = functions.filter(({ path, after }) => !isTestFile(path) && !/(^|\.)_/.test(after.name));
  if (wanted.length === 0) return [];
  const words = new Set<string>();
  for (const path of files.filter(isTestFile).slice(0, mostTests))
    for (const [word] of ((await workspace.readText(path)) ?? "").matchAll(/[\p{L}_$][\p{L}\p{N}_$]*/gu))
      words.add(word);
  return wanted
    .filter(({ after }) => !words.has(after.name.split(".").at(-1) ?? after.name))
    .map(({ path, after }) => ({
      text: `No test names ${after.name} (${path}:${after.startLine + 1}).`,
      place: { path, line: after.startLine },
      tone: "warn",
    }));
}
