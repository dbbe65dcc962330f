import type { ProviderModel } from "../contract/provider.ts";

/** Characters that a token stands for, before the other side has counted: low, so that the estimate is high. */
const charactersPerToken = 3;

export function estimatedTokens(text: string): number {
  return Math.ceil(text.length / charactersPerToken);
}

/** In the provider's currency; undefined where the configuration names no price. */
export function costOf(
  { price }: ProviderModel,
  tokens: { readonly input: number; readonly output: number },
): number | undefined {
  if (price === undefined) return undefined;
  return (tokens.input * price.input + tokens.output * price.output) / 1_000_000;
}
