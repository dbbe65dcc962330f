import type { LlamaModel, Token } from "node-llama-cpp";

/** The model's tokens by the text they stand for, to find those that can begin a given text. */
export class Vocabulary {
  readonly #byFirstCharacter = new Map<string, { readonly token: Token; readonly text: string }[]>();

  constructor(model: LlamaModel) {
    // Some tokenizers drop a leading space at the start of a text; behind another token it shows.
    const before = model.tokenize("a", false).slice(-1);
    for (const token of model.iterateAllTokens()) {
      if (model.isSpecialToken(token)) continue;
      const text = model.detokenize([token], false, before);
      const first = text[0];
      // A token that is part of a character has no text of its own.
      if (first === undefined || text.includes("\ufffd")) continue;
      const list = this.#byFirstCharacter.get(first);
      if (list === undefined) this.#byFirstCharacter.set(first, [{ token, text }]);
      else list.push({ token, text });
    }
  }

  /** Tokens whose text begins with `start`, or is a beginning of it. */
  startingLike(start: string): readonly { readonly token: Token; readonly text: string }[] {
    const list = this.#byFirstCharacter.get(start[0] ?? "") ?? [];
    return list.filter(({ text }) => text.startsWith(start) || start.startsWith(text));
  }
}
