import type { InfillOrder } from "../contract/model.ts";
import type { PromptSegment } from "./modelPort.ts";

/**
 * Puts prefix and suffix in the order that the model was trained for. Suffix first keeps everything before the last
 * key in the model's memory; it is the order in which typing only appends.
 */
export function infillPrompt(order: InfillOrder, prefix: string, suffix: string): readonly PromptSegment[] {
  const segments: readonly PromptSegment[] =
    order === "suffix-prefix-middle"
      ? [marker("prefix"), marker("suffix"), text(suffix), marker("middle"), text(prefix)]
      : [marker("prefix"), text(prefix), marker("suffix"), text(suffix), marker("middle")];
  return segments.filter((segment) => segment.kind !== "text" || segment.text !== "");
}

/** One text that stands for the prompt in hashes: markers and text can't be mistaken for each other. */
export function promptFingerprint(segments: readonly PromptSegment[], healed: string): string {
  return JSON.stringify([segments, healed]);
}

function marker(name: "prefix" | "suffix" | "middle"): PromptSegment {
  return { kind: "marker", marker: name };
}

function text(value: string): PromptSegment {
  return { kind: "text", text: value };
}
