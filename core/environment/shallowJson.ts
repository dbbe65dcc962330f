const deepest = 100;

/**
 * JSON as a lock of packages holds it, which is long but not deep: brackets within brackets by the million would keep the
 * parser busy for seconds. Throws SyntaxError for what is none.
 */
export function parseShallowJson(text: string): unknown {
  let depth = 0;
  let isInString = false;
  for (let at = 0; at < text.length; at++) {
    const character = text.charCodeAt(at);
    if (isInString) {
      if (character === 92) at++;
      else if (character === 34) isInString = false;
    } else if (character === 34) isInString = true;
    else if (character === 91 || character === 123) {
      depth++;
      if (depth > deepest) throw new SyntaxError(`it nests deeper than ${deepest} levels`);
    } else if (character === 93 || character === 125) depth--;
  }
  return JSON.parse(text);
}
