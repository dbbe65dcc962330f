import { composeExaminations } from "../../composeDoctor.ts";
import { runDoctor } from "../../services/doctor/doctor.ts";
import { environmentFor } from "../../services/environment.ts";
import { type ExitCode, printFailure, printJson, printLine } from "../commandOutput.ts";

/** Exit 1 when a check failed. */
export async function doctor({
  airGap,
  json,
}: {
  readonly airGap: boolean;
  readonly json: boolean;
}): Promise<ExitCode> {
  if (airGap)
    return printFailure(
      "The air-gap self-test is not part of this version yet. airlock doctor checks the installation.",
    );
  const checks = await runDoctor(composeExaminations(environmentFor(".", process.env)));
  if (json) printJson({ checks });
  else for (const { name, ok, detail } of checks) printLine(`${ok ? "✓" : "✗"} ${name}: ${detail}`);
  return checks.every(({ ok }) => ok) ? 0 : 1;
}
