import { expect, test } from "vitest";
import { attemptsOfGuard } from "./guardAttempts.ts";

test("what the guard refused is an attempt as what it let through; the same from the same process once", () => {
  const refused = {
    at: 1,
    host: "192.0.2.1",
    port: 80,
    outcome: "refused" as const,
    why: "A connection was refused: nothing is permitted.",
    process: "index › embedding model",
  };
  const allowed = {
    ...{ at: 2, host: "leak.invalid", process: "host" },
    ...{ outcome: "allowed" as const, why: "A permit." },
  };
  expect(attemptsOfGuard([refused, refused, allowed])).toEqual([
    {
      kind: "connection",
      seenBy: "guard",
      host: "192.0.2.1",
      port: 80,
      process: "index › embedding model",
      outcome: "refused: A connection was refused: nothing is permitted",
      times: 2,
    },
    {
      kind: "lookup",
      seenBy: "guard",
      host: "leak.invalid",
      process: "host",
      outcome: "allowed: A permit",
      times: 1,
    },
  ]);
});

test("different attempts are bounded in number and length", () => {
  const many = Array.from({ length: 500 }, (_, port) => ({
    ...{ at: 1, host: "h".repeat(1000), port, process: "p".repeat(1000) },
    ...{ outcome: "refused" as const, why: "" },
  }));
  const listed = attemptsOfGuard(many);
  expect([listed.length, listed[0]?.host.length, listed[0]?.process.length]).toEqual([100, 300, 200]);
});
