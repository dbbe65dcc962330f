/** The prefix as the model reads it, and what was taken off its end for the model to write again. */
export interface HealedPrefix {
  readonly kept: string;
  readonly healed: string;
}

/** Longer runs than this are no half token any more. */
const longestHealed = 48;

/**
 * Takes a trailing run of line ends and indentation, or a partial word with the space before it, off the prefix: the
 * model never saw a text cut inside a token. On the bundled model exact matches rise from 0.3 % to 6.0 % (its card).
 * `kept + healed` is always the prefix.
 */
export function healPrefix(prefix: string): HealedPrefix {
  const healed = halfToken(prefix);
  if (healed.length > longestHealed || healed.length === prefix.length) return { kept: prefix, healed: "" };
  return { kept: prefix.slice(0, prefix.length - healed.length), healed };
}

function halfToken(prefix: string): string {
  // The tail is enough, and keeps the expressions from walking a whole file.
  const tail = prefix.slice(-2 * longestHealed);
  const space = /\s+$/.exec(tail)?.[0];
  if (space !== undefined) return space;
  // The space before a word belongs to its token, but indentation belongs to the line end before it.
  return /(?:(?<=\S) )?[\p{L}\p{N}_]+$/u.exec(tail)?.[0] ?? "";
}
