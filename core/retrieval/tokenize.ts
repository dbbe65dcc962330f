const asciiWord = /[A-Za-z0-9_]+/g;
const anyWord = /[\p{L}\p{N}_]+/gu;
const part = /\p{Lu}+(?!\p{Ll})|\p{Lu}?[\p{Ll}\p{Lo}\p{Lm}]+|\p{N}+/gu;
const asciiPart = /[A-Z]+(?![a-z])|[A-Z]?[a-z]+|[0-9]+/g;
/** Longer is data (a hash, base64), not a word that anyone looks for. */
const longestWord = 64;

/**
 * The words of code or of a question, lower-cased: every name whole (without underscores) and, where it has several,
 * its parts, so that "parseHttpResponse2" and "parse_http_response_2" are found by "http response" and by each other.
 */
export function tokenize(text: string): string[] {
  const words = text.match(isAscii(text) ? asciiWord : anyWord) ?? [];
  const tokens: string[] = [];
  for (const word of words) {
    if (word.length > longestWord) continue;
    const whole = word.replaceAll("_", "").toLowerCase();
    if (whole === "") continue;
    tokens.push(whole);
    if (isPlain(word)) continue;
    const parts = word.match(isAscii(word) ? asciiPart : part) ?? [];
    if (parts.length < 2) continue;
    for (const one of parts) tokens.push(one.toLowerCase());
  }
  return tokens;
}

function isAscii(text: string): boolean {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: the ASCII range is what is meant.
  return /^[\x00-\x7f]*$/.test(text);
}

/** Only small letters: most words, and nothing to split. */
function isPlain(word: string): boolean {
  return /^[a-z]+$/.test(word);
}
