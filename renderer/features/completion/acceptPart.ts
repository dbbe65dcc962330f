import { assertNever } from "../../../core/base/assertNever.ts";
import type { GateSubject } from "../../../core/contract/gate.ts";
import type { StandingOffer } from "./standingOffer.ts";

export type AcceptPart = "all" | "word" | "line";

export interface AcceptedText {
  /** Exactly what is judged and then inserted at the cursor. */
  readonly text: string;
  /** How many UTF-16 units right of the cursor it replaces: closers that it brings itself. */
  readonly replaces: number;
  readonly takesAll: boolean;
}

/** A run of white space with the word, number or run of signs that follows it. */
const nextWord = /^\s*(?:[\p{L}\p{N}_$]+|[^\p{L}\p{N}_$\s]+)?/u;
/** The rest of this line; at a line's end the next line that has something. */
const nextLine = /^\n*[^\n]*/;

/** The beginning of what is left of an offer that `part` names; undefined when nothing is left. */
export function acceptedText(offer: StandingOffer, part: AcceptPart): AcceptedText | undefined {
  const text = beginningOf(offer.remaining, part);
  if (text === "") return undefined;
  const takesAll = text.length === offer.remaining.length;
  return { text, replaces: takesAll ? offer.closers.length : 0, takesAll };
}

function beginningOf(remaining: string, part: AcceptPart): string {
  switch (part) {
    case "all":
      return remaining;
    case "word":
      return nextWord.exec(remaining)?.[0] ?? "";
    case "line":
      return nextLine.exec(remaining)?.[0] ?? "";
    default:
      return assertNever(part, "accept part");
  }
}

/** What the gate is shown of a file, at most: characters before, inserted and after together. */
export const longestSubject = 200_000;

export interface TextAround {
  readonly language: string;
  readonly path: string;
  /** The whole text before and after the insert, line ends "\n". */
  readonly before: string;
  readonly after: string;
}

/** The subject of an accept, cut at line starts to what the contract takes; the inserted text itself is never cut. */
export function subjectOf(around: TextAround, text: string): GateSubject {
  const room = Math.max(0, longestSubject - text.length);
  const half = Math.floor(room / 2);
  const keptAfter = Math.min(around.after.length, Math.max(half, room - around.before.length));
  const keptBefore = Math.min(around.before.length, room - keptAfter);
  const { language, path } = around;
  return {
    language,
    path,
    before: tail(around.before, keptBefore),
    text,
    after: head(around.after, keptAfter),
  };
}

function tail(text: string, most: number): string {
  if (text.length <= most) return text;
  const cut = text.slice(text.length - most);
  const lineStart = cut.indexOf("\n") + 1;
  return cut.slice(lineStart);
}

function head(text: string, most: number): string {
  if (text.length <= most) return text;
  const cut = text.slice(0, most);
  const lineEnd = cut.lastIndexOf("\n");
  return lineEnd < 0 ? cut : cut.slice(0, lineEnd);
}
