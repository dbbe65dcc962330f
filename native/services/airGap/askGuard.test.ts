import { expect, test } from "vitest";
import { askGuard } from "./askGuard.ts";
import type { SessionPage } from "./sessionBench.ts";

const host: SessionPage["host"] = {
  request: () => Promise.reject(new Error("not asked")),
  signal: () => {},
  on: () => ({ dispose: () => {} }),
};
function pageThat(askUnchecked: SessionPage["askUnchecked"]): SessionPage {
  return { host, get: () => Promise.reject(new Error("not asked")), askUnchecked };
}

test("a host that only knows its destinations", async () => {
  const quiet = await askGuard(pageThat(async () => ({ sealed: true, destinations: [] })));
  expect(quiet).toEqual({
    guard: { status: "asked", logsRefusals: false, sealed: true, destinations: 0 },
    attempts: [],
  });
  const open = await askGuard(
    pageThat(async () => ({ sealed: false, destinations: [{ host: "a.example", connections: 2, last: 1 }] })),
  );
  expect(open).toMatchObject({
    guard: { sealed: false, destinations: 1 },
    attempts: [{ host: "a.example", process: "host", outcome: "not held back", times: 2 }],
  });
});

test("a host that also logs what it refused, and says how its children are kept", async () => {
  const status = {
    sealed: true,
    destinations: [],
    attempts: [
      {
        at: 1,
        host: "192.0.2.1",
        port: 80,
        outcome: "refused",
        why: "Nothing is permitted.",
        process: "host",
      },
    ],
    counts: { refused: 1, allowed: 0 },
    children: "namespaced",
    childrenReason: "This process is in an empty network namespace already.",
    terminals: "open",
    terminalsReason: "",
  };
  expect(await askGuard(pageThat(async () => status))).toEqual({
    guard: {
      status: "asked",
      logsRefusals: true,
      sealed: true,
      destinations: 0,
      children: status.childrenReason,
    },
    attempts: [
      {
        kind: "connection",
        seenBy: "guard",
        host: "192.0.2.1",
        port: 80,
        process: "host",
        outcome: "refused: Nothing is permitted",
        times: 1,
      },
    ],
  });
});

test("a host that does not answer, or nonsense, is no evidence and says why", async () => {
  const silent = await askGuard(pageThat(() => Promise.reject(new Error("The connection is closed."))));
  expect(silent.guard).toEqual({ status: "absent", why: "The connection is closed." });
  for (const nonsense of [undefined, 7, {}, { sealed: "yes", destinations: [] }])
    expect((await askGuard(pageThat(async () => nonsense))).guard.status).toBe("absent");
});
