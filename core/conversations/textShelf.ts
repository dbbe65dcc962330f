import { z } from "zod";

const offset = z.int().nonnegative();

/** A text, or how it comes from one on the shelf: a part of that, or that with one part replaced. UTF-16 offsets. */
export const packedText = z.union([
  z.string(),
  z.object({ of: offset, from: offset, to: offset }),
  z.object({ of: offset, start: offset, end: offset, text: z.string() }),
]);
export type PackedText = z.infer<typeof packedText>;

/** What is shorter is not worth a reference. */
const shortest = 128;

/**
 * Texts that others are told by, so that a file of which three rewritings are kept is kept once. The given ones lie
 * elsewhere; `added` has to be kept with what was packed.
 */
export class TextShelf {
  readonly #texts: string[];
  readonly #given: number;

  constructor(given: readonly string[], added: readonly string[] = []) {
    this.#texts = [...given, ...added];
    this.#given = given.length;
  }

  get added(): string[] {
    return this.#texts.slice(this.#given);
  }

  /** `shelve` puts a text that no other one tells onto the shelf. */
  pack(text: string, shelve = false): PackedText {
    if (text.length < shortest) return text;
    let best: PackedText = text;
    let bestLength = text.length / 2;
    for (const [of, base] of this.#texts.entries()) {
      const from = base.indexOf(text);
      if (from !== -1) return { of, from, to: from + text.length };
      const change = smallestChange(base, text);
      if (change.text.length >= bestLength) continue;
      best = { of, ...change };
      bestLength = change.text.length;
    }
    if (best !== text || !shelve) return best;
    this.#texts.push(text);
    return { of: this.#texts.length - 1, from: 0, to: text.length };
  }

  /** undefined when the shelf does not hold what it was told by. */
  unpack(packed: PackedText): string | undefined {
    if (typeof packed === "string") return packed;
    const base = this.#texts[packed.of];
    if (base === undefined) return undefined;
    if ("from" in packed) return packed.to > base.length ? undefined : base.slice(packed.from, packed.to);
    if (packed.end > base.length) return undefined;
    return base.slice(0, packed.start) + packed.text + base.slice(packed.end);
  }
}

/** Reads a packed text as the text. */
export function unpackedText(shelf: TextShelf) {
  return packedText.transform((packed, context) => {
    const text = shelf.unpack(packed);
    if (text !== undefined) return text;
    context.addIssue({ code: "custom", message: "the text that it was told by is not kept" });
    return z.NEVER;
  });
}

function smallestChange(
  base: string,
  text: string,
): { readonly start: number; readonly end: number; readonly text: string } {
  const most = Math.min(base.length, text.length);
  let start = 0;
  while (start < most && base[start] === text[start]) start++;
  let tail = 0;
  while (tail < most - start && base[base.length - 1 - tail] === text[text.length - 1 - tail]) tail++;
  return { start, end: base.length - tail, text: text.slice(start, text.length - tail) };
}
