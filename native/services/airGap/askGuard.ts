import type { Attempt, GuardEvidence } from "../../../core/airGap/airGapReport.ts";
import { attemptsOfGuard } from "../../../core/airGap/guardAttempts.ts";
import type { SealStatus } from "../../../core/contract/workbench.ts";
import type { SessionPage } from "./sessionBench.ts";

export interface GuardAnswer {
  readonly guard: GuardEvidence;
  readonly attempts: readonly Attempt[];
}

/** What the guard inside the host and its children has seen. */
export async function askGuard({ host }: SessionPage): Promise<GuardAnswer> {
  const status = await host.request("seal.status", {});
  if (!status.ok) return { guard: { status: "absent", why: status.error.message }, attempts: [] };
  const { sealed, destinations, attempts, childrenReason } = status.value;
  return {
    guard: {
      status: "asked",
      sealed,
      destinations: destinations.length,
      children: childrenReason.slice(0, 500),
    },
    attempts: [...attemptsOfGuard(attempts), ...reached(status.value)],
  };
}

/** Destinations that no attempt tells of: the log of attempts forgets, and the list of destinations does not. */
function reached({ destinations, attempts }: SealStatus): readonly Attempt[] {
  return destinations
    .filter(({ host }) => !attempts.some((one) => one.host === host))
    .slice(0, 100)
    .map(({ host, connections }) => ({
      ...{ kind: "connection" as const, seenBy: "guard" as const, host: host.slice(0, 300) },
      ...{ process: "host", outcome: "not held back", times: Math.max(1, connections) },
    }));
}
