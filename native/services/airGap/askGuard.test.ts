import { expect, test } from "vitest";
import { fail, ok } from "../../../core/base/result.ts";
import { failureOf } from "../../../core/contract/failure.ts";
import type { SealStatus } from "../../../core/contract/workbench.ts";
import { askGuard } from "./askGuard.ts";
import type { SessionPage } from "./sessionBench.ts";

const quiet: SealStatus = {
  sealed: true,
  destinations: [],
  attempts: [],
  counts: { refused: 0, allowed: 0 },
  children: "namespaced",
  childrenReason: "Each child has its own.",
  terminals: "open",
  terminalsReason: "",
};
const refused = {
  ...{ at: 1, host: "192.0.2.1", port: 80, process: "host" },
  ...{ outcome: "refused" as const, why: "Nothing is permitted." },
};

function pageThatSays(answer: unknown): SessionPage {
  const request = (async () => answer) as SessionPage["host"]["request"];
  return {
    host: { request, signal: () => {}, on: () => ({ dispose: () => {} }) },
    get: () => Promise.reject(new Error("not asked")),
  };
}

test("what was refused is an attempt, and how children are kept is told", async () => {
  const status = { ...quiet, attempts: [refused], counts: { refused: 1, allowed: 0 } };
  expect(await askGuard(pageThatSays(ok(status)))).toEqual({
    guard: { status: "asked", sealed: true, destinations: 0, children: "Each child has its own." },
    attempts: [
      {
        ...{ kind: "connection", seenBy: "guard", host: "192.0.2.1", port: 80, process: "host" },
        ...{ outcome: "refused: Nothing is permitted", times: 1 },
      },
    ],
  });
});

test("a destination whose attempt was forgotten is an attempt; one that is listed is listed once", async () => {
  const destinations = [
    { host: "a.example", connections: 2, last: 1 },
    { host: "192.0.2.1", connections: 1, last: 1 },
  ];
  const { guard, attempts } = await askGuard(
    pageThatSays(ok({ ...quiet, sealed: false, destinations, attempts: [refused] })),
  );
  expect(guard).toMatchObject({ sealed: false, destinations: 2 });
  expect(attempts.map(({ host, times, outcome }) => [host, times, outcome])).toEqual([
    ["192.0.2.1", 1, "refused: Nothing is permitted"],
    ["a.example", 2, "not held back"],
  ]);
});

test("a host that does not answer is no evidence and says why", async () => {
  const silent = await askGuard(pageThatSays(fail(failureOf("unavailable", "The connection is closed."))));
  expect(silent).toEqual({ guard: { status: "absent", why: "The connection is closed." }, attempts: [] });
});
