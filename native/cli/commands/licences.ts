import { existsSync } from "node:fs";
import { join, resolve } from "node:path";
import { buildFingerprints } from "../../adapters/analyzers/buildFingerprints.ts";
import { environmentFor } from "../../services/environment.ts";
import { type ExitCode, printFailure, printLine } from "../commandOutput.ts";

/** Fingerprints a team's own or forbidden code; the gate reads them from then on. */
export async function addLicences(
  folder: string,
  { name, licence, own }: { readonly name: string; readonly licence: string; readonly own: boolean },
): Promise<ExitCode> {
  if (!existsSync(folder)) return printFailure(`${folder} does not exist. Name a folder of code.`);
  const { home } = environmentFor(".", process.env);
  const built = buildFingerprints(resolve(folder), {
    name,
    licence,
    own,
    target: join(home, "licences"),
  });
  if (!built.ok) return printFailure(built.error);
  const { files, lines } = built.value;
  printLine(
    `${files} files, ${lines} lines: ${own ? "what resembles them is yours" : "what resembles them is reported"}.`,
  );
  return 0;
}
