import type { ContextPiece } from "../contract/assistant.ts";
import { chooseContext, usualCharactersPerToken } from "./chooseContext.ts";
import { fenced, singleLine } from "./fences.ts";
import { type PromptFile, renderSection } from "./promptFile.ts";

export interface PromptValues {
  /** The file above and below the place: cut to what fits, nearest lines last to go. */
  readonly before: string;
  readonly after: string;
  readonly [name: string]: unknown;
}

export interface FillRequest {
  readonly file: PromptFile;
  readonly sections: readonly string[];
  readonly values: PromptValues;
  /** Best first. */
  readonly pieces: readonly ContextPiece[];
  readonly headingOf: (piece: ContextPiece) => string;
  /** What the model can read, in characters. */
  readonly characters: number;
  /** Whether pieces stand between fences, which nothing in them may end. */
  readonly fences: boolean;
}

export interface FilledPrompt {
  /** By section. */
  readonly texts: ReadonlyMap<string, string>;
  readonly pieces: readonly ContextPiece[];
  readonly characters: number;
}

/** Of the room beside the code itself, what its surroundings may claim before other pieces come. */
const surroundingsShare = 0.5;

/**
 * Fills in a prompt so that it fits: the code and the question first, then the lines around it, then the other pieces by rank.
 * Undefined when code and question alone are too long.
 */
export function fillPrompt(request: FillRequest): FilledPrompt | undefined {
  const { values, characters } = request;
  const fixed = render(request, { ...values, before: "", after: "" }, []);
  const room = characters - lengthOf(fixed);
  if (room < 0) return undefined;
  const claimed = Math.floor(room * surroundingsShare);
  const after = headOf(values.after, Math.floor(claimed / 3));
  const reserved = Math.min(values.before.length, claimed - after.length);
  const { pieces, usedTokens } = chooseContext(
    request.pieces,
    Math.floor((room - after.length - reserved) / usualCharactersPerToken),
  );
  const usedByPieces = Math.ceil(usedTokens * usualCharactersPerToken);
  const before = tailOf(values.before, Math.max(reserved, room - after.length - usedByPieces));
  const texts = render(request, { ...values, before, after }, pieces);
  return { texts, pieces, characters: lengthOf(texts) };
}

function render(
  { file, sections, headingOf, fences }: FillRequest,
  values: PromptValues,
  pieces: readonly ContextPiece[],
): ReadonlyMap<string, string> {
  // The best stands nearest to the question.
  const used = pieces
    .filter(({ status }) => status === "used")
    .map((piece) => ({
      place: singleLine(headingOf(piece)),
      why: singleLine(piece.why),
      text: fences ? fenced(piece.text) : piece.text,
    }))
    .toReversed();
  return new Map(
    sections.map((section) => [section, renderSection(file, section, { ...values, pieces: used })]),
  );
}

function lengthOf(texts: ReadonlyMap<string, string>): number {
  return [...texts.values()].reduce((sum, text) => sum + text.length, 0);
}

/** Whole lines from the beginning. */
function headOf(text: string, most: number): string {
  if (text.length <= most) return text;
  const end = text.lastIndexOf("\n", most);
  return end > 0 ? text.slice(0, end + 1) : "";
}

/** Whole lines up to the end. */
function tailOf(text: string, most: number): string {
  if (text.length <= most) return text;
  const start = text.indexOf("\n", text.length - most) + 1;
  return start === 0 ? text.slice(text.length - most) : text.slice(start);
}
