import { setTimeout as sleep } from "node:timers/promises";

/** Asks again until there is an answer; rejects when the signal says that it took too long. */
export async function until<T>(signal: AbortSignal, ask: () => Promise<T | undefined>): Promise<T> {
  for (;;) {
    const answer = await ask();
    if (answer !== undefined) return answer;
    await sleep(100, undefined, { signal });
  }
}
