/** Control characters that a paste must not carry: an escape could end bracketed paste and run the rest. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is looked for
const controlCharacters = /[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\x80-\x9f]/g;

export interface PasteText {
  readonly text: string;
  readonly lines: number;
  /** A shell would run at least one line of it at once. */
  readonly runs: boolean;
}

export function readPaste(pasted: string): PasteText {
  const text = pasted.replaceAll(/\r\n?/g, "\n").replaceAll(controlCharacters, "");
  const lines = text.replace(/\n$/, "").split("\n").length;
  return { text, lines, runs: text.includes("\n") };
}

export function asOneLine(text: string): string {
  return text
    .split("\n")
    .map((line) => line.trim())
    .filter((line) => line !== "")
    .join(" ");
}
