import type { Chunk } from "./chunk.ts";

/** What is made a vector of: the name a chunk is known by, then its text. The path is left out, so that a file that moves keeps its vectors. */
export function embeddedText({ symbols, text }: Pick<Chunk, "symbols" | "text">): string {
  const [symbol] = symbols;
  return symbol === undefined ? text : `${symbol}\n${text}`;
}
