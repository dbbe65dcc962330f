import { z } from "zod";
import { fail, ok, type Result } from "../../base/result.ts";
import { severity } from "../../contract/gate.ts";
import { fileNameOf, type PeerReport, PeerReportBuilder, parseJson } from "./peerReport.ts";
import { TextPlaces } from "./textPlaces.ts";

/** From 1, in characters. */
const ruffPlace = z.object({ row: z.int(), column: z.int() });
const ruffReport = z.array(
  z.object({
    code: z.string().nullable(),
    filename: z.string(),
    message: z.string(),
    location: ruffPlace,
    end_location: ruffPlace,
  }),
);

/** What is asked of Ruff, and what its security rules mean: resources/peers/ruff.yml. */
export const ruffTable = z.object({
  select: z.array(z.string()),
  rules: z.record(z.string(), z.object({ cwe: z.array(z.int()), severity })),
});
export type RuffTable = z.infer<typeof ruffTable>;

/** @param sources what Ruff was given, by file name */
export function readRuff(
  output: string,
  sources: ReadonlyMap<string, string>,
  table: RuffTable,
): Result<PeerReport, string> {
  const json = parseJson(output);
  if (!json.ok) return json;
  const parsed = ruffReport.safeParse(json.value);
  if (!parsed.success) return fail("its answer could not be read");
  const report = new PeerReportBuilder(sources.keys());
  const places = new Map([...sources].map(([name, text]) => [name, new TextPlaces(text)]));
  for (const found of parsed.data) {
    const name = fileNameOf(found.filename);
    const place = places.get(name);
    if (place === undefined) return fail(`it speaks of ${name}, which it was not given`);
    const { code } = found;
    if (code === null || code === "invalid-syntax" || code === "io-error" || code === "E902") {
      report.markFailed(name, `Ruff could not read this text: ${found.message}`);
      continue;
    }
    const meaning = table.rules[code];
    const start = place.offsetAt(found.location.row, found.location.column - 1, "character");
    const end = place.offsetAt(found.end_location.row, found.end_location.column - 1, "character");
    report.add(name, {
      ruleId: `ruff-${code}`,
      cwe: meaning?.cwe ?? [],
      // What the table does not name is a matter of quality: shown, never in the way.
      severity: meaning?.severity ?? "low",
      message: found.message.replaceAll(/\s+/g, " ").trim(),
      start,
      end: Math.max(end, start + 1),
    });
  }
  return ok(report.build());
}
