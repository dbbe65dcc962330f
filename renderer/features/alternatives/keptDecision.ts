import { z } from "zod";
import { packAlternative, unpackedAlternative } from "../../../core/conversations/keptAnswer.ts";
import { TextShelf, unpackedText } from "../../../core/conversations/textShelf.ts";
import type { Decision } from "./decision.ts";

const hunksByAlternative = z.record(z.string(), z.array(z.string()));

/** As JSON. Whole texts in it are told by `targetText`, which is kept with the question. */
export function packDecision(decision: Decision, targetText: string): unknown {
  const shelf = new TextShelf([targetText]);
  const { merged, accepted, ...rest } = decision;
  const packed = {
    ...rest,
    merged: merged.map((one) => packAlternative(one, shelf)),
    ...(accepted === undefined
      ? {}
      : {
          accepted: {
            ...accepted,
            before: shelf.pack(accepted.before, true),
            after: shelf.pack(accepted.after),
          },
        }),
  };
  return { texts: shelf.added, decision: packed };
}

/** undefined for what another version wrote. */
export function unpackDecision(value: unknown, targetText: string): Decision | undefined {
  const kept = z.object({ texts: z.array(z.string()), decision: z.unknown() }).safeParse(value);
  if (!kept.success) return undefined;
  const shelf = new TextShelf([targetText], kept.data.texts);
  const text = unpackedText(shelf);
  const read = z
    .object({
      leftOut: hunksByAlternative,
      dismissed: z.array(z.string()),
      merged: z.array(unpackedAlternative(shelf)),
      picked: hunksByAlternative,
      accepted: z
        .object({ id: z.string(), path: z.string(), before: text, after: text, isNewFile: z.boolean() })
        .optional(),
    })
    .safeParse(kept.data.decision);
  if (!read.success) return undefined;
  const { accepted, ...rest } = read.data;
  return accepted === undefined ? rest : { ...rest, accepted };
}
