import type { GateCase } from "./gateCases.ts";

/** What one tool said of one labelled case: every CWE that a finding of it names. */
export interface Judged {
  readonly gateCase: GateCase;
  readonly cwe: readonly number[];
  /** Why the tool could not read it; it has then found nothing. */
  readonly failure?: string;
}

export interface Score {
  readonly cases: number;
  readonly vulnerable: number;
  readonly found: number;
  readonly safe: number;
  readonly falseAlarms: number;
}

/** Numbers that the cases' folders do not tell apart: a finding of one counts for the other. */
const sameAs: ReadonlyMap<number, number> = new Map([
  [94, 95],
  [943, 89],
  [1321, 915],
  [259, 798],
  [338, 330],
  [400, 1333],
]);
const weakness = (cwe: number): number => sameAs.get(cwe) ?? cwe;

/** True where a finding names the weakness of the case's folder; found where it is vulnerable, a false alarm where it is not. */
export function isNamed({ gateCase, cwe }: Judged): boolean {
  const wanted = weakness(gateCase.cwe);
  return cwe.some((one) => weakness(one) === wanted);
}

export function scoreOf(judged: readonly Judged[]): Score {
  const vulnerable = judged.filter(({ gateCase }) => gateCase.isVulnerable);
  const safe = judged.filter(({ gateCase }) => !gateCase.isVulnerable);
  return {
    cases: judged.length,
    vulnerable: vulnerable.length,
    found: vulnerable.filter(isNamed).length,
    safe: safe.length,
    falseAlarms: safe.filter(isNamed).length,
  };
}

/** By the CWE of the cases' folders, ascending. */
export function scoresByCwe(judged: readonly Judged[]): ReadonlyMap<number, Score> {
  const folders = [...new Set(judged.map(({ gateCase }) => gateCase.cwe))].sort(
    (left, right) => left - right,
  );
  return new Map(folders.map((cwe) => [cwe, scoreOf(judged.filter(({ gateCase }) => gateCase.cwe === cwe))]));
}

/** Shares 0–1; NaN where there is nothing to divide by. */
export const recallOf = ({ found, vulnerable }: Score): number => found / vulnerable;
export const precisionOf = ({ found, falseAlarms }: Score): number => found / (found + falseAlarms);
export const falseAlarmRateOf = ({ falseAlarms, safe }: Score): number => falseAlarms / safe;
