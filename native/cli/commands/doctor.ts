import { resolve } from "node:path";
import type { PlantedLeak } from "../../../core/airGap/airGapReport.ts";
import { composeExaminations } from "../../composeDoctor.ts";
import { composeTools } from "../../composeTools.ts";
import { runDoctor } from "../../services/doctor/doctor.ts";
import { environmentFor } from "../../services/environment.ts";
import { type ExitCode, printFailure, printJson, printLine, printNote } from "../commandOutput.ts";

export interface DoctorOptions {
  readonly airGap: boolean;
  readonly report?: string;
  readonly sign?: string;
  readonly plantLeak?: PlantedLeak;
  readonly json: boolean;
  readonly installTools?: boolean;
  readonly wheels?: string;
}

/** Exit 1 when a check failed. */
export async function doctor(options: DoctorOptions): Promise<ExitCode> {
  const { airGap, json, installTools, wheels } = options;
  if (airGap && (installTools === true || wheels !== undefined))
    return printFailure(
      "--air-gap and --install-tools exclude each other: one runs without a network, the other needs it. Run them one after the other.",
    );
  if (airGap) return (await import("./doctorAirGap.ts")).doctorAirGap(options);
  const stray = (["report", "sign", "plantLeak"] as const).find((name) => options[name] !== undefined);
  if (stray !== undefined)
    return printFailure(
      `--${stray === "plantLeak" ? "plant-leak" : stray} belongs to --air-gap: airlock doctor --air-gap.`,
    );
  if (wheels !== undefined && installTools !== true)
    return printFailure(
      "--wheels belongs to --install-tools: airlock doctor --install-tools --wheels FOLDER.",
    );
  const environment = environmentFor(".", process.env);
  if (installTools === true) {
    const installed = await composeTools(environment, process.env).install(
      wheels === undefined ? undefined : resolve(wheels),
      printNote,
      new AbortController().signal,
    );
    if (!installed.ok) return printFailure(installed.error);
    const { python, tools } = installed.value;
    printNote(
      `In Airlock's own environment (Python ${python}): ${Object.entries(tools)
        .map(([tool, version]) => `${tool} ${version}`)
        .join(", ")}.`,
    );
  }
  const checks = await runDoctor(composeExaminations(environment));
  if (json) printJson({ checks });
  else for (const { name, ok, detail } of checks) printLine(`${ok ? "✓" : "✗"} ${name}: ${detail}`);
  return checks.every(({ ok }) => ok) ? 0 : 1;
}
