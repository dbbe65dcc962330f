import type { AirGapReport, Evidence, SessionStep } from "./airGapReport.ts";
import { attemptSentence } from "./airGapVerdict.ts";
import { countedSince } from "./networkCounters.ts";

const width = 100;

/** Whose key signs a report, and the command that checks it. */
export interface Signing {
  readonly description: string;
  /** SHA-256 of the public key, hex. */
  readonly fingerprint: string;
  readonly verifyCommand: string;
}

export interface ReportSurroundings {
  readonly signing: Signing | undefined;
  /** Whether the traced calls lie beside it. */
  readonly hasTrace: boolean;
}

/** The report as a page that a person reads. */
export function reportText(report: AirGapReport, { signing, hasTrace }: ReportSurroundings): string {
  const { program, node, machine, verdict, evidence, session, models } = report;
  const files: [string, string][] = [
    ["report.json", "this report for a program to read"],
    [
      "program.sha256",
      "SHA-256 of each of Airlock's own files; to check, in the folder that Airlock is installed in: sha256sum -c …/program.sha256",
    ],
    ["sbom.cdx.json", "bill of materials of the program (CycloneDX 1.6)"],
    ["models.cdx.json", "bill of materials of the models (CycloneDX 1.6)"],
    ...(hasTrace
      ? [["trace.txt", "every traced system call, as strace wrote it"] satisfies [string, string]]
      : []),
    ["report.sha256", "SHA-256 of each file of this folder; to check, in here: sha256sum -c report.sha256"],
    ...(signing === undefined
      ? []
      : [
          [
            "report.sha256.sig",
            `signature of report.sha256 (${signing.description}, by the public key whose SHA-256 is ${signing.fingerprint})`,
          ] satisfies [string, string],
        ]),
  ];
  const verifying =
    signing === undefined
      ? wrapped(
          "Nobody has signed this report: who can write to this folder could have written all of it.",
          "  ",
        )
      : [
          "  To check the signature, with the signer's public key in KEY.pub.pem:",
          `    ${signing.verifyCommand}`,
        ];
  const isGreen = verdict.outcome === "green";
  const summary = isGreen
    ? `On the day and the machine named below, Airlock ${program.version} did a session's work where there is no network but loopback. Nothing that it started tried to reach anything beyond this machine.`
    : `On the day and the machine named below, Airlock ${program.version} was started where there is no network but loopback. That nothing tried to reach beyond this machine is not proved, for these reasons:`;
  const planted =
    report.planted === undefined
      ? []
      : [
          ...wrapped(
            `This was a test of the test: a leak was planted on purpose (${report.planted}), and the report must be red.`,
            "",
          ),
          "",
        ];
  const lines = [
    `AIRLOCK AIR-GAP REPORT: ${verdict.outcome.toUpperCase()}`,
    "",
    ...planted,
    ...wrapped(summary, ""),
    "",
    ...(isGreen ? ["What this rests on"] : []),
    ...verdict.reasons.flatMap((reason) => wrapped(reason, "  - ")),
    "",
    "Attempts to leave this machine",
    ...(evidence.attempts.length === 0
      ? ["  none was seen"]
      : evidence.attempts.flatMap((one) => wrapped(attemptSentence(one), "  - "))),
    "",
    "What this does not prove",
    ...verdict.notProved.flatMap((sentence) => wrapped(sentence, "  - ")),
    "",
    ...section("What was looked at", [
      ["made", report.made],
      ["took", `${Math.round(report.seconds)} s`],
      [
        "program",
        `Airlock ${program.version}, ${program.files} files of its own, ${program.packages} packages`,
      ],
      ["program hash", `${program.treeSha256} (SHA-256 of program.sha256)`],
      ["Node", `${node.version}, ${node.sha256}`],
      ...models.map((model): [string, string] => [
        "model",
        `${model.name} (${model.bundled ? "bundled" : "added"}, ${model.licence}), ${model.sha256}`,
      ]),
      ["machine", `${machine.host}, ${machine.system}, Linux ${machine.kernel}, ${machine.architecture}`],
      ["account", machine.account],
    ]),
    ...section("What ran", session.map(stepRow)),
    ...section("Evidence", evidenceRows(report.namespace, evidence)),
    ...section("Files of this report", files).slice(0, -1),
    ...verifying,
  ];
  return `${lines.map(printable).join("\n")}\n`;
}

function stepRow({ name, status, detail, seconds }: SessionStep): [string, string] {
  const mark = { ok: "ok", failed: "FAILED", skipped: "skipped" }[status];
  return [name, `${mark}${status === "skipped" ? "" : `, ${seconds.toFixed(1)} s`}: ${detail}`];
}

function evidenceRows(namespace: string, { kernel, trace, guard, leftBehind }: Evidence): [string, string][] {
  const counted =
    kernel.before === undefined || kernel.after === undefined
      ? undefined
      : countedSince(kernel.before, kernel.after);
  return [
    ["namespace", namespace],
    ["interfaces", kernel.interfaces.join(", ") || "none"],
    [
      "kernel",
      counted === undefined
        ? "its counters were not to be had"
        : `packets without a route: ${counted.outNoRoutes} (IPv4), ${counted.out6NoRoutes} (IPv6); UDP over loopback: ${counted.udpDatagrams + counted.udp6Datagrams}`,
    ],
    ...kernel.others.map(({ process, counters }): [string, string] => [
      "kernel",
      `a network namespace of its own (${process}): ${counters.outNoRoutes} (IPv4), ${counters.out6NoRoutes} (IPv6), ${counters.udpDatagrams + counters.udp6Datagrams} UDP`,
    ]),
    [
      "system calls",
      trace.status === "traced" ? `${trace.calls} read with ${trace.program}` : `not traced: ${trace.why}`,
    ],
    ...(trace.status === "traced" && trace.localSockets.length > 0
      ? [["local sockets", trace.localSockets.join(", ")] satisfies [string, string]]
      : []),
    [
      "Airlock itself",
      guard.status === "asked"
        ? `${guard.sealed ? "sealed" : "NOT sealed"}, destinations since its start: ${guard.destinations}`
        : `not asked: ${guard.why}`,
    ],
    ...(guard.status === "asked" && guard.children !== undefined
      ? [["children", guard.children] satisfies [string, string]]
      : []),
    ["left behind", leftBehind.length === 0 ? "no process" : leftBehind.join(", ")],
  ];
}

function section(title: string, rows: readonly (readonly [string, string])[]): readonly string[] {
  const column = Math.max(...rows.map(([name]) => name.length), 0) + 2;
  return [title, ...rows.flatMap(([name, text]) => wrapped(text, `  ${name.padEnd(column)}`)), ""];
}

/** Lines of at most `width` characters; what follows the first is set under it. */
function wrapped(text: string, lead: string): readonly string[] {
  const lines: string[] = [];
  let line = lead;
  let isEmpty = true;
  for (const word of text.split(/\s+/)) {
    if (!isEmpty && line.length + 1 + word.length > width) {
      lines.push(line);
      line = " ".repeat(lead.length);
      isEmpty = true;
    }
    line += `${isEmpty ? "" : " "}${word}`;
    isEmpty = false;
  }
  return [...lines, line];
}

/** Nothing that a process, a file or a host was named can move the reader's cursor or hide a line. */
function printable(line: string): string {
  return line.replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu, "�");
}
