import { randomUUID } from "node:crypto";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import {
  type AirGapReport,
  airGapReport,
  type PlantedLeak,
  type SessionStep,
} from "../../../core/airGap/airGapReport.ts";
import { attemptSentence, judgeAirGap } from "../../../core/airGap/airGapVerdict.ts";
import { modelBom, programBom } from "../../../core/airGap/cycloneDx.ts";
import { reportText } from "../../../core/airGap/reportText.ts";
import { findEmptyNetwork } from "../../adapters/airGap/emptyNetwork.ts";
import { makeReportFolder, writeReportFolder } from "../../adapters/airGap/reportFolder.ts";
import { readSigningKey, type SigningKey } from "../../adapters/airGap/signingKey.ts";
import { type Inventory, runAirGapSession, type SessionRun, takeInventory } from "../../composeAirGap.ts";
import { requiredSteps, sessionSteps } from "../../services/airGap/sessionSteps.ts";
import { environmentFor } from "../../services/environment.ts";
import { version } from "../../version.ts";
import { type ExitCode, printFailure, printJson, printLine, printNote } from "../commandOutput.ts";
import { readPassphrase } from "../readPassphrase.ts";

export interface AirGapOptions {
  readonly report?: string;
  readonly sign?: string;
  readonly plantLeak?: PlantedLeak;
  readonly json: boolean;
}

/** Exit 0 green, 1 red, 2 where the test could not be made. */
export async function doctorAirGap({ report, sign, plantLeak, json }: AirGapOptions): Promise<ExitCode> {
  const started = new Date();
  const key =
    sign === undefined
      ? undefined
      : await readSigningKey(sign, () => readPassphrase(`Passphrase of ${sign}: `));
  if (key?.ok === false) return printFailure(key.error);
  const target = resolve(
    report ?? `airlock-air-gap-${started.toISOString().slice(0, 19).replace(/[-:]/g, "").replace("T", "-")}`,
  );

  const folder = mkdtempSync(join(tmpdir(), "airlock-air-gap-"));
  const stop = new AbortController();
  const onSignal = (): void => stop.abort();
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) process.once(signal, onSignal);
  try {
    const network = await findEmptyNetwork(folder);
    if (!network.ok) return printFailure(`${network.error} Nothing was run, and nothing is proved.`);
    const made = makeReportFolder(target);
    if (!made.ok) return printFailure(made.error);
    const environment = environmentFor(folder, process.env);
    const inventory = await takeInventory(environment);
    if (!inventory.ok) return printFailure(inventory.error);
    printNote(
      `A session's work without a network: ${sessionSteps.length + 2} steps, one to three minutes.${plantLeak === undefined ? "" : " A leak is planted: the report must be red."}`,
    );
    const { description } = network.value;
    const run = await runAirGapSession(environment, network.value, folder, plantLeak, printStep, stop.signal);
    if (stop.signal.aborted) return printFailure("Stopped. No report was written.");
    if (!run.ok) return printFailure(run.error);
    const written = reportOf(started, description, plantLeak, run.value, inventory.value);
    const signingKey = key?.value;
    const saved = writeReportFolder(
      target,
      filesOf(written, run.value, inventory.value, signingKey),
      signingKey,
    );
    if (!saved.ok) return printFailure(saved.error);
    if (json)
      printJson({ checks: checksOf(written), verdict: written.verdict, folder: target, report: written });
    else printSummary(written, target, signingKey);
    return written.verdict.outcome === "green" ? 0 : 1;
  } finally {
    for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) process.off(signal, onSignal);
    rmSync(folder, { recursive: true, force: true });
  }
}

function printStep({ name, status, detail, seconds }: SessionStep): void {
  const mark = { ok: "✓", failed: "✗", skipped: "–" }[status];
  const time = status === "skipped" ? "" : ` (${seconds.toFixed(1)} s)`;
  printNote(`${mark} ${name}: ${detail.replace(/\s+/g, " ")}${time}`);
}

function reportOf(
  started: Date,
  namespace: string,
  planted: PlantedLeak | undefined,
  { session, evidence }: SessionRun,
  { tree, packages, node, models, machine }: Inventory,
): AirGapReport {
  return airGapReport.parse({
    format: "airlock-air-gap-report",
    version: 1,
    made: started.toISOString(),
    seconds: (Date.now() - started.getTime()) / 1000,
    program: {
      name: "Airlock",
      version,
      treeSha256: tree.sha256,
      files: tree.files,
      packages: packages.length,
    },
    node,
    models: models.map(({ id, name, file, bytes, sha256, licence, bundled }) => ({
      ...{ id, name, file, bytes, sha256, licence, bundled },
    })),
    machine,
    namespace,
    ...(planted === undefined ? {} : { planted }),
    session,
    evidence,
    verdict: judgeAirGap({ evidence, session, required: requiredSteps }),
  });
}

function filesOf(
  report: AirGapReport,
  { trace }: SessionRun,
  { tree, packages, node, models }: Inventory,
  key: SigningKey | undefined,
): Readonly<Record<string, string>> {
  const occasion = (): Parameters<typeof modelBom>[0] => ({
    version: report.program.version,
    treeSha256: tree.sha256,
    made: report.made,
    uuid: randomUUID(),
  });
  const document = (value: unknown): string => `${JSON.stringify(value, undefined, 2)}\n`;
  return {
    "report.json": document(report),
    "report.txt": reportText(report, { signing: key, hasTrace: trace !== undefined }),
    ...(trace === undefined ? {} : { "trace.txt": trace }),
    "program.sha256": tree.list,
    "sbom.cdx.json": document(programBom(occasion(), node, packages)),
    "models.cdx.json": document(modelBom(occasion(), models)),
  };
}

function checksOf({ session, evidence, verdict }: AirGapReport): readonly object[] {
  const steps = session.map(({ name, status, detail }) => ({
    name,
    ok: status !== "failed",
    detail: status === "skipped" ? `skipped: ${detail}` : detail,
  }));
  const detail = [...verdict.reasons, ...evidence.attempts.map(attemptSentence)].join(" ");
  return [...steps, { name: "air gap", ok: verdict.outcome === "green", detail }];
}

function printSummary(
  { verdict, evidence, planted }: AirGapReport,
  folder: string,
  key: SigningKey | undefined,
): void {
  printLine(
    verdict.outcome === "green"
      ? "GREEN: nothing tried to leave this machine."
      : "RED: that nothing tried to leave this machine is not proved.",
  );
  for (const reason of verdict.reasons) printLine(`- ${reason}`);
  for (const attempt of evidence.attempts) printLine(`  - ${attemptSentence(attempt)}`);
  if (planted !== undefined) printLine("The leak was planted on purpose.");
  printLine("What this does not prove:");
  for (const sentence of verdict.notProved) printLine(`- ${sentence}`);
  printLine(`Report: ${join(folder, "report.txt")}`);
  if (key !== undefined)
    printLine(
      `Signed with ${key.description}, public key ${key.fingerprint}. To check, in that folder:\n  ${key.verifyCommand}`,
    );
}
