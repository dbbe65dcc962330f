import { z } from "zod";
import { fail, ok, type Result } from "../../base/result.ts";
import type { Severity } from "../../contract/gate.ts";
import { fileNameOf, type PeerReport, PeerReportBuilder, parseJson, severityFor } from "./peerReport.ts";
import { TextPlaces } from "./textPlaces.ts";

const level = z.enum(["UNDEFINED", "LOW", "MEDIUM", "HIGH"]);
const banditReport = z.object({
  errors: z.array(z.object({ filename: z.string(), reason: z.string() })),
  metrics: z.record(z.string(), z.unknown()),
  results: z.array(
    z.object({
      filename: z.string(),
      test_id: z.string(),
      test_name: z.string(),
      issue_text: z.string(),
      issue_severity: level,
      issue_confidence: level,
      issue_cwe: z.object({ id: z.int().optional() }),
      line_number: z.int(),
      line_range: z.array(z.int()),
      /** In bytes, from 0. */
      col_offset: z.int(),
      end_col_offset: z.int().optional(),
    }),
  ),
});

/** Weaknesses that a test finds and its own CWE does not name, by test: resources/peers/bandit.yml. */
export const banditTable = z.object({ alsoCwe: z.record(z.string(), z.array(z.int())) });
export type BanditTable = z.infer<typeof banditTable>;

const severities: Readonly<Record<z.infer<typeof level>, Severity>> = {
  UNDEFINED: "medium",
  LOW: "low",
  MEDIUM: "medium",
  HIGH: "high",
};

/** @param sources what Bandit was given, by file name */
export function readBandit(
  output: string,
  sources: ReadonlyMap<string, string>,
  table: BanditTable,
): Result<PeerReport, string> {
  const json = parseJson(output);
  if (!json.ok) return json;
  const parsed = banditReport.safeParse(json.value);
  if (!parsed.success) return fail("its answer could not be read");
  const { errors, metrics, results } = parsed.data;
  const report = new PeerReportBuilder(sources.keys());
  const places = new Map([...sources].map(([name, text]) => [name, new TextPlaces(text)]));
  for (const found of results) {
    const name = fileNameOf(found.filename);
    const place = places.get(name);
    if (place === undefined) return fail(`it speaks of ${name}, which it was not given`);
    const lastLine = Math.max(found.line_number, ...found.line_range);
    const start = place.offsetAt(found.line_number, found.col_offset, "byte");
    const end =
      lastLine === found.line_number && found.end_col_offset !== undefined
        ? place.offsetAt(lastLine, found.end_col_offset, "byte")
        : place.endOfLine(lastLine);
    const own = found.issue_cwe.id;
    const confidence = found.issue_confidence.toLowerCase();
    report.add(name, {
      ruleId: `bandit-${found.test_id}`,
      cwe: [...new Set([...(own === undefined ? [] : [own]), ...(table.alsoCwe[found.test_id] ?? [])])],
      severity: severityFor(severities[found.issue_severity], found.issue_confidence === "LOW"),
      message: found.issue_text.replaceAll(/\s+/g, " ").trim(),
      explanation: `Bandit's test ${found.test_id} (${found.test_name.replaceAll("_", " ")}), confidence ${confidence}.`,
      start,
      end: Math.max(end, start + 1),
    });
  }
  const read = new Set(Object.keys(metrics).map(fileNameOf));
  for (const name of sources.keys())
    if (!read.has(name)) report.markFailed(name, "Bandit has not read this text");
  for (const { filename, reason } of errors)
    report.markFailed(fileNameOf(filename), `Bandit could not read this text: ${reason}`);
  return ok(report.build());
}
