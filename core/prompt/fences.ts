/**
 * Text from files, programs and names is data. In a prompt it stands between a line that begins with "<<<" and the line ">>>",
 * or it is one line of a sentence of ours; nothing in it can end the one or the other.
 */

const longestLine = 400;

/** Between fences: no line of it is one, whatever ends a line. Doctests, which begin with ">>> " too, change by a space at most. */
export function fenced(text: string): string {
  return text
    .replaceAll(
      /(?<=^|[\v\f\u0085])([^\S\r\n\v\f\u0085]*)(<<|>>)([<>])(?=\s*?(?:$|[\v\f\u0085]))/gm,
      "$1$2 $3",
    )
    .replaceAll(/(?<=^|[\v\f\u0085])(<<<|>>>)/gm, " $1");
}

/** On a line of its own or within one: line ends, and characters that are not seen or that turn the order, become visible. */
export function singleLine(text: string): string {
  const visible = text.replaceAll(
    /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu,
    (character) => `\\u{${(character.codePointAt(0) ?? 0).toString(16)}}`,
  );
  return visible.length > longestLine ? `${visible.slice(0, longestLine)}…` : visible;
}

/** One piece of context as a prompt shows it, its name and the reason that it is there within the fence. */
export function fencedPiece(place: string, why: string, text: string): string {
  return `<<< ${singleLine(place)} · ${singleLine(why)}\n${fenced(text)}\n>>>`;
}
