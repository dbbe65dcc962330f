/** The texts of a chat answer, in the order in which a model writes them. */
export const chatShape = ["explanation", "code"] as const;

export interface ChatAnswer {
  readonly explanation: string;
  readonly code: string;
  /** False when the text ends in the middle. */
  readonly whole: boolean;
}

/** Reads a JSON answer that may still be being written: what is there of each text is taken as it stands. */
export function readChatAnswer(text: string): ChatAnswer {
  try {
    const parsed: unknown = JSON.parse(text);
    if (typeof parsed === "object" && parsed !== null)
      return { explanation: textOf(parsed, "explanation"), code: textOf(parsed, "code"), whole: true };
  } catch {
    // Not yet whole, or cut.
  }
  return { explanation: partOf(text, "explanation"), code: partOf(text, "code"), whole: false };
}

function textOf(object: object, name: string): string {
  const value: unknown = Reflect.get(object, name);
  return typeof value === "string" ? value : "";
}

function partOf(text: string, name: string): string {
  const start = new RegExp(`"${name}"\\s*:\\s*"`).exec(text);
  if (start === null) return "";
  const rest = text.slice(start.index + start[0].length);
  let end = 0;
  while (end < rest.length && rest[end] !== '"') end += rest[end] === "\\" ? 2 : 1;
  // A cut escape sequence says nothing yet.
  const part = rest.slice(0, end).replace(/\\(?:u[0-9a-fA-F]{0,3})?$/, "");
  try {
    const read: unknown = JSON.parse(`"${part.replaceAll("\n", "\\n").replaceAll("\t", "\\t")}"`);
    return typeof read === "string" ? read : "";
  } catch {
    return "";
  }
}

/** Code in the way models like to hand it over, between fences, is taken out of them. */
export function withoutFences(code: string): string {
  return /^\s*```[^\n]*\n([\s\S]*?)\n?```\s*$/.exec(code)?.[1] ?? code;
}
