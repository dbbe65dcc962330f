import { z } from "zod";
import type { Attempt, GuardEvidence } from "../../../core/airGap/airGapReport.ts";
import { attemptsOfGuard, guardAttempt } from "../../../core/airGap/guardAttempts.ts";
import type { SessionPage } from "./sessionBench.ts";

/** seal.status of this version and of those that also log what they refused; what is not known here is let be. */
const sealAnswer = z.looseObject({
  sealed: z.boolean(),
  destinations: z.array(z.looseObject({ host: z.string(), connections: z.int().catch(1) })),
  attempts: z.array(guardAttempt).optional().catch(undefined),
  childrenReason: z.string().optional().catch(undefined),
});

export interface GuardAnswer {
  readonly guard: GuardEvidence;
  readonly attempts: readonly Attempt[];
}

/** What the host's own watch has seen. */
export async function askGuard(page: SessionPage): Promise<GuardAnswer> {
  const absent = (why: string): GuardAnswer => ({ guard: { status: "absent", why }, attempts: [] });
  let answer: unknown;
  try {
    answer = await page.askUnchecked("seal.status", {});
  } catch (error) {
    return absent(error instanceof Error ? error.message : String(error));
  }
  const parsed = sealAnswer.safeParse(answer);
  if (!parsed.success) return absent("the host gave an answer that cannot be read.");
  const { sealed, destinations, attempts, childrenReason } = parsed.data;
  return {
    guard: {
      status: "asked",
      logsRefusals: attempts !== undefined,
      sealed,
      destinations: destinations.length,
      ...(childrenReason === undefined ? {} : { children: childrenReason.slice(0, 500) }),
    },
    attempts: [...attemptsOfGuard(attempts ?? []), ...reached(destinations, attempts ?? [])],
  };
}

/** Destinations that no attempt tells of. */
function reached(
  destinations: z.infer<typeof sealAnswer>["destinations"],
  attempts: readonly { readonly host: string }[],
): readonly Attempt[] {
  return destinations
    .filter(({ host }) => !attempts.some((one) => one.host === host))
    .slice(0, 100)
    .map(({ host, connections }) => ({
      ...{ kind: "connection" as const, seenBy: "guard" as const, host: host.slice(0, 300) },
      ...{ process: "host", outcome: "not held back", times: Math.max(1, connections) },
    }));
}
