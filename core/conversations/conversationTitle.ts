const longest = 80;

/** A title made of a question's first words. */
export function conversationTitle(question: string): string {
  const line = question.replace(/\s+/g, " ").trim();
  const characters = [...line.slice(0, longest * 2 + 2)];
  return characters.length > longest
    ? `${characters
        .slice(0, longest - 1)
        .join("")
        .trimEnd()}…`
    : characters.join("");
}
