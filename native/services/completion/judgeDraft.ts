import type { CancelSignal } from "../../../core/base/cancelSignal.ts";
import { confidenceOf } from "../../../core/completion/confidence.ts";
import type {
  CompletionMetrics,
  CompletionPlace,
  CompletionResult,
} from "../../../core/contract/completion.ts";
import type { CurrentModel, Gate } from "./completionParts.ts";
import type { WrittenDraft } from "./writeDraft.ts";

export interface JudgeRequest {
  readonly id: string;
  readonly place: CompletionPlace;
  readonly model: CurrentModel;
  readonly gate: Gate;
  /** When the completion was asked for, as performance.now() says. */
  readonly started: number;
  readonly complete: boolean;
  readonly fromCache: boolean;
  /** Less sure than this is not shown. */
  readonly minimumProbability: number;
  readonly signal: CancelSignal;
}

/** Takes a written text through the gate. Nothing leaves the host without this. */
export async function judgeDraft(draft: WrittenDraft, request: JudgeRequest): Promise<CompletionResult> {
  if (draft.text === "") return { kind: "nothing", why: "The model has nothing to add here." };
  if (draft.probability < request.minimumProbability)
    return {
      kind: "nothing",
      why: `The model is not sure enough (${Math.round(draft.probability * 100)} %).`,
    };
  const { place } = request;
  const verdict = await request.gate.scan(
    {
      language: place.language,
      path: place.path,
      before: place.prefix,
      text: draft.text,
      after: place.suffix,
    },
    request.signal,
  );
  // The gate blocks what it could not finish looking at; nobody waits for this answer any more.
  if (request.signal.aborted) return { kind: "nothing", why: "Cancelled." };
  const suggestion = {
    id: request.id,
    text: draft.text,
    complete: request.complete,
    ...(draft.interrupted === undefined ? {} : { interrupted: true }),
    confidence: confidenceOf({
      probability: draft.probability,
      tokens: draft.generatedTokens,
      outcome: verdict.outcome,
    }).level,
    probability: draft.probability,
    verdict,
    metrics: metricsOf(draft, request),
  };
  return { kind: verdict.outcome === "block" ? "blocked" : "suggestion", suggestion };
}

function metricsOf(draft: WrittenDraft, request: JudgeRequest): CompletionMetrics {
  const { info } = request.model;
  const totalMs = performance.now() - request.started;
  return {
    model: { id: info.id, name: info.name, sha256: info.sha256 },
    promptHash: draft.promptHash,
    promptTokens: draft.facts.promptTokens,
    reusedTokens: draft.facts.reusedTokens,
    generatedTokens: draft.generatedTokens,
    firstTokenMs: draft.firstTokenMs,
    totalMs,
    overheadMs: Math.max(0, totalMs - draft.modelMs),
    fromCache: request.fromCache,
  };
}
