/** A text as a regular expression finds it, letter by letter. */
export function escapeForPattern(text: string): string {
  return text.replaceAll(/[.*+?^${}()|[\]\\]/g, "\\$&");
}
