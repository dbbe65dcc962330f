/** Where an offer was made: its text, and what stood right of the cursor on that line. */
export interface OfferedText {
  readonly text: string;
  readonly restOfLine: string;
}

export interface StandingOffer {
  /** What of the text has not been typed yet; "" when it was typed to its end. */
  readonly remaining: string;
  /** Brackets and quotes that the editor closed by itself since, right of the cursor: `remaining` replaces them. */
  readonly closers: string;
}

/**
 * Whether an offer still fits after more was typed. `typed` is what stands between the offer's place and the cursor,
 * `rest` what stands right of the cursor on its line. Undefined: something else was written, the offer is over.
 */
export function standingOffer(offer: OfferedText, typed: string, rest: string): StandingOffer | undefined {
  if (!offer.text.startsWith(typed) || !rest.endsWith(offer.restOfLine)) return undefined;
  const remaining = offer.text.slice(typed.length);
  const closers = rest.slice(0, rest.length - offer.restOfLine.length);
  return isCoveredBy(closers, remaining) ? { remaining, closers } : undefined;
}

/** Every closer comes in the text, in order: so replacing them by the text loses nothing. */
function isCoveredBy(closers: string, remaining: string): boolean {
  let from = 0;
  for (const closer of closers) {
    if (!")]}>\"'`".includes(closer)) return false;
    const at = remaining.indexOf(closer, from);
    if (at < 0) return false;
    from = at + 1;
  }
  return true;
}
