const deepest = 100;
const [quote, backslash, openBracket, closeBracket, openBrace, closeBrace] = Array.from('"\\[]{}', (one) =>
  one.charCodeAt(0),
);

/** Whether brackets stand in each other deeper than in any file that a person or a tool writes; those in quotes do not count. */
export function nestsDeeply(text: string): boolean {
  let depth = 0;
  let isInString = false;
  for (let at = 0; at < text.length; at++) {
    const character = text.charCodeAt(at);
    if (isInString) {
      if (character === backslash) at++;
      else if (character === quote) isInString = false;
    } else if (character === quote) isInString = true;
    else if (character === openBracket || character === openBrace) {
      depth++;
      if (depth > deepest) return true;
    } else if (character === closeBracket || character === closeBrace) depth--;
  }
  return false;
}
