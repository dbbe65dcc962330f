import { z } from "zod";
import type { Attempt, GuardEvidence } from "../../../core/airGap/airGapReport.ts";
import { isOnThisMachine } from "../../../core/airGap/straceLine.ts";
import type { SessionPage } from "./sessionBench.ts";

/** seal.status of this version and of those that also say what they refused; what is not known here is let be. */
const sealAnswer = z.looseObject({
  sealed: z.boolean(),
  destinations: z.array(z.looseObject({ host: z.string(), connections: z.int().positive().catch(1) })),
  attempts: z
    .array(
      z.looseObject({
        host: z.string(),
        port: z.int().min(0).max(65_535).optional().catch(undefined),
        outcome: z.string().catch("refused"),
        why: z.string().catch(""),
        process: z.string().catch("host"),
      }),
    )
    .optional()
    .catch(undefined),
});
const mostAttempts = 100;

/** What the host's own watch has seen. */
export async function askGuard(
  page: SessionPage,
): Promise<{ readonly guard: GuardEvidence; readonly attempts: readonly Attempt[] }> {
  const absent = (why: string) => ({ guard: { status: "absent" as const, why }, attempts: [] });
  let answer: unknown;
  try {
    answer = await page.askUnchecked("seal.status", {});
  } catch (error) {
    return absent(error instanceof Error ? error.message : String(error));
  }
  const parsed = sealAnswer.safeParse(answer);
  if (!parsed.success) return absent("The host gave an answer that cannot be read.");
  const { sealed, destinations, attempts = [] } = parsed.data;
  const refused = attempts
    .filter(({ host }) => host !== "localhost" && !isOnThisMachine(host))
    .map(({ host, port, outcome, why, process }) => ({
      ...{ host, port, process, times: 1, outcome: why === "" ? outcome : `${outcome}, ${why}` },
    }));
  const opened = destinations
    .filter(({ host }) => !refused.some((one) => one.host === host))
    .map(({ host, connections }) => ({
      ...{ host, port: undefined, process: "host", times: connections, outcome: "not held back" },
    }));
  return {
    guard: { status: "asked", sealed, destinations: destinations.length },
    attempts: [...refused, ...opened]
      .slice(0, mostAttempts)
      .map(({ host, port, process, times, outcome }) => ({
        kind: "connection" as const,
        seenBy: "guard" as const,
        host: host.slice(0, 300),
        ...(port === undefined ? {} : { port }),
        process: process.slice(0, 200),
        outcome: outcome.slice(0, 300),
        times,
      })),
  };
}
