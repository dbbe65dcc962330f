import { z } from "zod";
import {
  type Alternative,
  type Answer,
  alternative,
  answer,
  contextPiece,
  proposedEdit,
} from "../contract/assistant.ts";
import { TextShelf, unpackedText } from "./textShelf.ts";

/** What became of a question, as a conversation keeps it. */
export type Outcome =
  | { readonly kind: "answer"; readonly answer: Answer }
  /** What was written until the model stopped, or was stopped; to be read only. */
  | { readonly kind: "partial"; readonly texts: readonly string[]; readonly reason: string };

const kept = z.discriminatedUnion("kind", [
  z.object({ kind: z.literal("answer"), texts: z.array(z.string()), answer: z.unknown() }),
  z.object({ kind: z.literal("partial"), texts: z.array(z.string()), reason: z.string() }),
]);

/** As JSON. The texts in it are told by `targetText`, which is kept with the question. */
export function packOutcome(outcome: Outcome, targetText: string): unknown {
  if (outcome.kind === "partial") return { ...outcome, texts: [...outcome.texts] };
  const shelf = new TextShelf([targetText]);
  const { alternatives, context, ...rest } = outcome.answer;
  const packed = {
    ...rest,
    alternatives: alternatives.map((one) => packAlternative(one, shelf)),
    context: context.map((piece) => ({ ...piece, text: shelf.pack(piece.text) })),
  };
  return { kind: "answer", texts: shelf.added, answer: packed };
}

/** undefined for what another version wrote, or nobody. */
export function unpackOutcome(value: unknown, targetText: string): Outcome | undefined {
  const read = kept.safeParse(value);
  if (!read.success) return undefined;
  if (read.data.kind === "partial") return read.data;
  const shelf = new TextShelf([targetText], read.data.texts);
  const whole = answer
    .extend({
      alternatives: z.array(unpackedAlternative(shelf)),
      context: z.array(contextPiece.extend({ text: unpackedText(shelf) })),
    })
    .safeParse(read.data.answer);
  return whole.success ? { kind: "answer", answer: whole.data } : undefined;
}

export function packAlternative({ edit, ...rest }: Alternative, shelf: TextShelf): unknown {
  if (edit === undefined) return rest;
  const before = shelf.pack(edit.before, true);
  return { ...rest, edit: { ...edit, before, after: shelf.pack(edit.after) } };
}

export function unpackedAlternative(shelf: TextShelf) {
  const text = unpackedText(shelf);
  return alternative.extend({ edit: proposedEdit.extend({ before: text, after: text }).optional() });
}
