import { randomLooking } from "../../../core/escalation/randomLooking.ts";
import type { SecretSpan } from "../../../core/escalation/secretSpan.ts";
import { assignedSecrets } from "../../../core/gate/assignedSecrets.ts";
import { knownSecrets } from "./secretAnalyzer.ts";

/** Everything in a text that could be a key: of known services, given to a name like "secret", or random-looking. */
export async function findSecrets(text: string): Promise<readonly SecretSpan[]> {
  const known = (await knownSecrets(text)).map(({ start, end, message }) => ({ start, end, why: message }));
  const assigned = assignedSecrets(text).map(({ start, end, message }) => ({
    ...literalIn(text, start, end),
    why: message,
  }));
  return [...known, ...assigned, ...randomLooking(text)];
}

/** The literal alone: what it is given to may be read. */
function literalIn(
  text: string,
  start: number,
  end: number,
): { readonly start: number; readonly end: number } {
  const quote = text[end - 1] ?? "";
  const opening = text.lastIndexOf(quote, end - 2);
  return opening <= start ? { start, end } : { start: opening + 1, end: end - 1 };
}
