import { type ReadableAnswer, readableAnswer } from "./readableAnswer.ts";

const deepest = 12;

/**
 * The texts of an answer that a person reads. Of the assistant's own these are explanations, code and facts, not the files
 * around them. Of any other shape it is every string that a person could have read. Identifiers, hashes and the
 * like, short words without a space, are left out.
 */
export function answerTexts(answer: unknown): readonly string[] {
  const read = readableAnswer(answer);
  if (read !== undefined) return readTexts(read).filter((text) => text.trim() !== "");
  const texts: string[] = [];
  collect(answer, 0, texts);
  return texts;
}

function readTexts(read: ReadableAnswer): readonly string[] {
  if (read.kind === "partial") return read.texts;
  const { explanation, alternatives, facts } = read.answer;
  const told = alternatives.flatMap((one) => [one.explanation, one.code]);
  return [
    ...new Set([explanation, ...told, ...facts.flatMap((group) => group.facts.map(({ text }) => text))]),
  ];
}

function collect(value: unknown, depth: number, texts: string[]): void {
  if (typeof value === "string") {
    if (depth === 0 || /\s/.test(value.trim()) || /[^\p{ASCII}]/u.test(value)) texts.push(value);
  } else if (typeof value === "object" && value !== null && depth < deepest)
    for (const inner of Object.values(value)) collect(inner, depth + 1, texts);
}
