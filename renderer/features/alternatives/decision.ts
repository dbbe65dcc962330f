import { clashing, distinctHunks, type Hunk, hunksOf, withHunks } from "../../../core/assistant/hunks.ts";
import type { Alternative, Answer } from "../../../core/contract/assistant.ts";

/** What a person has made of the alternatives so far. Plain data: it is kept and comes back after a restart. */
export interface Decision {
  /** Hunks that were left out, by alternative. */
  readonly leftOut: Readonly<Record<string, readonly string[]>>;
  readonly dismissed: readonly string[];
  /** Alternatives that were put together from others. */
  readonly merged: readonly Alternative[];
  /** Hunks that are to be merged, by alternative. */
  readonly picked: Readonly<Record<string, readonly string[]>>;
  readonly accepted?: {
    readonly id: string;
    readonly path: string;
    /** The whole text before and after, so that taking it back gives exactly what was. */
    readonly before: string;
    readonly after: string;
    readonly isNewFile: boolean;
  };
}

export const undecided: Decision = { leftOut: {}, dismissed: [], merged: [], picked: {} };

/** Those that change code, the person's own merges behind them. */
export function columnsOf(
  answer: Pick<Answer, "alternatives">,
  { merged, dismissed }: Decision,
): readonly Alternative[] {
  return [...answer.alternatives, ...merged].filter(
    ({ id, edit }) => edit !== undefined && !dismissed.includes(id),
  );
}

export function hunksIn({ edit }: Alternative): readonly Hunk[] {
  return edit === undefined ? [] : hunksOf(edit.before, edit.after);
}

export function isIn(decision: Decision, alternative: string, hunk: string): boolean {
  return !(decision.leftOut[alternative] ?? []).includes(hunk);
}

export function withHunkToggled(decision: Decision, alternative: string, hunk: string): Decision {
  return { ...decision, leftOut: toggled(decision.leftOut, alternative, hunk) };
}

export function withPickToggled(decision: Decision, alternative: string, hunk: string): Decision {
  return { ...decision, picked: toggled(decision.picked, alternative, hunk) };
}

function toggled(
  all: Readonly<Record<string, readonly string[]>>,
  alternative: string,
  hunk: string,
): Readonly<Record<string, readonly string[]>> {
  const own = all[alternative] ?? [];
  return {
    ...all,
    [alternative]: own.includes(hunk) ? own.filter((other) => other !== hunk) : [...own, hunk],
  };
}

/** The file with the hunks that are in. */
export function chosenText(alternative: Alternative, decision: Decision): string {
  const { edit } = alternative;
  if (edit === undefined) return "";
  const left = decision.leftOut[alternative.id] ?? [];
  // Untouched, it is the proposal itself.
  if (left.length === 0) return edit.after;
  return withHunks(
    edit.before,
    hunksIn(alternative).filter(({ id }) => !left.includes(id)),
  );
}

export type Merge =
  | { readonly kind: "nothing" }
  | { readonly kind: "clash"; readonly lines: string }
  | { readonly kind: "text"; readonly after: string; readonly from: readonly string[] };

/** What the picked hunks make together. */
export function mergeOf(columns: readonly Alternative[], { picked }: Decision): Merge {
  const [first] = columns;
  const chosen = columns.flatMap((column) => {
    const ids = picked[column.id] ?? [];
    return hunksIn(column).filter(({ id }) => ids.includes(id));
  });
  if (first?.edit === undefined || chosen.length === 0) return { kind: "nothing" };
  const hunks = distinctHunks(chosen);
  const clash = clashing(hunks);
  if (clash !== undefined) {
    const [one, other] = clash;
    return {
      kind: "clash",
      lines: `${Math.min(one.start, other.start) + 1}–${Math.max(one.end, other.end, one.start + 1)}`,
    };
  }
  const from = columns.filter(({ id }) => (picked[id] ?? []).length > 0).map(({ id }) => id);
  return { kind: "text", after: withHunks(first.edit.before, hunks), from };
}

/** Whether something speaks against it that no taste can make good. */
export function fails({ verdict, tests, types, interrupted }: Alternative): boolean {
  return (
    interrupted ||
    verdict.outcome === "block" ||
    types.status === "errors" ||
    tests.status === "failed" ||
    tests.status === "stopped"
  );
}

const outcomes = { pass: 2, warn: 1, block: 0 } as const;
const confidences = { high: 2, medium: 1, low: 0 } as const;

/** By what speaks for them: the gate first, then tests, types, confidence, and the smaller change. */
export function byEvidence(one: Alternative, other: Alternative): number {
  return rankOf(other) - rankOf(one) || sizeOf(one) - sizeOf(other);
}

function rankOf({ verdict, tests, types, confidence, interrupted }: Alternative): number {
  if (interrupted) return -1;
  const tested = tests.status === "passed" ? 2 : tests.status === "notRun" ? 1 : 0;
  const typed = types.status === "errors" ? 0 : 1;
  return outcomes[verdict.outcome] * 1000 + tested * 100 + typed * 10 + confidences[confidence];
}

function sizeOf({ size }: Alternative): number {
  return size.added + size.removed;
}

/** Why it cannot be accepted; undefined when it can. */
export function reasonAgainst(alternative: Alternative): string | undefined {
  if (alternative.interrupted) return "The model stopped in the middle of it.";
  if (alternative.verdict.outcome === "block") return alternative.verdict.reason;
  return undefined;
}
