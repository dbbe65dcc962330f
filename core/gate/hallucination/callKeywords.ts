/**
 * Names of the keyword arguments of a Python call, with their offsets in it; `call` begins with what is called and ends
 * with its closing bracket. Undefined where it spreads a dictionary: then nobody can say.
 */
export function callKeywords(
  call: string,
): readonly { readonly name: string; readonly start: number }[] | undefined {
  const keywords: { name: string; start: number }[] = [];
  let depth = 0;
  let begins = false;
  for (let index = openingOf(call); index >= 0 && index < call.length; index++) {
    const letter = call[index] ?? "";
    if (letter === "#") {
      index = endOf(call.indexOf("\n", index), call);
      continue;
    }
    if (letter === '"' || letter === "'") index = endOfString(call, index);
    else if ("([{".includes(letter)) {
      depth++;
      begins = depth === 1;
      continue;
    } else if (")]}".includes(letter)) depth--;
    else if (letter === "," && depth === 1) {
      begins = true;
      continue;
    } else if (depth === 1 && begins && !/\s/.test(letter)) {
      if (call.startsWith("**", index)) return undefined;
      const name = /^([\p{L}_][\p{L}\p{N}_]*)\s*=(?!=)/u.exec(call.slice(index, index + 200))?.[1];
      if (name !== undefined) keywords.push({ name, start: index });
    }
    if (!/\s/.test(letter)) begins = false;
  }
  return keywords;
}

/** Where the last call of an expression opens its arguments: `a(b).c(d)` → before `d`. */
export function openingOf(call: string): number {
  let depth = 0;
  for (let index = call.length - 1; index >= 0; index--) {
    if (call[index] === ")") depth++;
    if (call[index] === "(" && --depth === 0) return index;
  }
  return -1;
}

function endOfString(text: string, start: number): number {
  const quote = text[start] ?? "";
  const mark = text.startsWith(quote.repeat(3), start) ? quote.repeat(3) : quote;
  for (let index = start + mark.length; index < text.length; index++) {
    if (text[index] === "\\") index++;
    else if (text.startsWith(mark, index)) return index + mark.length - 1;
  }
  return text.length;
}

function endOf(found: number, text: string): number {
  return found === -1 ? text.length : found;
}
