import { z } from "zod";
import { fail, ok, type Result } from "../../base/result.ts";
import type { Severity } from "../../contract/gate.ts";
import { fileNameOf, type PeerReport, PeerReportBuilder, parseJson, severityFor } from "./peerReport.ts";
import { TextPlaces } from "./textPlaces.ts";

/** From 1; columns in bytes. */
const semgrepPlace = z.object({ line: z.int(), col: z.int() });
const semgrepSeverity = z.enum(["INFO", "LOW", "WARNING", "MEDIUM", "ERROR", "HIGH", "CRITICAL"]);
/** Either a name or a name with its details. */
const errorType = z.union([z.string(), z.tuple([z.string()], z.unknown()).transform(([name]) => name)]);
const semgrepReport = z.object({
  results: z.array(
    z.object({
      check_id: z.string(),
      path: z.string(),
      start: semgrepPlace,
      end: semgrepPlace,
      extra: z.object({
        message: z.string(),
        severity: semgrepSeverity,
        metadata: z.object({
          cwe: z.array(z.int()),
          confidence: z.enum(["LOW", "MEDIUM", "HIGH"]).optional(),
        }),
      }),
    }),
  ),
  errors: z.array(
    z.object({
      type: errorType,
      level: z.string(),
      message: z.string(),
      path: z.string().optional(),
      spans: z.array(z.object({ start: semgrepPlace, end: semgrepPlace })).optional(),
    }),
  ),
  paths: z.object({ scanned: z.array(z.string()) }),
  skipped_rules: z.array(z.unknown()).optional(),
});

const severities: Readonly<Record<z.infer<typeof semgrepSeverity>, Severity>> = {
  INFO: "low",
  LOW: "low",
  WARNING: "medium",
  MEDIUM: "medium",
  ERROR: "high",
  HIGH: "high",
  CRITICAL: "critical",
};

/** What Semgrep calls it when it has read the rest of the text. */
const partly = new Set(["PartialParsing", "FixpointTimeout"]);

const wholeText = { start: { line: 1 }, end: { line: Number.MAX_SAFE_INTEGER } };

/** @param sources what Semgrep was given, by file name */
export function readSemgrep(
  output: string,
  sources: ReadonlyMap<string, string>,
): Result<PeerReport, string> {
  const json = parseJson(output);
  if (!json.ok) return json;
  const parsed = semgrepReport.safeParse(json.value);
  if (!parsed.success) return fail("its answer could not be read");
  const { results, errors, paths, skipped_rules: skippedRules } = parsed.data;
  if ((skippedRules ?? []).length > 0) return fail("it left out rules");
  const report = new PeerReportBuilder(sources.keys());
  const places = new Map([...sources].map(([name, text]) => [name, new TextPlaces(text)]));
  for (const found of results) {
    const name = fileNameOf(found.path);
    const place = places.get(name);
    if (place === undefined) return fail(`it speaks of ${name}, which it was not given`);
    const { metadata } = found.extra;
    const start = place.offsetAt(found.start.line, found.start.col - 1, "byte");
    report.add(name, {
      ruleId: `semgrep-${found.check_id.slice(found.check_id.lastIndexOf(".") + 1)}`,
      cwe: metadata.cwe,
      severity: severityFor(severities[found.extra.severity], metadata.confidence === "LOW"),
      message: found.extra.message.replaceAll(/\s+/g, " ").trim(),
      start,
      end: Math.max(place.offsetAt(found.end.line, found.end.col - 1, "byte"), start + 1),
    });
  }
  const read = new Set(paths.scanned.map(fileNameOf));
  for (const name of sources.keys())
    if (!read.has(name)) report.markFailed(name, "Semgrep has not read this text");
  for (const error of errors) {
    if (error.path === undefined) {
      if (error.level === "error") return fail(error.message);
      continue;
    }
    const name = fileNameOf(error.path);
    const place = places.get(name);
    if (place === undefined) return fail(error.message);
    if (!partly.has(error.type)) {
      report.markFailed(name, `Semgrep could not read this text: ${firstLine(error.message)}`);
      continue;
    }
    for (const span of error.spans ?? [wholeText]) {
      const start = place.offsetAt(span.start.line, 0, "byte");
      report.add(name, {
        ruleId: "semgrep-partly-read",
        cwe: [],
        severity: "medium",
        message: "Semgrep could not read all of this text, so it has not looked at what stands here.",
        start,
        end: Math.max(place.endOfLine(span.end.line), start + 1),
      });
    }
  }
  return ok(report.build());
}

const firstLine = (text: string): string => text.split("\n")[0] ?? "";
