import type { Token } from "node-llama-cpp";
import type { LoadedModel } from "./loadedModel.ts";
import type { ModelSequence, Sampling } from "./modelSequence.ts";

interface GenerateRequest extends Sampling {
  readonly healed: string;
  readonly maxTokens: number;
}

export interface GenerationListener {
  isCancelled(): boolean;
  /** Waited for before each token: something more urgent may be under way. */
  turn?(): Promise<void>;
  /** The token's text, "" when it only wrote the healed part or half a character. */
  onToken(text: string, probability: number): void;
}

export interface GenerationEnd {
  readonly reason: "endOfText" | "tokenLimit" | "stopped";
  readonly generatedTokens: number;
}

/**
 * Writes on from a prompt that the sequence holds except for its last token. While a healed part is left, only tokens
 * that agree with it are allowed and the likeliest of them is taken; then the model goes on freely.
 */
export async function generate(
  model: LoadedModel,
  sequence: ModelSequence,
  prompt: readonly Token[],
  request: GenerateRequest,
  listener: GenerationListener,
): Promise<GenerationEnd> {
  const sampling: Sampling = { temperature: request.temperature, topP: request.topP, seed: request.seed };
  const output = new OutputText(model, prompt, request.healed.length);
  const forced: Token[] = [];
  let last = prompt.at(-1);
  let remaining = request.healed;
  let generated = 0;
  while (last !== undefined) {
    await listener.turn?.();
    if (listener.isCancelled()) return { reason: "stopped", generatedTokens: generated };
    if (generated >= request.maxTokens || sequence.room < 1)
      return { reason: "tokenLimit", generatedTokens: generated };
    const candidates = remaining === "" || forced.length > 0 ? [] : model.vocabulary.startingLike(remaining);
    // No token spells it (rare characters): write it as the tokenizer does.
    if (remaining !== "" && forced.length === 0 && candidates.length === 0) {
      forced.push(...model.tokenizeText(remaining));
      remaining = "";
    }
    // Each step gets a seed of its own: one seed for all would draw the same number every time.
    const next = await sequence.step(
      last,
      { ...sampling, seed: (sampling.seed * 1_000_003 + generated) % 2_147_483_647 },
      candidates.map(({ token }) => token),
    );
    let token = forced.shift() ?? next.sampled;
    let likelihood = 1;
    if (remaining !== "") {
      const best = highestScore(candidates, next.scores);
      token = best?.token;
      if (best !== undefined) remaining = remaining.slice(Math.min(best.text.length, remaining.length));
      // What the user typed is certain: only the choice among tokens that agree with it is the model's.
      likelihood = candidates.reduce((sum, candidate) => sum + next.probabilityOf(candidate.token), 0);
    }
    if (token === undefined || model.isEnd(token)) return { reason: "endOfText", generatedTokens: generated };
    generated++;
    listener.onToken(output.add(token), Math.min(1, next.probabilityOf(token) / Math.max(likelihood, 1e-9)));
    last = token;
  }
  return { reason: "endOfText", generatedTokens: generated };
}

function highestScore<T extends { readonly token: Token }>(
  candidates: readonly T[],
  scores: ReadonlyMap<Token, number>,
): T | undefined {
  let best: T | undefined;
  let bestScore = Number.NEGATIVE_INFINITY;
  for (const candidate of candidates) {
    const score = scores.get(candidate.token) ?? Number.NEGATIVE_INFINITY;
    if (score > bestScore) {
      best = candidate;
      bestScore = score;
    }
  }
  return best;
}

/** Turns tokens into text as they come: whole characters only, and nothing of the healed part. */
export class OutputText {
  readonly #model: LoadedModel;
  /** The tokens before, as far as the next one's text depends on them. */
  #before: readonly Token[];
  /** Those that are part of a character still. */
  #tokens: Token[] = [];
  #skip: number;

  constructor(model: LoadedModel, prompt: readonly Token[], healedLength: number) {
    this.#model = model;
    this.#before = prompt.slice(-1);
    this.#skip = healedLength;
  }

  add(token: Token): string {
    this.#tokens.push(token);
    const text = this.#model.detokenize(this.#tokens, this.#before);
    if (text.endsWith("\ufffd")) return "";
    this.#before = [token];
    this.#tokens = [];
    const fresh = text.slice(this.#skip);
    this.#skip = Math.max(0, this.#skip - text.length);
    return fresh;
  }
}
