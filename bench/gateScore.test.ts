import { expect, test } from "vitest";
import type { GateCase } from "./gateCases.ts";
import { falseAlarmRateOf, type Judged, precisionOf, recallOf, scoreOf, scoresByCwe } from "./gateScore.ts";

function judged(cwe: number, isVulnerable: boolean, found: readonly number[]): Judged {
  const gateCase: GateCase = { file: "x.py", language: "python", cwe, isVulnerable, text: "" };
  return { gateCase, cwe: found };
}

test("a case is found when a finding names its folder's weakness, or one that the folder stands for", () => {
  const all = [
    judged(95, true, [94]),
    judged(89, true, [943, 20]),
    judged(89, true, [79]),
    judged(89, false, [89]),
    judged(89, false, []),
    judged(209, false, [200]),
  ];
  const score = scoreOf(all);
  expect(score).toEqual({ cases: 6, vulnerable: 3, found: 2, safe: 3, falseAlarms: 1 });
  expect([recallOf(score), precisionOf(score), falseAlarmRateOf(score)]).toEqual([2 / 3, 2 / 3, 1 / 3]);
});

test("scores stand by folder, in order", () => {
  const byCwe = scoresByCwe([judged(1333, true, [400]), judged(22, true, []), judged(22, false, [22])]);
  expect([...byCwe]).toEqual([
    [22, { cases: 2, vulnerable: 1, found: 0, safe: 1, falseAlarms: 1 }],
    [1333, { cases: 1, vulnerable: 1, found: 1, safe: 0, falseAlarms: 0 }],
  ]);
});
