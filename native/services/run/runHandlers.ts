import type { z } from "zod";
import { ok, type Result } from "../../../core/base/result.ts";
import type { Failure } from "../../../core/contract/failure.ts";
import type { TestedRun } from "../../../core/contract/ledger.ts";
import type { runEvents, runRequests, TestRun } from "../../../core/contract/run.ts";
import { filesOfRun } from "../../../core/sandbox/testFiles.ts";
import type { MutationService } from "./mutationService.ts";
import type { RunService } from "./runService.ts";
import { type TestTargetsParts, testTargetsOf } from "./testTargets.ts";

/** The page that asked: what streams goes to it alone. */
interface RunClient {
  send<N extends keyof typeof runEvents>(name: N, payload: z.output<(typeof runEvents)[N]>): void;
}

type RunHandlers = {
  readonly [N in keyof typeof runRequests]: (
    params: z.output<(typeof runRequests)[N]["params"]>,
    context: { readonly client: RunClient; readonly signal: AbortSignal },
  ) =>
    | Promise<Result<z.output<(typeof runRequests)[N]["result"]>, Failure>>
    | Result<z.output<(typeof runRequests)[N]["result"]>, Failure>;
};

export function runHandlers(
  runs: RunService,
  mutations: MutationService,
  targets: TestTargetsParts,
  onDidTest: (paths: readonly string[], run: TestedRun) => void,
): RunHandlers {
  return {
    "run.targets": (file, { signal }) => testTargetsOf(file, targets, signal),
    "run.sandbox": () => {
      const sandbox = runs.sandbox();
      return ok({
        available: sandbox.ok,
        sentence: sandbox.ok ? `Generated code runs in ${sandbox.value}.` : sandbox.error.message,
      });
    },
    "run.tests": async ({ runId, ...request }, { client, signal }) => {
      const ran = await runs.runTests(
        request,
        (text) => client.send("run.didOutput", { runId, text }),
        signal,
      );
      if (!ran.ok) return ran;
      const files = await targets.listFiles(signal);
      if (files.ok) onDidTest(filesOfRun(request.testFile, files.value), testedRunOf(ran.value));
      return ran;
    },
    "run.mutate": ({ runId, ...request }, { client, signal }) =>
      mutations.mutate(
        request,
        (done, total) => client.send("run.didProgress", { runId, done, total }),
        signal,
      ),
  };
}

function testedRunOf({ runner, testFile, status, tests }: TestRun): TestedRun {
  const count = (...outcomes: readonly string[]) =>
    tests.filter(({ outcome }) => outcomes.includes(outcome)).length;
  return { runner, testFile, status, passed: count("passed"), failed: count("failed", "error") };
}
