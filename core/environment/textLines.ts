/** The lines of a long text one by one, without their ends: nothing is kept of those that nobody wants. */
export function* textLines(text: string): Generator<string> {
  let start = 0;
  while (start < text.length) {
    const next = text.indexOf("\n", start);
    const end = next === -1 ? text.length : next;
    yield text.slice(start, text[end - 1] === "\r" && end > start ? end - 1 : end);
    start = end + 1;
  }
}
