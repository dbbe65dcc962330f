import { createHash } from "node:crypto";
import type { CancelSignal } from "../../../core/base/cancelSignal.ts";
import { fail, ok, type Result } from "../../../core/base/result.ts";
import { Draft } from "../../../core/completion/draft.ts";
import type { PromptFacts } from "../../../core/completion/modelPort.ts";
import { type CompletionPlan, planCompletion } from "../../../core/completion/plan.ts";
import { promptFingerprint } from "../../../core/completion/prompt.ts";
import type { CompletionPlace } from "../../../core/contract/completion.ts";
import { type Failure, failureOf } from "../../../core/contract/failure.ts";
import type { CurrentModel } from "./completionParts.ts";
import type { PromptDensity } from "./promptDensity.ts";

export interface DraftRequest {
  readonly model: CurrentModel;
  readonly place: CompletionPlace;
  readonly maxLines: number;
  readonly sampling: { readonly temperature: number; readonly topP: number; readonly seed: number };
  readonly density: PromptDensity;
  readonly signal: CancelSignal;
  /** Called once, as soon as the first of several lines is whole. */
  readonly onFirstLine?: (draft: WrittenDraft) => void;
}

export interface WrittenDraft {
  readonly text: string;
  readonly probability: number;
  readonly facts: PromptFacts;
  readonly generatedTokens: number;
  readonly promptHash: string;
  /** Milliseconds from the call of the model to its first token and to here. */
  readonly firstTokenMs: number;
  readonly modelMs: number;
  /** What ended the model in the middle; the text is what it had written. */
  readonly interrupted: Failure | undefined;
}

const mostAttempts = 4;

/** Plans, asks the model, stops it where the text should end. A prompt that turns out too long is cut and asked again. */
export async function writeDraft(request: DraftRequest): Promise<Result<WrittenDraft, Failure>> {
  const { model, place, density } = request;
  for (let attempt = 0; attempt < mostAttempts; attempt++) {
    const written = await askModel(request, planFor(model, place, request.maxLines, density));
    if (written.ok || written.error.code !== "tooLarge") return written;
    if (!shorten(density, model, place, written.error)) return written;
  }
  return fail(
    failureOf(
      "tooLarge",
      "The text around the cursor does not fit this model. Choose one with more context.",
    ),
  );
}

/** Lets the model read the prompt that a completion here would have. */
export async function readAhead(request: Omit<DraftRequest, "sampling" | "onFirstLine">): Promise<void> {
  const { model, place, density, signal } = request;
  for (let attempt = 0; attempt < mostAttempts; attempt++) {
    const { segments } = planFor(model, place, request.maxLines, density);
    const read = await model.port.prefill(segments, signal);
    if (read.ok || read.error.code !== "tooLarge" || !shorten(density, model, place, read.error)) return;
  }
}

function planFor(
  model: CurrentModel,
  place: CompletionPlace,
  maxLines: number,
  density: PromptDensity,
): CompletionPlan {
  return planCompletion({
    place,
    contextTokens: model.port.contextTokens,
    charactersPerToken: density.charactersPerToken(model.info.id, place.path),
    infillOrder: model.info.capabilities.infillOrder ?? "prefix-suffix-middle",
    maxLines,
  });
}

function shorten(density: PromptDensity, model: CurrentModel, place: CompletionPlace, why: Failure): boolean {
  const { tokens, limit } = sizesOf(why.data);
  return density.wasTooLong(model.info.id, place.path, tokens, limit);
}

function sizesOf(data: unknown): { readonly tokens: number; readonly limit: number } {
  if (typeof data === "object" && data !== null && "tokens" in data && "limit" in data)
    if (typeof data.tokens === "number" && typeof data.limit === "number")
      return { tokens: data.tokens, limit: data.limit };
  return { tokens: 2, limit: 1 };
}

async function askModel(request: DraftRequest, plan: CompletionPlan): Promise<Result<WrittenDraft, Failure>> {
  const draft = new Draft({ place: request.place, shape: plan.shape, maxLines: request.maxLines });
  const promptHash = createHash("sha256").update(promptFingerprint(plan.segments, plan.healed)).digest("hex");
  const started = performance.now();
  let facts: PromptFacts = { promptTokens: 0, reusedTokens: 0 };
  let firstTokenMs: number | undefined;
  let firstLineSeen = plan.shape.mode === "single";
  const written = (text: string, interrupted: Failure | undefined): WrittenDraft => {
    const modelMs = performance.now() - started;
    return {
      text,
      probability: draft.probability(text.length),
      facts,
      generatedTokens: draft.tokens,
      promptHash,
      firstTokenMs: firstTokenMs ?? modelMs,
      modelMs,
      interrupted,
    };
  };
  const end = await request.model.port.generate(
    { segments: plan.segments, healed: plan.healed, maxTokens: plan.maxTokens, ...request.sampling },
    {
      onPrompt: (known) => {
        facts = { promptTokens: known.promptTokens, reusedTokens: known.reusedTokens };
      },
      onPiece: (piece) => {
        firstTokenMs ??= performance.now() - started;
        const next = draft.add(piece);
        const firstLine = firstLineSeen ? undefined : draft.firstLine();
        if (firstLine !== undefined) {
          firstLineSeen = true;
          if (next === "continue" && firstLine !== "") request.onFirstLine?.(written(firstLine, undefined));
        }
        return next;
      },
    },
    request.signal,
  );
  if (end.ok) return ok(written(draft.whole(end.value.reason === "tokenLimit"), undefined));
  const died = end.error.code === "modelCrashed" || end.error.code === "modelUnresponsive";
  const partial = died && !request.signal.aborted ? draft.whole(true) : "";
  return partial === "" ? end : ok(written(partial, end.error));
}
