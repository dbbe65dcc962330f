import type { SealStatus } from "../contract/workbench.ts";
import type { Attempt } from "./airGapReport.ts";

const mostListed = 100;

/**
 * What was refused counts as what was let through: that it was tried is the finding. The same from the same process is
 * listed once; beyond a hundred different ones nothing is listed, and the report is red anyhow.
 */
export function attemptsOfGuard(logged: readonly SealStatus["attempts"][number][]): readonly Attempt[] {
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
        outcome: `${outcome}: ${why.replace(/\.$/, "")}`.slice(0, 300),
        times: 1,
      });
  }
  return [...found.values()];
}
