import { z } from "zod";
import type { SearchFile } from "../../../core/contract/search.ts";

const previewLength = 500;
/** What of a long line stands before its first match in the preview. */
const previewLead = 100;

/** Ripgrep's JSON: text, or base64 where the bytes are not UTF-8. */
const ripgrepText = z.union([z.object({ text: z.string() }), z.object({ bytes: z.base64() })]);
const ripgrepLine = z.discriminatedUnion("type", [
  z.object({ type: z.literal("begin"), data: z.object({ path: ripgrepText }) }),
  z.object({
    type: z.literal("match"),
    data: z.object({
      path: ripgrepText,
      lines: ripgrepText,
      line_number: z.int().positive().nullable(),
      submatches: z.array(z.object({ start: z.int(), end: z.int() })),
    }),
  }),
  z.object({ type: z.literal("end"), data: z.object({ path: ripgrepText }) }),
  z.object({ type: z.literal("summary") }),
  z.object({ type: z.literal("context") }),
]);

export type FoundLine = SearchFile["lines"][number];
export type RipgrepEvent =
  | { readonly kind: "line"; readonly path: string; readonly line: FoundLine; readonly matches: number }
  | { readonly kind: "fileEnd" };

/** One line of ripgrep's JSON; undefined when it says nothing about a match, or names a file that no path can spell. */
export function readRipgrepLine(json: string): RipgrepEvent | undefined {
  const parsed = ripgrepLine.safeParse(parseJson(json));
  if (!parsed.success) return undefined;
  const event = parsed.data;
  if (event.type === "end") return { kind: "fileEnd" };
  if (event.type !== "match" || !("text" in event.data.path)) return undefined;
  const { path, lines, line_number: lineNumber, submatches } = event.data;
  const line = preview(lines, (lineNumber ?? 1) - 1, submatches);
  if (line === undefined) return undefined;
  return { kind: "line", path: path.text.replace(/^\.\//, ""), line, matches: submatches.length };
}

/** Ripgrep counts bytes, the page UTF-16 units. Only what the preview can show is counted out: a line may be huge. */
function preview(
  lines: z.infer<typeof ripgrepText>,
  number: number,
  submatches: readonly { readonly start: number; readonly end: number }[],
): FoundLine | undefined {
  const first = submatches[0];
  if (first === undefined) return undefined;
  const bytes = "text" in lines ? Buffer.from(lines.text, "utf8") : Buffer.from(lines.bytes, "base64");
  const encoding = "text" in lines ? "utf8" : "latin1";
  const units = (from: number, to: number): string => bytes.toString(encoding, from, to);
  const before = units(0, first.start);
  const column = before.length;
  const cut = column > previewLength - previewLead ? column - previewLead : 0;
  const lead = before.slice(cut);
  const after = units(first.start, first.start + 4 * previewLength);
  const text = firstLine(lead + after).slice(0, previewLength);
  const spans: [number, number][] = [];
  let at = lead.length;
  let from = first.start;
  for (const { start, end } of submatches) {
    at += units(from, start).length;
    if (at >= text.length && spans.length > 0) break;
    const length = units(start, Math.min(end, start + 4 * previewLength)).length;
    spans.push([Math.min(at, text.length), Math.min(at + length, text.length)]);
    at += length;
    from = end;
  }
  return { line: number, preview: text, spans, column };
}

/** A match across lines is shown by its first. */
function firstLine(text: string): string {
  const end = text.search(/\r?\n/);
  return end < 0 ? text : text.slice(0, end);
}

/** undefined for what is no JSON: a search that was stopped may end in the middle of a line. */
function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
