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
  const notProved = [...unproved(evidence, session)];
  if (reasons.length > 0) return { outcome: "red", reasons, notProved };
  return { outcome: "green", reasons: [...groundsOf(evidence, session)], notProved };
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
        `The kernel counted ${times(countersSum(counters))} that something tried to leave a network namespace of ${process}'s own.`,
      );
  return reasons;
}

function attemptReasons({ attempts, trace }: Evidence): readonly string[] {
  const more = trace.status === "traced" ? trace.notListed : 0;
  if (attempts.length + more === 0) return [];
  const who = [...new Set(attempts.map(({ process }) => process))];
  const different = attempts.length === 1 ? "An attempt" : `${attempts.length} different attempts`;
  return [
    `${different} to leave this machine ${attempts.length === 1 ? "was" : "were"} seen, by ${who.join(", ")}${more > 0 ? `, and ${more} more that are not listed` : ""}.`,
  ];
}

export function attemptSentence(attempt: Attempt): string {
  const { kind, host, port, process, outcome, times: count, seenBy } = attempt;
  const what = {
    connection: `tried to reach ${host}${port === undefined ? "" : ` port ${port}`}`,
    lookup: `asked for ${host.startsWith(resolverWords) ? `a name at ${host.slice(resolverWords.length + 1)}` : `the name ${host}`}`,
    rawSocket: "opened a raw socket",
  }[kind];
  const by = seenBy === "trace" ? `system call ${outcome}` : `Airlock's own guard: ${outcome}`;
  return `${process} ${what}${count > 1 ? `, ${times(count)}` : ""} (${by}).`;
}

function guardReasons({ guard, leftBehind }: Evidence): readonly string[] {
  return [
    ...(guard.status === "asked" && (!guard.sealed || guard.destinations > 0)
      ? [
          `Airlock's own status says that its host turned to ${guard.destinations === 1 ? "one destination" : `${guard.destinations} destinations`} beyond this machine.`,
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
    ...(trace.status === "traced"
      ? [`None of ${trace.calls} traced system calls names an address beyond this machine.`]
      : []),
    ...(guard.status === "asked" && guard.logsRefusals
      ? ["Airlock's own guard, which refuses connections before the kernel sees them, refused none."]
      : []),
  ];
}

function unproved({ trace, guard }: Evidence, session: readonly SessionStep[]): readonly string[] {
  return [
    ...session
      .filter(({ status }) => status === "skipped")
      .map(({ name, detail }) => `The step “${name}” was skipped, and nothing is known of it: ${detail}`),
    ...(trace.status === "absent"
      ? [
          `System calls were not traced (${trace.why}), so that an attempt is counted and not named.`,
          "A process with a network namespace of its own, such as the sandbox, was looked at four times a second: what it did between the last look and its end was not counted.",
        ]
      : []),
    ...(trace.status === "traced" && trace.rings > 0
      ? [
          `${trace.rings} input/output rings (io_uring) were set up, as Node does for files. What goes through a ring is not traced; the kernel's counters count it.`,
        ]
      : []),
    ...(trace.status === "traced" && trace.localSockets.length > 0
      ? [
          `The session spoke to other programs on this machine (${trace.localSockets.join(", ")}). What they do afterwards is theirs and was not watched.`,
        ]
      : []),
    ...(guard.status === "absent"
      ? [`Airlock's own guard was not asked: ${guard.why}`]
      : guard.logsRefusals
        ? []
        : ["This version has no guard inside its own process whose log could be read."]),
    "A browser and the desktop window did not run: the page's files were fetched and its requests made by this test.",
    "This is what happened in one session on this machine. It is no statement about work that the session did not do.",
  ];
}

function times(count: number): string {
  return count === 1 ? "once" : `${count} times`;
}
