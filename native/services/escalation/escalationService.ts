import { randomUUID } from "node:crypto";
import { fail, ok, type Result } from "../../../core/base/result.ts";
import type { Answer, AskProgress, Question } from "../../../core/contract/assistant.ts";
import type {
  ApprovalKind,
  EscalationPreview,
  EscalationRecord,
  EscalationState,
} from "../../../core/contract/escalation.ts";
import { type Failure, failureOf } from "../../../core/contract/failure.ts";
import type { Provider, ProviderModel } from "../../../core/contract/provider.ts";
import { readCloudAnswer } from "../../../core/escalation/cloudAnswer.ts";
import type { CloudReply } from "../../../core/escalation/cloudPort.ts";
import { requestUrls } from "../../../core/escalation/cloudRequest.ts";
import type { ApprovalFile } from "../../../core/escalation/secondApproval.ts";
import { destinationOf } from "../../../core/policy/escalationPolicy.ts";
import { prepareQuestion } from "../assistant/prepareQuestion.ts";
import { findPrompt, guidanceFor } from "../assistant/promptLibrary.ts";
import { buildRequest } from "./buildRequest.ts";
import { cloudAlternative, cloudAnswer } from "./cloudAlternative.ts";
import { EscalationLimits } from "./escalationLimits.ts";
import type { EscalationParts } from "./escalationParts.ts";
import { previewOf } from "./escalationPreview.ts";
import { answeredOf, escalatedOf } from "./escalationRecords.ts";
import { closedSentence, mayLeave, openPart } from "./mayLeave.ts";
import { destinationsOf, kindOf, measuredOf, type PendingEscalation, titleOf } from "./pendingEscalation.ts";

export interface SendOptions {
  readonly previewId: string;
  readonly hash: string;
  readonly approval: ApprovalKind;
  readonly secondCode?: string | undefined;
  readonly runTests: boolean;
}

export interface SentEscalation {
  readonly answer: Answer;
  readonly escalationId: string;
}

type Report = (progress: Omit<AskProgress, "askId">) => void;

/** So many requests are remembered between their preview and their approval, each for so long. */
const mostPending = 16;
const pendingForMs = 30 * 60 * 1000;
const reportEveryMs = 80;
const tooOld = failureOf("conflict", "This preview is too old. Look at the request once more.");

/**
 * The way out of this machine, and the only one: a request is made and shown, a person approves its very bytes, the ledger
 * has it on the disk, and only then is a connection permitted. Holds nothing that a restart would have to bring back.
 */
export class EscalationService {
  readonly #parts: EscalationParts;
  readonly #limits: EscalationLimits;
  readonly #pending = new Map<string, PendingEscalation>();
  /** Kinds of requests that a person approved for as long as the host runs. */
  readonly #approvals = new Set<string>();

  constructor(parts: EscalationParts) {
    this.#parts = parts;
    this.#limits = new EscalationLimits(parts);
  }

  async state(): Promise<Result<EscalationState, Failure>> {
    const { settings, keys } = this.#parts;
    const usage = this.#limits.usage();
    if (!usage.ok) return usage;
    const configured = settings()["escalation.providers"];
    const none =
      configured.length === 0 ? "No provider is configured: add one to escalation.providers." : undefined;
    const refusal = this.#limits.refusal(usage.value) ?? none;
    const states = configured.map(async (provider) => ({
      id: provider.id,
      title: titleOf(provider),
      kind: provider.kind,
      destinations: requestUrls(provider).map(destinationOf),
      models: provider.models.map(({ id, title }) => ({ id, title: title ?? id })),
      needsKey: provider.needsKey,
      key: await keys.state(provider.id),
    }));
    return ok({
      allowed: refusal === undefined,
      reason: refusal ?? "Nothing leaves before you have approved it.",
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
    const usage = this.#limits.usage();
    if (!usage.ok) return usage;
    const refusal = this.#limits.refusal(usage.value, { task: question.task, provider, bytes: 0, cost: 0 });
    if (refusal !== undefined) return fail(failureOf("blocked", refusal));
    const assistant = await this.#parts.assistant();
    const { closed } = this.#parts;
    const prepared = await prepareQuestion(question, assistant, signal);
    if (!prepared.ok) return prepared;
    const { target, pieces } = prepared.value;
    const closedPaths = await closed.list(signal);
    if (!closedPaths.ok) return closedPaths;
    const open = await openPart(prepared.value, closed, closedPaths.value);
    if (open === undefined) {
      const path = target?.path ?? "";
      return fail(failureOf("blocked", `${path} cannot be asked about elsewhere. ${closedSentence(path)}`));
    }
    const used = pieces.filter(({ status }) => status !== "removed");
    const sorted = await mayLeave(used, closed, closedPaths.value);
    const file = await findPrompt(question.task, "chat", assistant.prompts);
    if (!file.ok) return file;
    const built = await buildRequest(
      {
        prepared: open.prepared,
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
    const pending: PendingEscalation = {
      previewId: randomUUID(),
      at: this.#parts.now(),
      provider,
      model,
      prepared: prepared.value,
      file: file.value,
      built,
    };
    this.#remember(pending);
    const shut = await this.#shutAttachments(question);
    const refused = [...sorted.refused, ...open.refused];
    // A closed file that could be read is among them already.
    const unread = shut.filter(({ title }) => !refused.some((other) => other.title === title));
    return this.#preview(pending, [...unread, ...refused]);
  }

  /** Sends what was previewed, to the byte, and judges what comes back like any other text. */
  async send(
    options: SendOptions,
    report: Report,
    signal: AbortSignal,
  ): Promise<Result<SentEscalation, Failure>> {
    const asked = this.#pending.get(options.previewId)?.provider;
    const key = asked?.needsKey === true ? await this.#parts.keys.get(asked.id) : undefined;
    // From here to the ledger nothing is awaited: two requests cannot both fit what is left of the day.
    const found = this.#approved(options);
    if (!found.ok) return found;
    const { pending, approvedBy } = found.value;
    const { provider, model, built } = pending;
    if (provider.needsKey && key === undefined)
      return fail(
        failureOf("invalidRequest", `${titleOf(provider)} needs a key. Give it in the escalation's preview.`),
      );
    const escalationId = randomUUID();
    const { ledger, account: person } = this.#parts;
    const request = escalatedOf(pending, { person, approval: options.approval, approvedBy });
    const recorded = ledger.escalation({ kind: "escalated", escalationId, request, text: built.body });
    if (!recorded.ok) return recorded;
    this.#pending.delete(options.previewId);
    if (options.approval === "session") this.#approvals.add(kindOf(pending));
    report({ stage: "reading" });
    const reply = await this.#ask(pending, key, report, signal);
    const kept = ledger.escalation({
      kind: "answered",
      escalationId,
      answer: answeredOf(reply, model),
      text: reply.ok ? reply.value.text : "",
    });
    if (!reply.ok) {
      // What was approved may be tried once more.
      this.#remember(pending);
      return reply;
    }
    if (!kept.ok) return kept;
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
    return ok({ answer: cloudAnswer(pending, reply.value, alternative), escalationId });
  }

  /** Writes the request as a file that a second approver reads and signs. */
  async save(previewId: string): Promise<Result<{ path: string }, Failure>> {
    const pending = this.#pending.get(previewId);
    if (pending === undefined) return fail(tooOld);
    const { provider, model, built } = pending;
    const file: ApprovalFile = {
      airlock: "escalation request 1",
      destination: destinationsOf(provider),
      model: model.id,
      retention: provider.retention,
      body: built.body,
    };
    const { files } = this.#parts;
    const name = `escalations/${built.hash.slice(0, 16)}.json`;
    const written = await files.write(name, `${JSON.stringify(file, undefined, 2)}\n`);
    return written.ok ? ok({ path: files.pathOf(name) }) : written;
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

  /** The latest first. */
  history(limit: number): Result<readonly EscalationRecord[], Failure> {
    return this.#parts.ledger.escalations(limit);
  }

  /** Closed files that a person added by hand: they never became a piece, and it is said why. */
  async #shutAttachments({ attachments }: Question): Promise<EscalationPreview["refused"]> {
    const paths = [...new Set(attachments.flatMap(({ path }) => path ?? []))];
    const shut = await Promise.all(paths.map((path) => this.#parts.closed.isClosed(path)));
    return paths.filter((_path, at) => shut[at]).map((path) => ({ title: path, why: closedSentence(path) }));
  }

  /** The request with this preview, where a person, and a second one where one is needed, approved its very bytes. */
  #approved(
    options: SendOptions,
  ): Result<{ readonly pending: PendingEscalation; readonly approvedBy: string | undefined }, Failure> {
    const pending = this.#pending.get(options.previewId);
    if (pending === undefined || this.#parts.now() - pending.at > pendingForMs) return fail(tooOld);
    if (options.hash !== pending.built.hash)
      return fail(
        failureOf("conflict", "What you approved is not what would be sent. Look at the request once more."),
      );
    const approval = this.#limits.approval(options, pending);
    if (approval.refusal !== undefined) return fail(approval.refusal);
    return ok({ pending, approvedBy: approval.approvedBy });
  }

  async #ask(
    { provider, prepared, built }: PendingEscalation,
    key: string | undefined,
    report: Report,
    signal: AbortSignal,
  ): Promise<Result<CloudReply, Failure>> {
    const cloud = await this.#parts.cloud();
    const why = `${prepared.question.task}, approved by ${this.#parts.account}`;
    let reported = 0;
    return await cloud.send(
      { provider, body: built.body, key, why },
      (soFar) => {
        const now = performance.now();
        if (now - reported < reportEveryMs) return;
        reported = now;
        const { explanation, code } = readCloudAnswer(soFar);
        const text = [explanation, code].filter((part) => part !== "").join("\n\n");
        report({ stage: "writing", texts: [built.redactor.restore(text)] });
      },
      signal,
    );
  }

  #preview(
    pending: PendingEscalation,
    refused: EscalationPreview["refused"],
  ): Result<EscalationPreview, Failure> {
    const usage = this.#limits.usage();
    if (!usage.ok) return usage;
    const { approvers } = this.#parts.policy();
    return ok(
      previewOf(pending, {
        refused,
        usage: usage.value,
        refusal: this.#limits.refusal(usage.value, measuredOf(pending)),
        carriesKey: pending.provider.needsKey,
        approval: {
          second: approvers.length > 0,
          approvers: approvers.map(({ name }) => name),
          session: this.#limits.sessionApprovals(),
          given: this.#isGiven(pending),
        },
      }),
    );
  }

  /** What holds something that was taken out as a secret is looked at each time. */
  #isGiven(pending: PendingEscalation): boolean {
    return (
      this.#limits.sessionApprovals() &&
      this.#approvals.has(kindOf(pending)) &&
      !pending.built.redactions.some(({ kind }) => kind === "secret")
    );
  }

  #find(
    providerId: string,
    modelId?: string,
  ): Result<{ readonly provider: Provider; readonly model: ProviderModel }, Failure> {
    const provider = this.#parts.settings()["escalation.providers"].find(({ id }) => id === providerId);
    const model =
      modelId === undefined ? provider?.models[0] : provider?.models.find(({ id }) => id === modelId);
    if (provider !== undefined && model !== undefined) return ok({ provider, model });
    const what = modelId === undefined ? providerId : `${providerId} with ${modelId}`;
    return fail(failureOf("notFound", `escalation.providers names no ${what}. Choose another.`));
  }

  #remember(pending: PendingEscalation): void {
    this.#pending.set(pending.previewId, pending);
    for (const [id] of this.#pending) {
      if (this.#pending.size <= mostPending) break;
      this.#pending.delete(id);
    }
  }
}
