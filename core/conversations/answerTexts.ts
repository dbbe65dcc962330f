const deepest = 12;

/**
 * The texts of an answer, whatever its shape: the strings in it that a person could have read. Identifiers, hashes and the
 * like, short words without a space, are left out.
 */
export function answerTexts(answer: unknown): readonly string[] {
  const texts: string[] = [];
  collect(answer, 0, texts);
  return texts;
}

function collect(value: unknown, depth: number, texts: string[]): void {
  if (typeof value === "string") {
    if (depth === 0 || /\s/.test(value.trim()) || /[^\p{ASCII}]/u.test(value)) texts.push(value);
  } else if (typeof value === "object" && value !== null && depth < deepest)
    for (const inner of Object.values(value)) collect(inner, depth + 1, texts);
}
