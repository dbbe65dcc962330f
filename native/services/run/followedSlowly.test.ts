import { expect, test } from "vitest";
import { ok } from "../../../core/base/result.ts";
import type { SandboxExit } from "../../../core/sandbox/sandboxExit.ts";
import { RunService } from "./runService.ts";
import type { SandboxCommand } from "./sandbox.ts";

const never = new AbortController().signal;

/** A service whose sandbox answers as `exitOf` says, and whose copy holds one function and its test. */
function serviceWith(exitOf: (isTraced: boolean, report: (...records: object[]) => string) => SandboxExit) {
  const runs: boolean[] = [];
  const service = new RunService({
    sandbox: {
      describe: () => ok("a fake"),
      run: async ({ word, environment }: SandboxCommand) => {
        const isTraced = "AIRLOCK_TRACE" in environment;
        runs.push(isTraced);
        return ok(
          exitOf(isTraced, (...records) => records.map((one) => `${word} ${JSON.stringify(one)}\n`).join("")),
        );
      },
    },
    copy: async () =>
      ok({
        folder: "/nowhere",
        files: new Set(["price.py", "test_price.py"]),
        notCopied: [],
        digest: "",
        read: () => "",
        layer: async () => ok("/nowhere"),
        dispose: () => {},
      }),
    toolchains: { hasPackage: () => false, find: () => ok({ mounts: [], command: [], name: "python" }) },
  });
  return { service, runs };
}

const one = (outcome: string, milliseconds: number) => ({
  kind: "test",
  name: "price",
  outcome,
  milliseconds,
  message: "",
});
const exited = (code: number, report: string): SandboxExit => ({
  end: { kind: "exited", code },
  report,
  output: "",
  milliseconds: 1,
});
const lines = { kind: "reached", lines: [3] };
const request = { testFile: "test_price.py", files: [], trace: "price.py" };

test("a slow test that fails while it is followed is run again without, and that run counts", async () => {
  const { service, runs } = serviceWith((isTraced, report) =>
    isTraced
      ? exited(1, report(one("failed", 5000), lines, { kind: "end", code: 1, tests: 1 }))
      : exited(0, report(one("passed", 900), { kind: "end", code: 0, tests: 1 })),
  );
  expect(await service.runTests(request, () => {}, never)).toMatchObject({
    ok: true,
    value: { status: "passed", reached: { path: "price.py", lines: [3] } },
  });
  expect(runs).toEqual([true, false]);
});

test("a run that was ended for its time is run again without; its lines are not known", async () => {
  const { service, runs } = serviceWith((isTraced, report) =>
    isTraced
      ? { ...exited(0, ""), end: { kind: "stopped", by: "wallTime" } }
      : exited(0, report(one("passed", 900), { kind: "end", code: 0, tests: 1 })),
  );
  expect(await service.runTests(request, () => {}, never)).toMatchObject({
    ok: true,
    value: {
      status: "passed",
      reached: { path: "price.py", detail: "The run did not come to its end." },
    },
  });
  expect(runs).toEqual([true, false]);
});

test("a quick failure is the test's own", async () => {
  const { service, runs } = serviceWith((_, report) =>
    exited(1, report(one("failed", 5), lines, { kind: "end", code: 1, tests: 1 })),
  );
  expect(await service.runTests(request, () => {}, never)).toMatchObject({
    ok: true,
    value: { status: "failed", reached: { path: "price.py", lines: [3] } },
  });
  expect(runs).toEqual([true]);
});
