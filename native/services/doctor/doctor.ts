import type { DoctorCheck } from "../../../core/contract/workbench.ts";
import type { RequestHandlers } from "../../rpc/handlers.ts";

/** Looks at one part of the installation; the detail is what was seen, or what to do. */
export interface Examination {
  readonly name: string;
  examine(): Promise<{ readonly ok: boolean; readonly detail: string }>;
}

/** Runs every examination; one that throws is a check that failed, not the end of the others. */
export async function runDoctor(examinations: readonly Examination[]): Promise<DoctorCheck[]> {
  const checks: DoctorCheck[] = [];
  for (const { name, examine } of examinations) {
    try {
      checks.push({ name, ...(await examine()) });
    } catch (error) {
      checks.push({ name, ok: false, detail: error instanceof Error ? error.message : String(error) });
    }
  }
  return checks;
}

export function doctorHandlers(examinations: readonly Examination[]): Pick<RequestHandlers, "doctor.run"> {
  return { "doctor.run": async () => ({ ok: true, value: { checks: await runDoctor(examinations) } }) };
}
