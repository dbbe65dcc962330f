import type { ContextPiece } from "../contract/assistant.ts";

/** How many characters a token is taken to stand for before the model has counted: code in a code vocabulary. */
export const usualCharactersPerToken = 2.8;

export function estimateTokens(text: string, charactersPerToken = usualCharactersPerToken): number {
  return Math.ceil(text.length / charactersPerToken);
}

/** A piece's heading and the line ends around it. */
const tokensAround = 12;

/**
 * Keeps pieces, best first, while they fit; one that does not is cut and says so, and a later, smaller one may still fit.
 * @param ranked best first; what was removed or cut before stays so
 * @param tokens room for all of them
 */
export function chooseContext(
  ranked: readonly ContextPiece[],
  tokens: number,
): { readonly pieces: readonly ContextPiece[]; readonly usedTokens: number } {
  let usedTokens = 0;
  const pieces = ranked.map((piece): ContextPiece => {
    if (piece.status !== "used") return piece;
    const cost = piece.tokens + tokensAround;
    if (usedTokens + cost > tokens) return { ...piece, status: "cut" };
    usedTokens += cost;
    return { ...piece, status: "used" };
  });
  return { pieces, usedTokens };
}
