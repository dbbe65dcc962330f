import { expect, test } from "vitest";
import { type AirGapReport, airGapReport } from "./airGapReport.ts";
import { judgeAirGap } from "./airGapVerdict.ts";
import { reportText } from "./reportText.ts";

const zero = { outNoRoutes: 0, out6NoRoutes: 0, udpDatagrams: 0, udp6Datagrams: 0 };

function report(more: Partial<AirGapReport> = {}, attempts: AirGapReport["evidence"]["attempts"] = []) {
  const session = [
    { name: "terminal", status: "ok" as const, detail: "/bin/sh, a command and its output", seconds: 1.04 },
    { name: "git", status: "skipped" as const, detail: "git is not installed.", seconds: 0 },
  ];
  const evidence: AirGapReport["evidence"] = {
    kernel: { interfaces: ["lo"], before: zero, after: zero, others: [] },
    trace: { status: "absent", why: "strace is not installed" },
    guard: { status: "asked", logsRefusals: true, sealed: true, destinations: 0, children: "In their own." },
    attempts,
    leftBehind: [],
  };
  return airGapReport.parse({
    format: "airlock-air-gap-report",
    version: 1,
    made: "2026-11-24T17:00:00.000Z",
    seconds: 61.4,
    program: { name: "Airlock", version: "0.1.0", treeSha256: "a".repeat(64), files: 961, packages: 186 },
    node: { version: "24.21.0", file: "/usr/bin/node", sha256: "b".repeat(64) },
    models: [
      {
        id: "fim",
        name: "Airlock FIM",
        file: "/models/fim.gguf",
        bytes: 1,
        sha256: "c".repeat(64),
        licence: "Apache-2.0",
        bundled: true,
      },
    ],
    machine: { host: "desk", account: "ada", system: "Debian", kernel: "6.1", architecture: "x64" },
    namespace: "/usr/bin/unshare --net",
    session,
    evidence,
    verdict: judgeAirGap({ evidence, session, required: [] }),
    ...more,
  });
}
const unsigned = { signing: undefined, hasTrace: false };

test("the green page, whole", () => {
  expect(reportText(report(), unsigned)).toBe(`AIRLOCK AIR-GAP REPORT: GREEN

On the day and the machine named below, Airlock 0.1.0 did a session's work where there is no network
but loopback. Nothing that it started tried to reach anything beyond this machine.

What this rests on
  - 1 steps of work ran in a network namespace that has loopback alone.
  - The kernel counted no packet and no connection that wanted to leave it, and no question for a
    name.
  - Airlock's own guard, which refuses connections before the kernel sees them, refused none.

Attempts to leave this machine
  none was seen

What this does not prove
  - The step “git” was skipped, and nothing is known of it: git is not installed.
  - System calls were not traced (strace is not installed), so that an attempt is counted and not
    named.
  - A process with a network namespace of its own, such as the sandbox, was looked at four times a
    second: what it did between the last look and its end was not counted.
  - A browser and the desktop window did not run: the page's files were fetched and its requests
    made by this test.
  - This is what happened in one session on this machine. It is no statement about work that the
    session did not do.

What was looked at
  made          2026-11-24T17:00:00.000Z
  took          61 s
  program       Airlock 0.1.0, 961 files of its own, 186 packages
  program hash  ${"a".repeat(64)} (SHA-256 of
                program.sha256)
  Node          24.21.0, ${"b".repeat(64)}
  model         Airlock FIM (bundled, Apache-2.0),
                ${"c".repeat(64)}
  machine       desk, Debian, Linux 6.1, x64
  account       ada

What ran
  terminal  ok, 1.0 s: /bin/sh, a command and its output
  git       skipped: git is not installed.

Evidence
  namespace       /usr/bin/unshare --net
  interfaces      lo
  kernel          packets without a route: 0 (IPv4), 0 (IPv6); UDP over loopback: 0
  system calls    not traced: strace is not installed
  Airlock itself  sealed, destinations since its start: 0
  children        In their own.
  left behind     no process

Files of this report
  report.json      this report for a program to read
  program.sha256   SHA-256 of each of Airlock's own files; to check, in the folder that Airlock is
                   installed in: sha256sum -c …/program.sha256
  sbom.cdx.json    bill of materials of the program (CycloneDX 1.6)
  models.cdx.json  bill of materials of the models (CycloneDX 1.6)
  report.sha256    SHA-256 of each file of this folder; to check, in here: sha256sum -c
                   report.sha256
  Nobody has signed this report: who can write to this folder could have written all of it.
`);
});

test("a red page names what tried, and that the leak was planted", () => {
  const attempt = {
    kind: "connection" as const,
    seenBy: "trace" as const,
    host: "192.0.2.1",
    port: 80,
    process: "python3",
    outcome: "connect: ENETUNREACH",
    times: 1,
  };
  const text = reportText(report({ planted: "child" }, [attempt]), unsigned);
  expect(text).toMatch(/^AIRLOCK AIR-GAP REPORT: RED\n/);
  expect(text).toContain("a leak was planted on purpose (child)");
  expect(text).toContain("is not proved, for these reasons:");
  expect(text).toContain(
    "  - python3 tried to reach 192.0.2.1 port 80 (system call connect: ENETUNREACH).\n",
  );
});

test("a signed page says with which key, and how to check it", () => {
  const signing = { description: "Ed25519", fingerprint: "f".repeat(64), verifyCommand: "openssl verify-it" };
  const text = reportText(report(), { signing, hasTrace: true });
  expect(text).toContain("trace.txt ");
  expect(text).toContain(`Ed25519, by the public key whose SHA-256 is`);
  expect(text).toContain("    openssl verify-it\n");
  expect(text).not.toContain("Nobody has signed");
});

test("no name of a process, file or host moves the reader's cursor or hides a line", () => {
  const hostile = "\u001b[2Jclean\u202e\r\u0000\u2028";
  const attempt = { host: hostile, process: hostile, outcome: hostile, times: 1 };
  const text = reportText(
    report({ machine: { host: hostile, account: hostile, system: "", kernel: "", architecture: "" } }, [
      { kind: "connection", seenBy: "trace", ...attempt },
    ]),
    unsigned,
  );
  expect(text.replaceAll("\n", "")).not.toMatch(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/u);
  expect(text).toContain("clean");
});
