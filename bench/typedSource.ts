import { readFileSync } from "node:fs";
import { resolve } from "node:path";

/** A real file of ours whose text is typed again, key by key. */
export const typedFile = resolve(
  import.meta.dirname,
  "..",
  "resources",
  "sample-workspace",
  "orders",
  "reports.py",
);
export const typedText = readFileSync(typedFile, "utf8");

/** Cursor places of someone typing the file from `firstLine` on (zero-based), one for each character of code. */
export function typingPlaces(
  firstLine: number,
  most: number,
): readonly { readonly typed: string; readonly rest: string }[] {
  const start = typedText.split("\n").slice(0, firstLine).join("\n").length + 1;
  return Array.from({ length: Math.min(most, typedText.length - start) }, (_, index) => ({
    typed: typedText.slice(0, start + index),
    rest: "",
  }));
}
