import { z } from "zod";
import type { Attempt } from "./airGapReport.ts";

/** One line of the log of the guard inside our own processes. What is not known here is let be. */
export const guardAttempt = z.looseObject({
  /** A name or an address; nothing of this machine's loopback stands in that log. */
  host: z.string(),
  /** Absent for the look-up of a name. */
  port: z.int().min(0).max(65_535).optional().catch(undefined),
  outcome: z.string().catch("refused"),
  /** A sentence. */
  why: z.string().catch(""),
  process: z.string().catch("host"),
});
export type GuardAttempt = z.infer<typeof guardAttempt>;

const mostListed = 100;

/**
 * What was refused counts as what was let through: that it was tried is the finding. The same from the same process is
 * listed once; beyond a hundred different ones nothing is listed, and the report is red anyhow.
 */
export function attemptsOfGuard(logged: readonly GuardAttempt[]): readonly Attempt[] {
  const found = new Map<string, Attempt>();
  for (const { host, port, outcome, why, process } of logged) {
    const key = JSON.stringify([host, port, outcome, process]);
    const known = found.get(key);
    if (known !== undefined) found.set(key, { ...known, times: known.times + 1 });
    else if (found.size < mostListed)
      found.set(key, {
        kind: port === undefined ? "lookup" : "connection",
        seenBy: "guard",
        host: host.slice(0, 300),
        ...(port === undefined ? {} : { port }),
        process: process.slice(0, 200),
        outcome: (why === "" ? outcome : `${outcome}: ${why.replace(/\.$/, "")}`).slice(0, 300),
        times: 1,
      });
  }
  return [...found.values()];
}
