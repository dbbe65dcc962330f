import { expect, test } from "vitest";
import type { SealStatus } from "../../../core/contract/workbench.ts";
import { destinationWords, latestAttempts, sealSentence, sealWords } from "./sealWords.ts";

const attempt = (host: string, outcome: "refused" | "allowed" = "refused") =>
  ({ at: 1, host, port: 443, outcome, why: "A sentence.", process: "host" }) as const;

function status(more: Partial<SealStatus>): SealStatus {
  return {
    sealed: true,
    destinations: [],
    attempts: [],
    counts: { refused: 0, allowed: 0 },
    children: "namespaced",
    childrenReason: "Each has its own.",
    terminals: "open",
    terminalsReason: "They are yours.",
    ...more,
  };
}

test("the badge and its sentence say what was reached and what was refused", () => {
  const said = (more: Partial<SealStatus>) => [sealWords(status(more)), sealSentence(status(more))];
  expect(said({})).toEqual(["Sealed", "Airlock has let nothing leave this machine since it started."]);
  expect(said({ counts: { refused: 1, allowed: 0 } })).toEqual([
    "Sealed",
    "Airlock has let nothing leave this machine since it started. 1 attempt was refused.",
  ]);
  const [one, other] = [
    { host: "models.test", connections: 1, last: 1 },
    { host: "::2", connections: 1200, last: 2 },
  ];
  expect(said({ sealed: false, destinations: [one] })).toEqual([
    "Open · 1 destination",
    "Let through since Airlock started: models.test (1 connection).",
  ]);
  expect(said({ sealed: false, destinations: [one, other], counts: { refused: 3, allowed: 1201 } })).toEqual([
    "Open · 2 destinations",
    "Let through since Airlock started: models.test (1 connection), ::2 (1,200 connections). 3 attempts were refused.",
  ]);
});

test("attempts come latest first, and keep their numbers when older ones are forgotten", () => {
  const attempts = [attempt("one.test"), attempt("two.test", "allowed")];
  const numbers = (refused: number) =>
    latestAttempts(status({ attempts, counts: { refused, allowed: 1 } })).map(
      (one) => `${one.number} ${one.attempt.host}`,
    );
  expect(numbers(1)).toEqual(["2 two.test", "1 one.test"]);
  expect(numbers(1000)).toEqual(["1001 two.test", "1000 one.test"]);
});

test("a destination is written as it is in an address", () => {
  expect([
    destinationWords("example.test", 443),
    destinationWords("example.test", undefined),
    destinationWords("2001:db8::1", 80),
    destinationWords("2001:db8::1", undefined),
  ]).toEqual(["example.test:443", "example.test", "[2001:db8::1]:80", "2001:db8::1"]);
});
