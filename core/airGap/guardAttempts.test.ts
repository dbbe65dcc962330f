import { expect, test } from "vitest";
import { attemptsOfGuard, guardAttempt } from "./guardAttempts.ts";

test("what the guard refused is an attempt as what it let through; the same from the same process once", () => {
  const refused = {
    at: 1,
    host: "192.0.2.1",
    port: 80,
    outcome: "refused",
    why: "A connection was refused: nothing is permitted.",
    process: "index › embedding model",
  };
  const logged = [refused, refused, { at: 2, host: "leak.invalid", outcome: "allowed", process: "host" }];
  expect(attemptsOfGuard(logged.map((one) => guardAttempt.parse(one)))).toEqual([
    {
      kind: "connection",
      seenBy: "guard",
      host: "192.0.2.1",
      port: 80,
      process: "index › embedding model",
      outcome: "refused: A connection was refused: nothing is permitted",
      times: 2,
    },
    { kind: "lookup", seenBy: "guard", host: "leak.invalid", process: "host", outcome: "allowed", times: 1 },
  ]);
});

test("an entry of which only the host can be read is an attempt all the same", () => {
  const read = guardAttempt.parse({ host: "192.0.2.1", port: "eighty", outcome: 7, process: undefined });
  expect(attemptsOfGuard([read])).toMatchObject([{ host: "192.0.2.1", outcome: "refused", process: "host" }]);
  expect(guardAttempt.safeParse({ port: 80 }).success).toBe(false);
});

test("different attempts are bounded in number and length", () => {
  const many = Array.from({ length: 500 }, (_, port) =>
    guardAttempt.parse({ host: "h".repeat(1000), port, process: "p".repeat(1000) }),
  );
  const listed = attemptsOfGuard(many);
  expect([listed.length, listed[0]?.host.length, listed[0]?.process.length]).toEqual([100, 300, 200]);
});
