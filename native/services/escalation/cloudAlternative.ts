import { randomUUID } from "node:crypto";
import { withoutFences } from "../../../core/assistant/chatAnswer.ts";
import type { Alternative, Answer } from "../../../core/contract/assistant.ts";
import { readCloudAnswer } from "../../../core/escalation/cloudAnswer.ts";
import type { CloudReply } from "../../../core/escalation/cloudPort.ts";
import { estimatedTokens } from "../../../core/escalation/cost.ts";
import { answerOf } from "../assistant/answerOf.ts";
import type { AssistantParts } from "../assistant/assistantParts.ts";
import { chatEdit } from "../assistant/chatForm.ts";
import { coveringOf } from "../assistant/coveredGoals.ts";
import { judgeAlternative } from "../assistant/judgeAlternative.ts";
import type { PendingEscalation } from "./pendingEscalation.ts";

/** There are no weights here to have a hash of. */
const noWeights = "0".repeat(64);

/** Such models do not say how sure they are of a token: neither for nor against. */
const unsaid = 0.6;

/** The answer that it is part of, or becomes where there was none. */
export function cloudAnswer(
  { prepared, file, model, built }: PendingEscalation,
  reply: CloudReply,
  alternative: Alternative,
): Answer {
  return {
    ...answerOf(prepared, undefined, [alternative], 1, reply.totalMs),
    form: "chat",
    context: [...built.pieces],
    budget: {
      contextTokens: model.contextTokens,
      answerTokens: model.answerTokens,
      usedTokens: reply.inputTokens ?? estimatedTokens(built.body),
    },
    prompt: { name: file.name, version: file.version, source: file.source, hash: built.hash },
    notice: reply.cut ?? "",
  };
}

/** A reply from elsewhere, put to its place, with the same evidence as any other. */
export async function cloudAlternative(
  { prepared, provider, model, built }: PendingEscalation,
  reply: CloudReply,
  parts: AssistantParts,
  { runTests, onTesting }: { readonly runTests: boolean; readonly onTesting: () => void },
  signal: AbortSignal,
): Promise<Alternative> {
  const read = readCloudAnswer(reply.text);
  const code = built.redactor.restore(withoutFences(read.code).trimEnd());
  const edit = code === "" ? undefined : chatEdit(prepared, code);
  const missing = built.redactor.secretsIn(code);
  const words = built.redactor.restore(read.explanation);
  const byHand =
    missing === 0
      ? ""
      : `${words === "" ? "" : "\n\n"}It holds ${missing === 1 ? "a placeholder" : `${missing} placeholders`} where a secret was taken out: put ${missing === 1 ? "it" : "them"} in by hand.`;
  const title = `${provider.title ?? provider.id} · ${model.title ?? model.id}`;
  return await judgeAlternative(
    {
      id: randomUUID(),
      code: edit === undefined ? "" : code,
      explanation: `${words}${byHand}`,
      ...(edit === undefined ? {} : { edit }),
      probability: unsaid,
      tokens: reply.outputTokens ?? 0,
      metrics: {
        model: { id: `${provider.id}/${model.id}`, name: title, sha256: noWeights },
        promptHash: built.hash,
        promptTokens: reply.inputTokens ?? 0,
        reusedTokens: 0,
        generatedTokens: reply.outputTokens ?? 0,
        firstTokenMs: reply.firstTextMs,
        totalMs: reply.totalMs,
        overheadMs: 0,
        fromCache: false,
      },
      origin: { kind: "cloud", model: title },
      interrupted: reply.cut !== undefined || (!read.whole && code !== ""),
    },
    parts,
    {
      testFile: prepared.testing?.path ?? prepared.testFile,
      ...(coveringOf(prepared) === undefined ? {} : { covering: coveringOf(prepared) }),
      runTests,
      signal,
      onTesting,
    },
  );
}
