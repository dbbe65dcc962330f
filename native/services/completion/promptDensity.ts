/** Code in a code vocabulary; dense text (numbers, other scripts) has fewer and corrects this when it comes. */
const usualCharactersPerToken = 2.8;
const fewestCharactersPerToken = 0.25;

/**
 * How many characters a token is taken to stand for, by model and file. It only ever falls, and only when a prompt
 * turned out too long: every change moves the prompt's cut and costs the model's memory of it.
 */
export class PromptDensity {
  readonly #known = new Map<string, number>();

  charactersPerToken(modelId: string, path: string): number {
    return this.#known.get(keyOf(modelId, path)) ?? usualCharactersPerToken;
  }

  /** @returns false when there is nothing left to shorten. */
  wasTooLong(modelId: string, path: string, tokens: number, limit: number): boolean {
    const before = this.charactersPerToken(modelId, path);
    if (before <= fewestCharactersPerToken) return false;
    if (this.#known.size > 1000) this.#known.clear();
    this.#known.set(
      keyOf(modelId, path),
      Math.max(fewestCharactersPerToken, before * (limit / tokens) * 0.9),
    );
    return true;
  }
}

function keyOf(modelId: string, path: string): string {
  return `${modelId}\n${path}`;
}
