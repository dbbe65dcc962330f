import type { Analyzer, RawFinding } from "./analyzer.ts";

const bidirectional = /[\u202a-\u202e\u2066-\u2069]/gu;
const directionMarks = /[\u200e\u200f\u061c]/gu;
/** Tag characters and Hangul fillers draw nothing; the fillers may even stand in a name. */
const invisible = /[\u{e0000}-\u{e007f}\u3164\u115f\u1160\uffa0]/gu;
/** Zero-width characters inside or beside a word. Between emoji they are ordinary. */
const zeroWidth = /(?<=\w)[\u200b-\u200d\u2060\ufeff\u00ad]|[\u200b-\u200d\u2060\ufeff\u00ad](?=\w)/gu;
const word = /[\p{L}\p{N}_$]+/gu;
/** Cyrillic, Greek, Armenian and other letters that most typefaces draw like a Latin one. */
const lookAlike = /[АВЕЅІЈКМНОРСТУХаеорсухіјѕһԁԛԝΑΒΕΖΗΙΚΜΝΟΡΤΥΧονρυցօսոհ]/u;
const latin = /[A-Za-z]/u;

/** What the eye cannot see or cannot tell apart (Boucher and Anderson, "Trojan Source", 2021). */
export const characterAnalyzer: Analyzer = {
  name: "characters",
  version: "1",
  appliesTo: () => true,
  analyze: async ({ source, start, end }) => {
    const from = wordStart(source, start);
    const to = wordEnd(source, end);
    const text = source.slice(from, to);
    return [
      ...each(text, from, bidirectional, (character) => ({
        ruleId: "bidirectional-control",
        severity: "high",
        message: `The bidirectional control ${codePoint(character)} makes this code read differently than it runs.`,
        explanation:
          "It reorders what is drawn, not what is executed: a comment can be made to look like code, and code like a comment.",
      })),
      ...each(text, from, invisible, (character) => ({
        ruleId: "invisible-character",
        severity: "high",
        message: `The character ${codePoint(character)} draws nothing, but is there.`,
        explanation: "Invisible characters hide instructions or make two names differ that look the same.",
      })),
      ...each(text, from, directionMarks, (character) => ({
        ruleId: "direction-mark",
        severity: "medium",
        message: `The direction mark ${codePoint(character)} is invisible and may reorder what is drawn.`,
      })),
      ...each(text, from, zeroWidth, (character) => ({
        ruleId: "zero-width-character",
        severity: "medium",
        message: `The zero-width character ${codePoint(character)} stands beside a word and cannot be seen.`,
      })),
      ...each(text, from, word, confusion),
    ];
  },
};

type Described = Pick<RawFinding, "ruleId" | "severity" | "message"> & { readonly explanation?: string };

function each(
  text: string,
  offset: number,
  pattern: RegExp,
  explain: (match: string) => Described | undefined,
): RawFinding[] {
  return [...text.matchAll(pattern)].flatMap((match) => {
    const described = explain(match[0]);
    if (described === undefined) return [];
    return [
      { ...described, cwe: [1007], start: offset + match.index, end: offset + match.index + match[0].length },
    ];
  });
}

function confusion(name: string): Described | undefined {
  // Almost every word is plain ASCII.
  if (/^[\w$]+$/.test(name)) return undefined;
  const disguised = [...name].find(
    (letter) => letter > "\u00ff" && /\p{L}/u.test(letter) && /^[A-Za-z]+$/.test(letter.normalize("NFKC")),
  );
  if (disguised !== undefined)
    return {
      ruleId: "compatibility-letters",
      severity: "high",
      message: `"${name}" is written with ${codePoint(disguised)}, which Python reads as the plain name "${name.normalize("NFKC")}".`,
      explanation: "A call that no search and no rule finds by its name still runs.",
    };
  const other = [...name].find((letter) => lookAlike.test(letter));
  if (other === undefined || !latin.test(name)) return undefined;
  return {
    ruleId: "mixed-script-name",
    severity: "medium",
    message: `"${name}" mixes Latin letters with the look-alike ${codePoint(other)}.`,
    explanation: "It reads like another name, but is not the same one: a different function may be called.",
  };
}

function codePoint(character: string): string {
  return `U+${(character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, "0")}`;
}

/** A word that the text completes is judged whole; no name is longer than 200. */
function wordStart(source: string, start: number): number {
  let from = start;
  while (from > 0 && start - from < 200 && !/\s/.test(source[from - 1] ?? " ")) from--;
  return from;
}

function wordEnd(source: string, end: number): number {
  let to = end;
  while (to < source.length && to - end < 200 && !/\s/.test(source[to] ?? " ")) to++;
  return to;
}
