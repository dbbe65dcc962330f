import { nestsDeeply } from "./nestsDeeply.ts";

/**
 * JSON as a lock of packages holds it, which is long but not deep: brackets within brackets by the million would keep the
 * parser busy for seconds. Throws SyntaxError for what is none.
 */
export function parseShallowJson(text: string): unknown {
  if (nestsDeeply(text)) throw new SyntaxError("it nests too deeply");
  return JSON.parse(text);
}
