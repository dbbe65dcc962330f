import { createHash } from "node:crypto";
import type { Result } from "../../../core/base/result.ts";
import type { Answered, ApprovalKind, Escalated } from "../../../core/contract/escalation.ts";
import type { Failure } from "../../../core/contract/failure.ts";
import type { ProviderModel } from "../../../core/contract/provider.ts";
import type { CloudReply } from "../../../core/escalation/cloudPort.ts";
import { costOf } from "../../../core/escalation/cost.ts";
import { destinationsOf, mostCost, type PendingEscalation } from "./pendingEscalation.ts";

/** What the ledger keeps of a request before it leaves. */
export function escalatedOf(
  pending: PendingEscalation,
  approved: {
    readonly person: string;
    readonly approval: ApprovalKind;
    readonly approvedBy: string | undefined;
  },
): Escalated {
  const { provider, model, built, prepared } = pending;
  const { person, approval, approvedBy } = approved;
  const cost = mostCost(pending);
  return {
    person,
    provider: provider.id,
    model: model.id,
    destination: destinationsOf(provider),
    task: prepared.question.task,
    bytes: built.bytes,
    requestHash: built.hash,
    redactions: built.redactions.length,
    approval,
    ...(approvedBy === undefined ? {} : { approvedBy }),
    ...(cost === undefined ? {} : { mostCost: cost }),
  };
}

/** What it keeps of the answer, or of there being none. */
export function answeredOf(reply: Result<CloudReply, Failure>, model: ProviderModel): Answered {
  if (!reply.ok)
    return {
      outcome: reply.error.code === "cancelled" ? "stopped" : "failed",
      detail: reply.error.message,
      destination: "",
      bytes: 0,
      answerHash: hashOf(""),
    };
  const { text, cut, destination, inputTokens, outputTokens } = reply.value;
  const cost =
    inputTokens === undefined || outputTokens === undefined
      ? undefined
      : costOf(model, { input: inputTokens, output: outputTokens });
  return {
    outcome: cut === undefined ? "answered" : "cut",
    detail: cut ?? "",
    destination,
    bytes: Buffer.byteLength(text),
    answerHash: hashOf(text),
    ...(inputTokens === undefined ? {} : { inputTokens }),
    ...(outputTokens === undefined ? {} : { outputTokens }),
    ...(cost === undefined ? {} : { cost }),
  };
}

function hashOf(text: string): string {
  return createHash("sha256").update(text).digest("hex");
}
