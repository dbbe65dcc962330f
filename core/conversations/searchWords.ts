const mostWords = 16;
const longestSnippet = 160;
const before = 40;

/** The words that a search asks for, as they are written: what is no letter, digit or "_" only separates them. */
export function searchWords(text: string): readonly string[] {
  return (text.match(/[\p{L}\p{M}\p{N}_]+/gu) ?? []).slice(0, mostWords);
}

export interface Snippet {
  readonly snippet: string;
  readonly spans: [number, number][];
}

/** The line of text around the first word that begins like one of `words`; undefined where none does. */
export function snippetOf(text: string, words: readonly string[]): Snippet | undefined {
  const first = matchesIn(text, words, 1)[0];
  if (first === undefined) return undefined;
  const start = Math.max(0, first[0] - before);
  const line = text
    .slice(start, start + longestSnippet)
    // A half of a pair at either end would show as a broken character.
    .replace(/^[\uDC00-\uDFFF]|[\uD800-\uDBFF]$/g, "")
    .replace(/\s+/g, " ")
    .trim();
  const snippet = `${start > 0 ? "…" : ""}${line}${start + longestSnippet < text.length ? "…" : ""}`;
  return { snippet, spans: matchesIn(snippet, words, 20) };
}

function matchesIn(text: string, words: readonly string[], most: number): [number, number][] {
  const wanted = words.map(folded).filter((word) => word !== "");
  const spans: [number, number][] = [];
  for (const match of text.matchAll(/[\p{L}\p{M}\p{N}_]+/gu)) {
    const written = folded(match[0]);
    const word = wanted.find((one) => written.startsWith(one)) ?? wanted.find((one) => written.includes(one));
    if (word === undefined) continue;
    const at = match.index + written.indexOf(word);
    // Folding may change lengths: the whole word is marked then.
    const isAligned = written.length === match[0].length;
    spans.push(isAligned ? [at, at + word.length] : [match.index, match.index + match[0].length]);
    if (spans.length >= most) break;
  }
  return spans;
}

/** As the index compares words: without case and without marks. */
function folded(word: string): string {
  return word.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();
}
