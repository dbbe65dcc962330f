import type { AirGapVerdict, Attempt, Evidence, SessionStep } from "./airGapReport.ts";
import { countedSince, countersSum } from "./networkCounters.ts";
import { resolverWords } from "./traceReader.ts";

/** What must have run for "nothing was attempted" to say anything. */
export interface AirGapFindings {
  readonly evidence: Evidence;
  readonly session: readonly SessionStep[];
  /** Names of the steps that no machine may skip. */
  readonly required: readonly string[];
}

/** Green only where every kind of evidence that was to be had is clean, the kernel's among them, and the session did its work. */
export function judgeAirGap({ evidence, session, required }: AirGapFindings): AirGapVerdict {
  const reasons = [
    ...kernelReasons(evidence),
    ...attemptReasons(evidence),
    ...guardReasons(evidence),
    ...sessionReasons(session, required),
  ];
  if (reasons.length > 0) return { outcome: "red", reasons };
  return { outcome: "green", reasons: [...groundsOf(evidence, session)] };
}

function kernelReasons({ kernel }: Evidence): readonly string[] {
  const { interfaces, before, after, others } = kernel;
  const reasons: string[] = [];
  const foreign = interfaces.filter((name) => name !== "lo");
  if (!interfaces.includes("lo") || foreign.length > 0)
    reasons.push(
      `The session did not run with loopback alone: its network interfaces were ${interfaces.join(", ") || "none"}.`,
    );
  if (before === undefined || after === undefined)
    return [
      ...reasons,
      "The kernel's counters were not read before and after, so that nothing is proved by them.",
    ];
  const counted = countedSince(before, after);
  if (Object.values(counted).some((count) => count < 0))
    reasons.push("The kernel's counters went backwards, so that nothing is proved by them.");
  if (counted.outNoRoutes > 0)
    reasons.push(
      `The kernel counted ${times(counted.outNoRoutes)} that something was sent to an IPv4 address beyond this machine.`,
    );
  if (counted.out6NoRoutes > 0)
    reasons.push(
      `The kernel counted ${times(counted.out6NoRoutes)} that something was sent to an IPv6 address beyond this machine.`,
    );
  const datagrams = counted.udpDatagrams + counted.udp6Datagrams;
  if (datagrams > 0)
    reasons.push(
      `The kernel counted ${datagrams} UDP packets over loopback, as the question for a name is one.`,
    );
  for (const { process, counters } of others)
    if (countersSum(counters) > 0)
      reasons.push(
        `The kernel counted ${times(countersSum(counters))} that ${process} tried to leave a network namespace of its own.`,
      );
  return reasons;
}

function attemptReasons({ attempts, trace }: Evidence): readonly string[] {
  const notListed = trace.status === "traced" ? trace.notListed : 0;
  return [
    ...attempts.map(attemptSentence),
    ...(notListed > 0 ? [`${notListed} further attempts were seen and are not listed.`] : []),
  ];
}

export function attemptSentence({
  kind,
  host,
  port,
  process,
  outcome,
  times: count,
  seenBy,
}: Attempt): string {
  const what = {
    connection: `tried to reach ${host}${port === undefined ? "" : ` port ${port}`}`,
    lookup: `asked for ${host.startsWith(resolverWords) ? `a name at ${host}` : `the name ${host}`}`,
    rawSocket: "opened a raw socket",
  }[kind];
  const by = seenBy === "trace" ? outcome : `seen by Airlock itself: ${outcome}`;
  return `${process} ${what}${count > 1 ? `, ${times(count)}` : ""} (${by}).`;
}

function guardReasons({ guard, leftBehind }: Evidence): readonly string[] {
  return [
    ...(guard.status === "asked" && (!guard.sealed || guard.destinations > 0)
      ? [
          `Airlock's own watch says that its host turned to ${guard.destinations === 1 ? "one destination" : `${guard.destinations} destinations`} beyond this machine.`,
        ]
      : []),
    ...(leftBehind.length > 0
      ? [`Processes outlived the session and had to be ended: ${leftBehind.join(", ")}.`]
      : []),
  ];
}

function sessionReasons(session: readonly SessionStep[], required: readonly string[]): readonly string[] {
  const failed = session.filter(({ status }) => status === "failed");
  const missing = required.filter(
    (name) => !session.some((step) => step.name === name && step.status !== "skipped"),
  );
  return [
    ...failed.map(
      ({ name, detail }) => `The step “${name}” failed, so that the session is not whole: ${detail}`,
    ),
    ...missing.map((name) => `The step “${name}” did not run, so that the session is not whole.`),
  ];
}

function groundsOf({ trace, guard }: Evidence, session: readonly SessionStep[]): readonly string[] {
  const ran = session.filter(({ status }) => status === "ok").length;
  return [
    `${ran} steps of work ran in a network namespace that has loopback alone.`,
    "The kernel counted no packet and no connection that wanted to leave it, and no question for a name.",
    trace.status === "traced"
      ? `None of ${trace.calls} traced system calls names an address beyond this machine.`
      : `System calls were not traced: ${trace.why}`,
    guard.status === "asked"
      ? "Airlock's own watch in the host saw no attempt."
      : `Airlock's own watch was not asked: ${guard.why}`,
  ];
}

function times(count: number): string {
  return count === 1 ? "once" : `${count} times`;
}
