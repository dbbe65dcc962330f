import type ts from "typescript";
import { z } from "zod";
import { kindOfCode } from "../../../core/gate/hallucination/typescriptFindings.ts";

const chain = z.object({
  code: z.int(),
  messageText: z.string(),
  get next(): z.ZodOptional<z.ZodArray<typeof chain>> {
    return z.array(chain).optional();
  },
});
type Chain = z.infer<typeof chain>;
const diagnostic = z.object({
  code: z.int(),
  start: z.int().optional(),
  length: z.int().optional(),
  messageText: z.union([z.string(), chain]),
});
const region = z.object({ diagnostics: z.array(diagnostic) }).optional();

export interface ReadDiagnostic {
  readonly code: number;
  readonly message: string;
  readonly start: number;
  readonly end: number;
}

/**
 * What TypeScript says of a part of a file, as far as it speaks of something invented. Only the statements that the part
 * touches are checked where TypeScript can do that (5.6 and later, not in its declarations): a file whose types are costly
 * takes seconds as a whole.
 */
export function diagnosticsIn(
  service: ts.LanguageService,
  file: string,
  start: number,
  end: number,
): readonly ReadDiagnostic[] {
  const found =
    diagnosticsOfRegion(service, file, start, end) ??
    z.array(diagnostic).parse(service.getSemanticDiagnostics(file));
  return found.flatMap((one) => {
    const from = one.start ?? 0;
    const to = from + (one.length ?? 0);
    const read = readable(one);
    return read === undefined || from >= end || to <= start ? [] : [{ ...read, start: from, end: to }];
  });
}

function diagnosticsOfRegion(
  service: ts.LanguageService,
  file: string,
  start: number,
  end: number,
): z.infer<typeof diagnostic>[] | undefined {
  if (!("getRegionSemanticDiagnostics" in service)) return undefined;
  const ask = service.getRegionSemanticDiagnostics;
  if (typeof ask !== "function") return undefined;
  const answer: unknown = ask(file, [{ pos: start, end }]);
  return region.parse(answer)?.diagnostics;
}

/** The complaint itself, or the unknown option inside of "no overload matches". */
function readable({
  code,
  messageText,
}: z.infer<typeof diagnostic>): { readonly code: number; readonly message: string } | undefined {
  if (kindOfCode(code) !== undefined) return { code, message: flat(messageText) };
  if (code !== 2769 || typeof messageText === "string") return undefined;
  const inner = (one: Chain): Chain | undefined =>
    kindOfCode(one.code) === "option" ? one : one.next?.map(inner).find((next) => next !== undefined);
  const found = inner(messageText);
  return found === undefined ? undefined : { code: found.code, message: found.messageText };
}

function flat(text: string | Chain): string {
  return typeof text === "string" ? text : [text.messageText, ...(text.next ?? []).map(flat)].join("\n");
}
