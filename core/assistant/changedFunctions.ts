import type { Fact } from "../contract/assistant.ts";
import { type CodeOutline, outlineOf } from "../facts/outline.ts";
import type { SourceTree } from "../facts/sourceTree.ts";
import type { Hunk } from "./hunks.ts";
import { linesOf } from "./textLines.ts";

/** One file of a change, before and after. */
export interface ChangedFile {
  readonly path: string;
  readonly before: SourceTree | undefined;
  readonly after: SourceTree | undefined;
  readonly hunks: readonly Hunk[];
}

export interface ChangedFunction {
  readonly path: string;
  readonly before: CodeOutline | undefined;
  readonly after: CodeOutline;
}

/** The functions that a change touches or adds, as they are afterwards. */
export function changedFunctions({ path, before, after, hunks }: ChangedFile): readonly ChangedFunction[] {
  if (after === undefined) return [];
  const old = before === undefined ? [] : allOutlines(before);
  return allOutlines(after)
    .filter(({ kind }) => kind !== "class")
    .filter(({ startLine, endLine }) =>
      hunks.some(({ newStart, newEnd }) => newStart <= endLine && Math.max(newEnd, newStart + 1) > startLine),
    )
    .map((outline) => ({ path, before: old.find(({ name }) => name === outline.name), after: outline }));
}

function allOutlines(tree: SourceTree): readonly CodeOutline[] {
  return outlineOf({ ...tree, startLine: 0, endLine: linesOf(tree.source).length - 1 });
}

const complex = 10;
const long = 60;
const many = 6;

/** What a reviewer would ask about, seen from the outside of each function. */
export function risksOf({ path, before, after }: ChangedFunction): readonly Fact[] {
  const at: Pick<Fact, "place"> = { place: { path, line: after.startLine } };
  const risks: Fact[] = [];
  const say = (text: string): void => {
    risks.push({ text, tone: "warn", ...at });
  };
  if (before !== undefined && before.signature !== after.signature)
    say(`${after.name} has another signature: ${before.signature} became ${after.signature}.`);
  const lost =
    before?.exceptions.filter(({ type }) => !after.exceptions.some((other) => other.type === type)) ?? [];
  for (const { type } of lost) say(`${after.name} does not raise ${type} any more: who relies on it?`);
  const added = after.sideEffects.filter(({ what }) =>
    before?.sideEffects.every((other) => other.what !== what),
  );
  for (const { what } of added) say(`${after.name} now does this too: ${what}.`);
  if (after.complexity > complex && after.complexity > (before?.complexity ?? 0))
    say(
      `${after.name} has ${after.complexity} ways through it now${before ? ` (${before.complexity} before)` : ""}.`,
    );
  return risks;
}

/** What could be written another way. */
export function suggestionsFor({ path, after }: ChangedFunction): readonly Fact[] {
  const at: Pick<Fact, "place"> = { place: { path, line: after.startLine } };
  const suggestions: Fact[] = [];
  if (after.lines > long)
    suggestions.push({
      text: `${after.name} has ${after.lines} lines: parts of it may want names of their own.`,
      ...at,
    });
  if (after.inputs.length > many)
    suggestions.push({
      text: `${after.name} takes ${after.inputs.length} values: some may belong together in one object.`,
      ...at,
    });
  if (after.docstring === undefined && !/(^|\.)_/.test(after.name) && after.complexity > 3)
    suggestions.push({ text: `${after.name} does not say what it is for.`, ...at });
  return suggestions;
}
