import { setTimeout } from "node:timers/promises";
import { fail, type Result } from "../../../core/base/result.ts";
import { type Failure, failureOf } from "../../../core/contract/failure.ts";

const pauseMs = 200;
const mostTries = 50;

/** Another window may be writing the same index: waits for it without holding anything up. */
export async function retryBusy<T>(
  work: () => Result<T, Failure>,
  signal: AbortSignal,
): Promise<Result<T, Failure>> {
  for (let tries = 0; ; tries++) {
    const done = work();
    if (done.ok || !isBusy(done.error) || tries === mostTries) return done;
    if (signal.aborted) return fail(keptSoFar());
    await setTimeout(pauseMs);
  }
}

export function keptSoFar(): Failure {
  return failureOf("cancelled", "Cancelled. What was indexed so far is kept.");
}

function isBusy({ data }: Failure): boolean {
  return typeof data === "object" && data !== null && "busy" in data && data.busy === true;
}
