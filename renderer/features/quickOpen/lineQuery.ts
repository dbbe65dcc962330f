import type { Position } from "../../../core/contract/common.ts";

/** "orders:12:4" → the name before, and the zero-based place that the one-based numbers mean. */
export function parseLine(text: string): { readonly query: string; readonly position: Position | undefined } {
  const found = /^(.*?):(\d+)(?:[:,](\d+))?:?$/.exec(text);
  if (!found) return { query: text.replace(/:$/, ""), position: undefined };
  const line = Math.max(0, Number(found[2]) - 1);
  const column = Math.max(0, Number(found[3] ?? 1) - 1);
  return { query: found[1] ?? "", position: { line, column } };
}
