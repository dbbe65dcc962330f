import { type ChatAnswer, readChatAnswer, withoutFences } from "../assistant/chatAnswer.ts";

/** Large models wrap the JSON that they were asked for in fences or in words, or answer in Markdown after all. */
export function readCloudAnswer(text: string): ChatAnswer {
  const inner = withoutFences(text);
  const plain = readChatAnswer(inner);
  const hasText = plain.explanation !== "" || plain.code !== "";
  if (plain.whole && hasText) return plain;
  const object = inner.slice(inner.indexOf("{"), inner.lastIndexOf("}") + 1);
  const within = readChatAnswer(object);
  if (within.whole && (within.explanation !== "" || within.code !== "")) return within;
  if (hasText) return plain;
  const block = /```[^\n]*\n([\s\S]*?)\n?```/.exec(text);
  if (block === null) return { explanation: text.trim(), code: "", whole: true };
  const words = `${text.slice(0, block.index)}${text.slice(block.index + block[0].length)}`;
  return { explanation: words.trim(), code: block[1] ?? "", whole: true };
}
