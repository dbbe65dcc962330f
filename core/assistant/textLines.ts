/** A text as lines, taken apart and put together without losing its last line end. Lines are zero-based. */
export function linesOf(text: string): string[] {
  return text.split("\n");
}

/** The lines from `start` to before `end`, each with its line end. */
export function linesBetween(lines: readonly string[], start: number, end: number): string {
  return lines
    .slice(start, end)
    .map((line, index) => (start + index < lines.length - 1 ? `${line}\n` : line))
    .join("");
}

/** Puts `code` in place of the lines from `start` to before `end`. */
export function withLines(text: string, start: number, end: number, code: string): string {
  const lines = linesOf(text);
  const before = linesBetween(lines, 0, start);
  const after = linesBetween(lines, end, lines.length);
  const lead = before === "" || before.endsWith("\n") ? before : `${before}\n`;
  return `${lead}${code.replace(/\n$/, "")}\n${after}`;
}

export function indentOf(line: string): string {
  return /^[ \t]*/.exec(line)?.[0] ?? "";
}

/** Takes the common indentation off every line. */
export function dedent(text: string): string {
  const lines = linesOf(text);
  const indents = lines.filter((line) => line.trim() !== "").map((line) => indentOf(line).length);
  const common = Math.min(...indents, Number.MAX_SAFE_INTEGER);
  return lines.map((line) => line.slice(Math.min(common, indentOf(line).length))).join("\n");
}

/** Every written line moved right by `indent`. */
export function indented(text: string, indent: string): string {
  return linesOf(text)
    .map((line) => (line.trim() === "" ? line : indent + line))
    .join("\n");
}
