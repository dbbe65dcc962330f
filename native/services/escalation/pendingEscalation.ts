import type { Question } from "../../../core/contract/assistant.ts";
import type { Provider, ProviderModel } from "../../../core/contract/provider.ts";
import { requestUrls } from "../../../core/escalation/cloudRequest.ts";
import { costOf, estimatedTokens } from "../../../core/escalation/cost.ts";
import { destinationOf } from "../../../core/policy/escalationPolicy.ts";
import type { PromptFile } from "../../../core/prompt/promptFile.ts";
import type { PreparedQuestion } from "../assistant/preparedQuestion.ts";
import type { BuiltRequest } from "./buildRequest.ts";

/** A request between its preview and its approval. */
export interface PendingEscalation {
  readonly previewId: string;
  /** Milliseconds since 1970. */
  readonly at: number;
  readonly provider: Provider;
  readonly model: ProviderModel;
  readonly prepared: PreparedQuestion;
  readonly file: PromptFile;
  readonly built: BuiltRequest;
}

/** What a policy goes by. */
export interface Measured {
  readonly task: Question["task"];
  readonly provider: Provider;
  readonly bytes: number;
  /** Undefined where the model has no price. */
  readonly cost: number | undefined;
}

/** Of the request and of an answer as long as it may get. */
export function mostCost({ built, model }: Pick<PendingEscalation, "built" | "model">): number | undefined {
  return costOf(model, { input: estimatedTokens(built.body), output: model.answerTokens });
}

export function measuredOf(pending: PendingEscalation): Measured {
  const { prepared, provider, built } = pending;
  return { task: prepared.question.task, provider, bytes: built.bytes, cost: mostCost(pending) };
}

/** What is approved for a session: this task, asked of this model. */
export function kindOf({ prepared, provider, model }: PendingEscalation): string {
  return `${prepared.question.task} → ${provider.id}/${model.id}`;
}

export function titleOf({ title, id }: Provider): string {
  return title ?? id;
}

/** All that may be connected to for it. */
export function destinationsOf(provider: Provider): string {
  return requestUrls(provider).map(destinationOf).join(", ");
}
