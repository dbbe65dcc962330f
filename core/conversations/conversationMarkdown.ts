import { assertNever } from "../base/assertNever.ts";
import type { Conversation, ConversationTurn } from "../contract/conversations.ts";
import { fenced, safeLine, safeProse } from "./safeMarkdown.ts";

/** A part of an answer, as the caller's schema reads it. */
export type AnswerPart =
  | { readonly kind: "prose"; readonly markdown: string }
  | { readonly kind: "code"; readonly code: string; readonly language: string }
  /** Plain texts: what looks like Markdown in them is none. */
  | { readonly kind: "title"; readonly text: string }
  | { readonly kind: "line"; readonly text: string }
  | { readonly kind: "list"; readonly items: readonly string[] };

const stateWords = { asked: "not answered yet", answered: "answered", stopped: "stopped", failed: "failed" };

/**
 * A conversation as a Markdown document: questions and answers, and nothing that breaks out of its place. `partsOf` reads
 * the opaque answers; where it cannot, a text stands as prose and anything else as JSON.
 */
export function conversationMarkdown(
  { title, createdAt, turns }: Conversation,
  partsOf: (answer: unknown) => readonly AnswerPart[] | undefined = plainParts,
): string {
  const blocks = [
    `# ${safeLine(title) || "Conversation"}`,
    `${dayOf(createdAt)}, ${turns.length} ${turns.length === 1 ? "question" : "questions"}`,
    ...turns.flatMap((turn) => turnBlocks(turn, partsOf)),
  ];
  return `${blocks.filter((block) => block !== "").join("\n\n")}\n`;
}

/** A name that every file system takes. */
export function conversationFileName({ title, createdAt }: Conversation): string {
  const words = title
    .normalize("NFC")
    .replace(/[^\p{L}\p{N}]+/gu, "-")
    .slice(0, 60)
    .replace(/^-+|-+$/g, "")
    .toLowerCase();
  return `${dayOf(createdAt)}-${words || "conversation"}.md`;
}

function turnBlocks(
  turn: ConversationTurn,
  partsOf: (answer: unknown) => readonly AnswerPart[] | undefined,
): readonly string[] {
  const { target } = turn;
  const lines = target === undefined ? "" : ` lines ${target.startLine + 1}–${target.endLine + 1}`;
  return [
    `## ${turn.sequence}. ${safeLine(turn.task) || "Question"}`,
    target === undefined ? "" : `${safeLine(target.path)},${lines}`,
    safeProse(turn.question),
    `### Answer${turn.state === "answered" ? "" : ` (${stateWords[turn.state]})`}`,
    ...(turn.answer === undefined ? [] : (partsOf(turn.answer) ?? plainParts(turn.answer)).map(partBlock)),
  ];
}

function partBlock(part: AnswerPart): string {
  switch (part.kind) {
    case "prose":
      return safeProse(part.markdown);
    case "code":
      return fenced(part.code, part.language);
    case "title":
      return `#### ${safeLine(part.text)}`;
    case "line":
      return safeLine(part.text);
    case "list":
      return part.items.map((item) => `- ${safeLine(item)}`).join("\n");
    default:
      return assertNever(part, "part of an answer");
  }
}

function plainParts(answer: unknown): readonly AnswerPart[] {
  if (typeof answer === "string") return [{ kind: "prose", markdown: answer }];
  return [{ kind: "code", code: JSON.stringify(answer, undefined, 2) ?? "", language: "json" }];
}

function dayOf(at: number): string {
  const date = new Date(at);
  return Number.isNaN(date.getTime()) ? "undated" : date.toISOString().slice(0, 10);
}
