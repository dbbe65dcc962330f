import { expect, test } from "vitest";
import type { Attempt, Evidence, SessionStep } from "./airGapReport.ts";
import { attemptSentence, judgeAirGap } from "./airGapVerdict.ts";

const zero = { outNoRoutes: 0, out6NoRoutes: 0, udpDatagrams: 0, udp6Datagrams: 0 };
const clean: Evidence = {
  kernel: { interfaces: ["lo"], before: zero, after: zero, others: [] },
  trace: {
    status: "traced",
    program: "strace 6.1",
    calls: 154,
    notListed: 0,
    localSockets: [],
    rings: 0,
  },
  guard: { status: "asked", logsRefusals: true, sealed: true, destinations: 0 },
  attempts: [],
  leftBehind: [],
};
const session: readonly SessionStep[] = [
  { name: "start", status: "ok", detail: "", seconds: 1 },
  { name: "git", status: "skipped", detail: "git is not installed.", seconds: 0 },
];
const attempt: Attempt = {
  kind: "connection",
  seenBy: "trace",
  host: "192.0.2.1",
  port: 80,
  process: "node",
  outcome: "connect: ENETUNREACH",
  times: 2,
};
const always = [
  "A browser and the desktop window did not run: the page's files were fetched and its requests made by this test.",
  "This is what happened in one session on this machine. It is no statement about work that the session did not do.",
];

function judge(evidence: Partial<Evidence>, steps = session) {
  return judgeAirGap({ evidence: { ...clean, ...evidence }, session: steps, required: ["start"] });
}

test("green rests on what was seen, and says what it does not prove", () => {
  expect(judge({})).toEqual({
    outcome: "green",
    reasons: [
      "1 steps of work ran in a network namespace that has loopback alone.",
      "The kernel counted no packet and no connection that wanted to leave it, and no question for a name.",
      "None of 154 traced system calls names an address beyond this machine.",
      "Airlock's own guard, which refuses connections before the kernel sees them, refused none.",
    ],
    notProved: ["The step “git” was skipped, and nothing is known of it: git is not installed.", ...always],
  });
});

test("where there was no tracer and no guard, that is said as not proved", () => {
  const { outcome, reasons, notProved } = judge({
    trace: { status: "absent", why: "strace is not installed" },
    guard: { status: "absent", why: "the host did not answer." },
  });
  expect([outcome, reasons.length]).toEqual(["green", 2]);
  expect(notProved.slice(1, 4)).toEqual([
    "System calls were not traced (strace is not installed), so that an attempt is counted and not named.",
    "A process with a network namespace of its own, such as the sandbox, was looked at four times a second: what it did between the last look and its end was not counted.",
    "Airlock's own guard was not asked: the host did not answer.",
  ]);
});

const red: readonly (readonly [string, Partial<Evidence>, string])[] = [
  [
    "another interface",
    { kernel: { ...clean.kernel, interfaces: ["lo", "eth0"] } },
    "The session did not run with loopback alone: its network interfaces were lo, eth0.",
  ],
  [
    "no interface at all",
    { kernel: { ...clean.kernel, interfaces: [] } },
    "The session did not run with loopback alone: its network interfaces were none.",
  ],
  [
    "no counters",
    { kernel: { interfaces: ["lo"], others: [] } },
    "The kernel's counters were not read before and after, so that nothing is proved by them.",
  ],
  [
    "IPv4",
    { kernel: { ...clean.kernel, after: { ...zero, outNoRoutes: 1 } } },
    "The kernel counted once that something was sent to an IPv4 address beyond this machine.",
  ],
  [
    "IPv6",
    { kernel: { ...clean.kernel, after: { ...zero, out6NoRoutes: 3 } } },
    "The kernel counted 3 times that something was sent to an IPv6 address beyond this machine.",
  ],
  [
    "datagrams",
    { kernel: { ...clean.kernel, after: { ...zero, udp6Datagrams: 2 } } },
    "The kernel counted 2 UDP packets over loopback, as the question for a name is one.",
  ],
  [
    "backwards",
    { kernel: { ...clean.kernel, before: { ...zero, udpDatagrams: 2 } } },
    "The kernel's counters went backwards, so that nothing is proved by them.",
  ],
  [
    "another namespace",
    {
      kernel: {
        ...clean.kernel,
        others: [{ namespace: "net:[1]", process: "bwrap", counters: { ...zero, outNoRoutes: 1 } }],
      },
    },
    "The kernel counted once that something tried to leave a network namespace of bwrap's own.",
  ],
  ["an attempt in the trace", { attempts: [attempt] }, "An attempt to leave this machine was seen, by node."],
  [
    "an attempt that the guard refused before there was a system call",
    { attempts: [attempt, { ...attempt, seenBy: "guard", process: "model" }] },
    "2 different attempts to leave this machine were seen, by node, model.",
  ],
  [
    "not sealed",
    { guard: { status: "asked", logsRefusals: false, sealed: false, destinations: 1 } },
    "Airlock's own status says that its host turned to one destination beyond this machine.",
  ],
  [
    "a process that stayed",
    { leftBehind: ["sleep (12)"] },
    "Processes outlived the session and had to be ended: sleep (12).",
  ],
];
test.each(red)("red: %s", (_, evidence, sentence) => {
  const verdict = judge(evidence);
  expect(verdict).toMatchObject({ outcome: "red", reasons: [sentence] });
});

test("red: a step failed, or one that no machine may skip did not run", () => {
  const failed: SessionStep = { name: "terminal", status: "failed", detail: "No shell.", seconds: 1 };
  expect(judge({}, [...session, failed])).toMatchObject({
    outcome: "red",
    reasons: ["The step “terminal” failed, so that the session is not whole: No shell."],
  });
  expect(judge({}, [])).toMatchObject({
    outcome: "red",
    reasons: ["The step “start” did not run, so that the session is not whole."],
  });
});

test("an attempt in words: who, where, how often, and who saw it", () => {
  expect(attemptSentence(attempt)).toBe(
    "node tried to reach 192.0.2.1 port 80, 2 times (system call connect: ENETUNREACH).",
  );
  const lookup = { ...attempt, kind: "lookup" as const, times: 1, port: 53 };
  expect(attemptSentence({ ...lookup, host: "leak.invalid" })).toContain("asked for the name leak.invalid (");
  expect(attemptSentence({ ...lookup, host: "a resolver at 192.0.2.53" })).toContain(
    "asked for a name at 192.0.2.53 (",
  );
  expect(
    attemptSentence({ ...attempt, kind: "rawSocket", seenBy: "guard", outcome: "refused", times: 1 }),
  ).toBe("node opened a raw socket (Airlock's own guard: refused).");
});
