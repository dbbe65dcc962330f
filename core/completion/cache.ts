import type { CompletionPlace } from "../contract/completion.ts";

export interface CachedCompletion {
  readonly text: string;
  readonly probability: number;
  readonly promptHash: string;
  readonly promptTokens: number;
}

interface Entry extends CachedCompletion {
  readonly path: string;
  readonly modelSha256: string;
  readonly alternative: number;
  readonly prefixTail: string;
  readonly suffixHead: string;
}

export type CachePlace = Pick<CompletionPlace, "path" | "prefix" | "suffix">;

/** As much of the text as decides, in practice, what the model says. */
const tailCharacters = 1024;
const headCharacters = 256;
/** How many of the latest entries are tried as "the user typed on into it". */
const typedThroughDepth = 16;

/**
 * The latest completions. What it gives out goes through the gate again: it keeps text, not verdicts.
 * Someone who types the first characters of a suggestion gets the rest of it without the model.
 */
export class CompletionCache {
  readonly #capacity: number;
  readonly #entries = new Map<string, Entry>();

  constructor(capacity = 250) {
    this.#capacity = capacity;
  }

  get size(): number {
    return this.#entries.size;
  }

  put(place: CachePlace, modelSha256: string, alternative: number, completion: CachedCompletion): void {
    const entry: Entry = { ...completion, path: place.path, modelSha256, alternative, ...ends(place) };
    const key = keyOf(entry);
    this.#entries.delete(key);
    this.#entries.set(key, entry);
    while (this.#entries.size > this.#capacity) {
      const oldest = this.#entries.keys().next().value;
      if (oldest === undefined) break;
      this.#entries.delete(oldest);
    }
  }

  find(place: CachePlace, modelSha256: string, alternative: number): CachedCompletion | undefined {
    const key = keyOf({ path: place.path, modelSha256, alternative, ...ends(place) });
    const entry = this.#entries.get(key);
    if (entry === undefined) return this.#findTypedThrough(place, modelSha256, alternative);
    this.#entries.delete(key);
    this.#entries.set(key, entry);
    return entry;
  }

  clear(): void {
    this.#entries.clear();
  }

  #findTypedThrough(
    place: CachePlace,
    modelSha256: string,
    alternative: number,
  ): CachedCompletion | undefined {
    const { suffixHead } = ends(place);
    for (const entry of [...this.#entries.values()].slice(-typedThroughDepth).reverse()) {
      if (entry.path !== place.path || entry.modelSha256 !== modelSha256) continue;
      if (entry.alternative !== alternative || entry.suffixHead !== suffixHead) continue;
      const typed = typedInto(entry, place.prefix);
      if (typed > 0) return { ...entry, text: entry.text.slice(typed) };
    }
    return undefined;
  }
}

/** How many characters of the suggestion were typed since, 0 when something else was. */
function typedInto(entry: Entry, prefix: string): number {
  for (let typed = entry.text.length - 1; typed > 0; typed--) {
    if (!prefix.endsWith(entry.text.slice(0, typed))) continue;
    const before = prefix.slice(0, prefix.length - typed);
    // The window's start may have moved a step since, so that less stands before.
    const tail = before.slice(-tailCharacters);
    const longer = Math.max(tail.length, entry.prefixTail.length);
    const shorter = Math.min(tail.length, entry.prefixTail.length);
    if (longer > shorter && shorter < tailCharacters / 2) continue;
    if (tail.slice(-shorter) === entry.prefixTail.slice(-shorter) && shorter > 0) return typed;
  }
  return 0;
}

function ends(place: CachePlace): { readonly prefixTail: string; readonly suffixHead: string } {
  return {
    prefixTail: place.prefix.slice(-tailCharacters),
    suffixHead: place.suffix.slice(0, headCharacters),
  };
}

function keyOf(entry: Omit<Entry, keyof CachedCompletion>): string {
  return JSON.stringify([
    entry.path,
    entry.modelSha256,
    entry.alternative,
    entry.prefixTail,
    entry.suffixHead,
  ]);
}
