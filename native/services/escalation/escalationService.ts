import { createHash, randomUUID } from "node:crypto";
import { fail, ok, type Result } from "../../../core/base/result.ts";
import type { Alternative, AskProgress, Question } from "../../../core/contract/assistant.ts";
import type {
  Answered,
  ApprovalKind,
  EscalationPreview,
  EscalationRecord,
  EscalationState,
  EscalationUsage,
} from "../../../core/contract/escalation.ts";
import { type Failure, failureOf } from "../../../core/contract/failure.ts";
import type { Provider, ProviderModel } from "../../../core/contract/provider.ts";
import { readCloudAnswer } from "../../../core/escalation/cloudAnswer.ts";
import type { CloudReply } from "../../../core/escalation/cloudPort.ts";
import { coveredKey, requestHeaders, requestUrls } from "../../../core/escalation/cloudRequest.ts";
import { costOf, estimatedTokens } from "../../../core/escalation/cost.ts";
import { destinationOf, refusalOf } from "../../../core/policy/escalationPolicy.ts";
import { prepareQuestion } from "../assistant/prepareQuestion.ts";
import { findPrompt, guidanceFor } from "../assistant/promptLibrary.ts";
import { buildRequest } from "./buildRequest.ts";
import { cloudAlternative } from "./cloudAlternative.ts";
import type { EscalationParts } from "./escalationParts.ts";
import { closedSentence, mayLeave } from "./mayLeave.ts";
import type { PendingEscalation } from "./pendingEscalation.ts";
import { verifyApproval } from "./verifyApproval.ts";

export interface SendOptions {
  readonly previewId: string;
  readonly hash: string;
  readonly approval: ApprovalKind;
  readonly secondCode?: string | undefined;
  readonly runTests: boolean;
}

type Report = (progress: Omit<AskProgress, "askId">) => void;

/** So many requests are remembered between their preview and their approval, each for so long. */
const mostPending = 16;
const pendingForMs = 30 * 60 * 1000;
const reportEvery = 80;
const mostRecords = 100_000;

/**
 * The way out of this machine, and the only one: a request is made and shown, a person approves its very bytes, the ledger
 * has it on the disk, and only then is a connection permitted. Holds nothing that a restart would have to bring back.
 */
export class EscalationService {
  readonly #parts: EscalationParts;
  readonly #pending = new Map<string, PendingEscalation>();
  /** Kinds of requests that a person approved for as long as the host runs. */
  readonly #approvals = new Set<string>();

  constructor(parts: EscalationParts) {
    this.#parts = parts;
  }

  async state(): Promise<Result<EscalationState, Failure>> {
    const { settings, policy, keys } = this.#parts;
    const usage = this.#usage();
    if (!usage.ok) return usage;
    const enabled = settings()["escalation.enabled"];
    const configured = settings()["escalation.providers"];
    const refusal = refusalOf(policy(), enabled, undefined, usage.value);
    const states = configured.map(async (provider) => ({
      id: provider.id,
      title: titleOf(provider),
      kind: provider.kind,
      destinations: requestUrls(provider).map(destinationOf),
      models: provider.models.map(({ id, title }) => ({ id, title: title ?? id })),
      key: await keys.state(provider.id),
    }));
    const none =
      configured.length === 0 ? "No provider is configured: add one to escalation.providers." : undefined;
    return ok({
      allowed: refusal === undefined && none === undefined,
      reason: refusal ?? none ?? "Nothing leaves before you have approved it.",
      providers: await Promise.all(states),
      usage: usage.value,
      sessionApprovals: [...this.#approvals],
      keychain: keys.sentence,
    });
  }

  /** Makes the request that would leave. Nothing does. */
  async prepare(
    question: Question,
    providerId: string,
    modelId: string,
    signal: AbortSignal,
  ): Promise<Result<EscalationPreview, Failure>> {
    const chosen = this.#find(providerId, modelId);
    if (!chosen.ok) return chosen;
    const { provider, model } = chosen.value;
    const refusal = this.#refusal({ task: question.task, provider, model, bytes: 0, cost: 0 });
    if (refusal !== undefined) return fail(failureOf("blocked", refusal));
    const assistant = await this.#parts.assistant();
    const { closed } = this.#parts;
    const prepared = await prepareQuestion(question, assistant, signal);
    if (!prepared.ok) return prepared;
    const { target } = prepared.value;
    if (target !== undefined && (await closed.isClosed(target.path)))
      return fail(
        failureOf(
          "blocked",
          `${target.path} cannot be asked about elsewhere. ${closedSentence(target.path)}`,
        ),
      );
    const closedPaths = await closed.list(signal);
    if (!closedPaths.ok) return closedPaths;
    const used = prepared.value.pieces.filter(({ status }) => status !== "removed");
    const sorted = await mayLeave(used, closed, closedPaths.value);
    const file = await findPrompt(question.task, "chat", assistant.prompts);
    if (!file.ok) return file;
    const built = await buildRequest(
      {
        prepared: prepared.value,
        pieces: sorted.allowed,
        provider,
        model,
        file: file.value,
        guidance: await guidanceFor(target?.language ?? "", assistant.prompts),
      },
      this.#parts,
    );
    if (built === undefined)
      return fail(
        failureOf(
          "tooLarge",
          `The code that is asked about does not fit ${model.id} (${model.contextTokens} tokens). Select less of it.`,
        ),
      );
    const previewId = randomUUID();
    const pending: PendingEscalation = {
      previewId,
      at: this.#parts.now(),
      provider,
      model,
      prepared: prepared.value,
      file: file.value,
      built,
    };
    this.#remember(pending);
    return await this.#preview(pending, prepared.value.pieces, sorted.refused);
  }

  /** Sends what was previewed, to the byte, and judges what comes back like any other text. */
  async send(
    options: SendOptions,
    report: Report,
    signal: AbortSignal,
  ): Promise<Result<{ alternative: Alternative; notice: string; escalationId: string }, Failure>> {
    const pending = this.#pending.get(options.previewId);
    if (pending === undefined || this.#parts.now() - pending.at > pendingForMs)
      return fail(failureOf("conflict", "This preview is too old. Look at the request once more."));
    const { provider, model, built, prepared } = pending;
    if (options.hash !== built.hash)
      return fail(
        failureOf("conflict", "What you approved is not what would be sent. Look at the request once more."),
      );
    const approved = this.#approve(options, pending);
    if (!approved.ok) return approved;
    const key = provider.needsKey ? await this.#parts.keys.get(provider.id) : undefined;
    if (provider.needsKey && key === undefined)
      return fail(
        failureOf("invalidRequest", `${titleOf(provider)} needs a key. Give it in the escalation's preview.`),
      );
    const escalationId = randomUUID();
    const recorded = this.#parts.ledger.escalation({
      kind: "escalated",
      escalationId,
      request: {
        person: this.#parts.account,
        provider: provider.id,
        model: model.id,
        destination: requestUrls(provider).map(destinationOf).join(", "),
        task: prepared.question.task,
        bytes: built.bytes,
        requestHash: built.hash,
        redactions: built.redactions.length,
        approval: options.approval,
        ...(approved.value === undefined ? {} : { approvedBy: approved.value }),
        ...withCost("mostCost", mostCost(pending)),
      },
      text: built.body,
    });
    if (!recorded.ok) return recorded;
    if (options.approval === "session") this.#approvals.add(kindOf(pending));
    report({ stage: "reading" });
    const reply = await this.#ask(pending, key, report, signal);
    const kept = this.#keepAnswer(escalationId, pending, reply);
    if (!reply.ok) return reply;
    if (!kept.ok) return kept;
    this.#pending.delete(options.previewId);
    report({ stage: "judging" });
    const alternative = await cloudAlternative(
      pending,
      reply.value,
      await this.#parts.assistant(),
      { runTests: options.runTests, onTesting: () => report({ stage: "testing" }) },
      signal,
    );
    if (signal.aborted)
      return fail(failureOf("cancelled", "Stopped. What left and what came stands in the ledger."));
    return ok({ alternative, notice: reply.value.cut ?? "", escalationId });
  }

  async setKey(provider: string, key: string): Promise<Result<EscalationState, Failure>> {
    const known = this.#find(provider);
    if (!known.ok) return known;
    if (/[^\x21-\x7e]/.test(key))
      return fail(
        failureOf(
          "invalidRequest",
          "A key has no spaces, line ends or letters beyond ASCII. Copy it once more.",
        ),
      );
    await this.#parts.keys.set(provider, key);
    return await this.state();
  }

  async forgetKey(provider: string): Promise<Result<EscalationState, Failure>> {
    await this.#parts.keys.forget(provider);
    return await this.state();
  }

  endApprovals(): Promise<Result<EscalationState, Failure>> {
    this.#approvals.clear();
    return this.state();
  }

  history(limit: number): Result<readonly EscalationRecord[], Failure> {
    const rows = this.#parts.ledger.escalations(limit * 2);
    return rows.ok ? ok(rows.value.slice(0, limit)) : rows;
  }

  /** Answers the name of the second approver, where one is needed. */
  #approve(
    { approval, secondCode }: SendOptions,
    pending: PendingEscalation,
  ): Result<string | undefined, Failure> {
    const { prepared, provider, model, built } = pending;
    const { approvers, sessionApprovals } = this.#parts.policy();
    const cost = mostCost(pending);
    const refusal = this.#refusal({
      task: prepared.question.task,
      provider,
      model,
      bytes: built.bytes,
      cost,
    });
    if (refusal !== undefined) return fail(failureOf("blocked", refusal));
    if (approval === "session" && (!sessionApprovals || approvers.length > 0))
      return fail(
        failureOf("blocked", "The policy wants each request to be looked at. Approve this one alone."),
      );
    if (approvers.length === 0) return ok(undefined);
    const name = verifyApproval(built.hash, secondCode ?? "", approvers);
    if (name !== undefined) return ok(name);
    return fail(
      failureOf(
        "blocked",
        `This is no code of ${approvers.map((one) => one.name).join(" or ")} for this very request. Let them run: airlock approve ${built.hash}`,
      ),
    );
  }

  async #ask(
    { provider, prepared, built }: PendingEscalation,
    key: string | undefined,
    report: Report,
    signal: AbortSignal,
  ): Promise<Result<CloudReply, Failure>> {
    const cloud = await this.#parts.cloud();
    let reported = 0;
    return await cloud.send(
      {
        provider,
        body: built.body,
        key,
        why: `${prepared.question.task}, approved by ${this.#parts.account}`,
      },
      (soFar) => {
        const now = performance.now();
        if (now - reported < reportEvery) return;
        reported = now;
        const { explanation, code } = readCloudAnswer(soFar);
        const text = [explanation, code].filter((part) => part !== "").join("\n\n");
        report({ stage: "writing", texts: [built.redactor.restore(text)] });
      },
      signal,
    );
  }

  #keepAnswer(
    escalationId: string,
    { model }: PendingEscalation,
    reply: Result<CloudReply, Failure>,
  ): Result<void, Failure> {
    const text = reply.ok ? reply.value.text : "";
    const answer: Answered = {
      outcome: reply.ok
        ? reply.value.cut === undefined
          ? "answered"
          : "cut"
        : reply.error.code === "cancelled"
          ? "stopped"
          : "failed",
      detail: reply.ok ? (reply.value.cut ?? "") : reply.error.message,
      destination: reply.ok ? reply.value.destination : "",
      bytes: Buffer.byteLength(text),
      answerHash: createHash("sha256").update(text).digest("hex"),
      ...(reply.ok ? countsOf(reply.value, model) : {}),
    };
    return this.#parts.ledger.escalation({ kind: "answered", escalationId, answer, text });
  }

  async #preview(
    pending: PendingEscalation,
    pieces: PendingEscalation["prepared"]["pieces"],
    refused: Readonly<EscalationPreview["refused"]>,
  ): Promise<Result<EscalationPreview, Failure>> {
    const { provider, model, built } = pending;
    const usage = this.#usage();
    if (!usage.ok) return usage;
    const cost = mostCost(pending);
    const refusal = this.#refusal({
      task: pending.prepared.question.task,
      provider,
      model,
      bytes: built.bytes,
      cost,
    });
    const { approvers, sessionApprovals } = this.#parts.policy();
    const key =
      (await this.#parts.keys.state(provider.id)) === "none" && !provider.needsKey ? undefined : coveredKey;
    return ok({
      previewId: pending.previewId,
      provider: { id: provider.id, title: titleOf(provider), kind: provider.kind },
      model: model.id,
      requests: requestUrls(provider).map((url) => `POST ${url}`),
      headers: [...requestHeaders(provider.kind, provider.needsKey ? key : undefined)],
      body: built.body,
      bytes: built.bytes,
      hash: built.hash,
      tokens: estimatedTokens(built.body),
      ...(cost === undefined ? {} : { cost: { most: cost, currency: provider.currency } }),
      retention: provider.retention,
      pieces: [...built.sent],
      removed: pieces
        .filter(({ status }) => status === "removed")
        .map(({ id, path, why }) => ({ id, title: path ?? why })),
      refused: [...refused],
      redactions: [...built.redactions],
      warnings: [...(refusal === undefined ? [] : [refusal]), ...warningsOf(provider)],
      approval: {
        second: approvers.length > 0,
        approvers: approvers.map(({ name }) => name),
        session: sessionApprovals && approvers.length === 0,
        given: this.#isGiven(pending),
      },
      usage: usage.value,
    });
  }

  /** What holds something that was taken out as a secret is looked at each time. */
  #isGiven(pending: PendingEscalation): boolean {
    const { approvers, sessionApprovals } = this.#parts.policy();
    return (
      sessionApprovals &&
      approvers.length === 0 &&
      this.#approvals.has(kindOf(pending)) &&
      !pending.built.redactions.some(({ kind }) => kind === "secret")
    );
  }

  #refusal(request: {
    readonly task: Question["task"];
    readonly provider: Provider;
    readonly model: ProviderModel;
    readonly bytes: number;
    readonly cost: number | undefined;
  }): string | undefined {
    const usage = this.#usage();
    if (!usage.ok) return usage.error.message;
    const { task, provider, bytes, cost } = request;
    const connects = [...requestUrls(provider), ...(provider.proxy === undefined ? [] : [provider.proxy])];
    const enabled = this.#parts.settings()["escalation.enabled"];
    return refusalOf(this.#parts.policy(), enabled, { task, urls: connects, bytes, cost }, usage.value);
  }

  /** Since midnight, by this machine's clock and time zone. */
  #usage(): Result<EscalationUsage, Failure> {
    const midnight = new Date(this.#parts.now()).setHours(0, 0, 0, 0);
    const records = this.#parts.ledger.escalations(mostRecords, midnight);
    if (!records.ok) return records;
    const { bytesPerDay, costPerDay } = this.#parts.policy();
    const [first] = this.#parts.settings()["escalation.providers"];
    return ok({
      requests: records.value.length,
      bytes: records.value.reduce((sum, { bytes }) => sum + bytes, 0),
      cost: records.value.reduce((sum, { answer, mostCost: most = 0 }) => sum + (answer?.cost ?? most), 0),
      ...(bytesPerDay === undefined ? {} : { mostBytes: bytesPerDay }),
      ...(costPerDay === undefined ? {} : { mostCost: costPerDay }),
      currency: first?.currency ?? "USD",
    });
  }

  #find(
    providerId: string,
    modelId?: string,
  ): Result<{ readonly provider: Provider; readonly model: ProviderModel }, Failure> {
    const provider = this.#parts.settings()["escalation.providers"].find(({ id }) => id === providerId);
    const model =
      modelId === undefined ? provider?.models[0] : provider?.models.find(({ id }) => id === modelId);
    if (provider === undefined || model === undefined)
      return fail(
        failureOf(
          "notFound",
          `escalation.providers names no ${providerId}${modelId === undefined ? "" : ` with ${modelId}`}. Choose another.`,
        ),
      );
    return ok({ provider, model });
  }

  #remember(pending: PendingEscalation): void {
    this.#pending.set(pending.previewId, pending);
    for (const [id] of this.#pending) {
      if (this.#pending.size <= mostPending) break;
      this.#pending.delete(id);
    }
  }
}

function titleOf({ title, id }: Provider): string {
  return title ?? id;
}

/** What is approved for a session: this task, asked of this model. */
function kindOf({ prepared, provider, model }: PendingEscalation): string {
  return `${prepared.question.task} → ${provider.id}/${model.id}`;
}

/** Of the request and of an answer as long as it may get. */
function mostCost({ built, model }: Pick<PendingEscalation, "built" | "model">): number | undefined {
  return costOf(model, { input: estimatedTokens(built.body), output: model.answerTokens });
}

function withCost<K extends string>(name: K, cost: number | undefined): { [key in K]?: number } {
  return cost === undefined ? {} : ({ [name]: cost } as { [key in K]?: number });
}

function countsOf({ inputTokens, outputTokens }: CloudReply, model: ProviderModel) {
  const counted = inputTokens !== undefined && outputTokens !== undefined;
  return {
    ...(inputTokens === undefined ? {} : { inputTokens }),
    ...(outputTokens === undefined ? {} : { outputTokens }),
    ...(counted ? withCost("cost", costOf(model, { input: inputTokens, output: outputTokens })) : {}),
  };
}

function warningsOf({ urls, proxy, certificateAuthority }: Provider): readonly string[] {
  const bare = urls.find(
    (url) => url.startsWith("http:") && !/^http:\/\/(?:127\.|localhost|\[::1\])/.test(url),
  );
  return [
    ...(bare === undefined
      ? []
      : [`${destinationOf(bare)} is reached without encryption: whoever is on the way can read it.`]),
    ...(proxy === undefined ? [] : [`It goes through the proxy ${destinationOf(proxy)}.`]),
    ...(certificateAuthority === undefined
      ? []
      : [`Certificates of ${certificateAuthority} are trusted, whose owner can read what is sent.`]),
  ];
}
