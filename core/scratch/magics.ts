/**
 * The same text without the lines that only IPython reads (`%timeit x`, `!ls`, `%%bash` and all below it, `obj?`): as long as it
 * was, so that places stay what they are.
 */
export function blankMagics(code: string): string {
  if (/^\s*%%(?!time\b|timeit\b|capture\b|prun\b)/.test(code)) return code.replaceAll(/[^\n]/g, " ");
  return code.replaceAll(/^[ \t]*(?:[%!].*|[^\s#'"]+\?{1,2}[ \t]*)$/gm, (line) => " ".repeat(line.length));
}
