import type { CompletionPlace } from "../contract/completion.ts";
import type { InfillOrder } from "../contract/model.ts";
import { fitToContext } from "./budget.ts";
import { healPrefix } from "./healing.ts";
import type { PromptSegment } from "./modelPort.ts";
import { type LineShape, lineShape } from "./multiline.ts";
import { infillPrompt } from "./prompt.ts";

export interface PlanInput {
  readonly place: Pick<CompletionPlace, "prefix" | "suffix" | "prefixLine">;
  readonly contextTokens: number;
  readonly charactersPerToken: number;
  readonly infillOrder: InfillOrder;
  readonly maxLines: number;
}

/** Everything that is decided before the model is asked. */
export interface CompletionPlan {
  readonly segments: readonly PromptSegment[];
  readonly healed: string;
  readonly shape: LineShape;
  readonly maxTokens: number;
}

/** A line of code is some 12 tokens; a long one is 48. */
const tokensForLine = 48;
const tokensForFurtherLine = 16;
const mostTokens = 256;

/** How much of the context the output may take. The same for every shape, so that the prompt's cut does not move. */
export function generationRoom(contextTokens: number): number {
  return Math.min(mostTokens, Math.floor(contextTokens / 5));
}

export function planCompletion(input: PlanInput): CompletionPlan {
  const room = generationRoom(input.contextTokens);
  const cut = fitToContext(input.place, {
    contextTokens: input.contextTokens,
    generationTokens: room,
    charactersPerToken: input.charactersPerToken,
  });
  const { kept, healed } = healPrefix(cut.prefix);
  const shape = lineShape(input.place);
  const lines = shape.mode === "single" ? 1 : input.maxLines;
  return {
    segments: infillPrompt(input.infillOrder, kept, cut.suffix),
    healed,
    shape,
    maxTokens: Math.min(room, tokensForLine + (lines - 1) * tokensForFurtherLine),
  };
}
