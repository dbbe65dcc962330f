import type { SessionStep } from "../../../core/airGap/airGapReport.ts";
import { type SessionBench, type Step, StepFailed, StepSkipped } from "./sessionBench.ts";

/** Tracing makes everything slower, and a machine may be busy: a limit is for what hangs. */
export const longestStepMilliseconds = 240_000;
const longestDetail = 500;

/** Runs steps one after the other; a step that fails says why and does not end the session. */
export async function runSteps(
  steps: readonly Step[],
  bench: SessionBench,
  onStep: (step: SessionStep) => void,
): Promise<readonly SessionStep[]> {
  const done: SessionStep[] = [];
  for (const step of steps) {
    const ran = await runStep(step.name, (signal) => step.run(bench, signal));
    done.push(ran);
    onStep(ran);
  }
  return done;
}

export async function runStep(
  name: string,
  run: (signal: AbortSignal) => Promise<string>,
): Promise<SessionStep> {
  const started = performance.now();
  const signal = AbortSignal.timeout(longestStepMilliseconds);
  const ended = (status: SessionStep["status"], detail: string): SessionStep => ({
    name,
    status,
    detail: detail.slice(0, longestDetail),
    seconds: (performance.now() - started) / 1000,
  });
  try {
    return ended("ok", await Promise.race([run(signal), whenAborted(signal)]));
  } catch (error) {
    if (error instanceof StepSkipped) return ended("skipped", error.message);
    if (signal.aborted)
      return ended("failed", `It took longer than ${longestStepMilliseconds / 1000} seconds.`);
    if (error instanceof StepFailed) return ended("failed", error.message);
    return ended("failed", error instanceof Error ? error.message : String(error));
  }
}

function whenAborted(signal: AbortSignal): Promise<never> {
  return new Promise((_, reject) => {
    signal.addEventListener("abort", () => reject(signal.reason), { once: true });
  });
}
