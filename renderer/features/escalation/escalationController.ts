import { z } from "zod";
import { type Disposable, DisposableStore, toDisposable } from "../../../core/base/disposable.ts";
import type { Question } from "../../../core/contract/assistant.ts";
import type { ApprovalKind, EscalationRecord } from "../../../core/contract/escalation.ts";
import type { Services } from "../../state/services.ts";
import type { AssistantController } from "../assistant/assistantController.ts";
import type { Turn } from "../assistant/assistantSlice.ts";
import {
  choicesOf,
  createEscalationStore,
  type DraftPhase,
  type EscalationDraft,
  type EscalationStore,
  type ModelChoice,
} from "./escalationSlice.ts";

export const escalationViewId = "escalation";
export const escalationHistoryViewId = "escalations";

const lastChoice = z.object({ provider: z.string(), model: z.string() });
const slot = "escalation";
const mostRecords = 200;

/** Shows what would leave, hands on what a person approved, and brings the answer back to its question. */
export class EscalationController implements Disposable {
  readonly store: EscalationStore = createEscalationStore();
  readonly #services: Services;
  readonly #assistant: AssistantController;
  readonly #disposables = new DisposableStore();
  /** What is under way for a turn: a preview is made, or a request has left. */
  readonly #running = new Map<string, AbortController>();

  constructor(services: Services, assistant: AssistantController) {
    this.#services = services;
    this.#assistant = assistant;
    const { host } = services;
    this.#disposables.add(
      host.on("assistant.didProgress", ({ askId, stage, texts }) => {
        const phase = this.draft(askId)?.phase;
        if (phase?.kind !== "sending") return;
        this.#change(askId, { phase: { ...phase, stage, text: texts?.[0] ?? phase.text } });
      }),
    );
  }

  /**
   * Knows whether questions may be asked elsewhere, for as long as they are shown: a start without them asks no keychain.
   * While it is off, which is the default, the host is not asked either: it would have to load what answers.
   */
  watch(): () => void {
    const { host, settings } = this.#services;
    const refresh = (): void => {
      if (settings.get("escalation.enabled")) void this.refresh();
      else this.store.setState({ state: undefined });
    };
    const own = new DisposableStore();
    own.add(toDisposable(settings.watch("escalation.enabled", refresh)));
    own.add(
      toDisposable(
        settings.store.subscribe((now, before) => {
          if (now.effective["escalation.providers"] !== before.effective["escalation.providers"]) refresh();
        }),
      ),
    );
    own.add(host.onDidReconnect(refresh));
    return () => own.dispose();
  }

  draft(turnId: string): EscalationDraft | undefined {
    return this.store.getState().drafts[turnId];
  }

  async refresh(): Promise<void> {
    const state = await this.#services.host.request("escalation.state", {});
    if (state.ok) this.store.setState({ state: state.value });
  }

  /** Shows what would leave for a question that has been asked here. */
  openTurn({ id, question }: Turn): Promise<boolean> {
    return this.#open(id, question);
  }

  /** Shows what would leave for a question that has not been asked yet; false where nothing may. */
  openQuestion(question: Question): Promise<boolean> {
    return this.#open(crypto.randomUUID(), question);
  }

  /** A tab that came back after a restart: its question is looked for, and the request is made anew. */
  async restore(turnId: string): Promise<void> {
    if (this.draft(turnId) !== undefined) return;
    const turn = await this.#assistant.find(turnId);
    if (turn !== undefined && this.draft(turnId) === undefined) await this.#open(turnId, turn.question);
  }

  show(turnId: string, piece: string | undefined): void {
    this.#change(turnId, { piece });
  }

  async choose(turnId: string, choice: ModelChoice): Promise<void> {
    this.#services.session.setExtra(slot, choice);
    this.#change(turnId, { choice });
    await this.#prepare(turnId);
  }

  async without(turnId: string, piece: string): Promise<void> {
    const draft = this.draft(turnId);
    if (draft === undefined) return;
    const { question } = draft;
    this.#change(turnId, {
      question: { ...question, without: [...question.without, piece] },
      ...(draft.piece === piece ? { piece: undefined } : {}),
    });
    await this.#prepare(turnId);
  }

  async putBack(turnId: string, piece: string): Promise<void> {
    const draft = this.draft(turnId);
    if (draft === undefined) return;
    const without = draft.question.without.filter((other) => other !== piece);
    this.#change(turnId, { question: { ...draft.question, without } });
    await this.#prepare(turnId);
  }

  /** Makes the request once more: the files may have changed. */
  prepare(turnId: string): Promise<void> {
    return this.#prepare(turnId);
  }

  /** Sends what is shown. */
  async send(turnId: string, approval: ApprovalKind, secondCode = ""): Promise<void> {
    const { host, announcer } = this.#services;
    const draft = this.draft(turnId);
    const preview = draft?.preview;
    if (draft === undefined || preview === undefined || draft.phase.kind === "sending") return;
    const abort = this.#begin(turnId);
    this.#change(turnId, {
      phase: { kind: "sending", stage: "reading", text: "", since: performance.now() },
    });
    const sent = await host.request(
      "escalation.send",
      {
        previewId: preview.previewId,
        hash: preview.hash,
        approval,
        ...(secondCode.trim() === "" ? {} : { secondCode }),
        askId: turnId,
        runTests: true,
      },
      abort.signal,
    );
    this.#running.delete(turnId);
    void this.refresh();
    if (!sent.ok) {
      const before = this.draft(turnId)?.phase;
      const text = before?.kind === "sending" ? before.text : "";
      this.#change(turnId, { phase: { kind: "failed", reason: sent.error.message, text } });
      announcer.say(sent.error.message);
      return;
    }
    const { answer } = sent.value;
    const hasCode = answer.alternatives.some(({ edit }) => edit !== undefined);
    this.#change(turnId, { phase: { kind: "answered", notice: answer.notice, hasCode } });
    announcer.say("The enterprise model has answered.");
    await this.#assistant.takeAnswer(turnId, draft.question, answer);
    this.showAnswer(turnId);
  }

  /** Beside the local alternatives where it has code, in the assistant where it has words. */
  showAnswer(turnId: string): void {
    const phase = this.draft(turnId)?.phase;
    if (phase?.kind === "answered" && phase.hasCode) this.#assistant.openAlternatives(turnId);
    else this.#assistant.reveal();
  }

  stop(turnId: string): void {
    this.#running.get(turnId)?.abort();
  }

  async enterKey(turnId: string): Promise<void> {
    const { dialogs, host, notifications } = this.#services;
    const provider = this.draft(turnId)?.choice.provider;
    const known = this.store.getState().state;
    const title = known?.providers.find(({ id }) => id === provider)?.title;
    if (provider === undefined || title === undefined) return;
    const key = await dialogs.askSecret(`Key for ${title}`, "Key", known?.keychain ?? "");
    if (key === undefined || key === "") return;
    const state = await host.request("escalation.setKey", { provider, key });
    if (state.ok) this.store.setState({ state: state.value });
    else notifications.failure(state.error);
  }

  async forgetKey(turnId: string): Promise<void> {
    const provider = this.draft(turnId)?.choice.provider;
    if (provider === undefined) return;
    const state = await this.#services.host.request("escalation.forgetKey", { provider });
    if (state.ok) this.store.setState({ state: state.value });
  }

  async endApprovals(turnId: string): Promise<void> {
    const state = await this.#services.host.request("escalation.endApprovals", {});
    if (state.ok) this.store.setState({ state: state.value });
    if (this.draft(turnId)?.phase.kind === "ready") await this.#prepare(turnId);
  }

  async save(turnId: string): Promise<void> {
    const previewId = this.draft(turnId)?.preview?.previewId;
    if (previewId === undefined) return;
    const saved = await this.#services.host.request("escalation.save", { previewId });
    if (saved.ok) this.#change(turnId, { savedAt: saved.value.path });
    else this.#services.notifications.failure(saved.error);
  }

  /** What left this machine, the latest first; a sentence where it cannot be read. */
  async history(): Promise<readonly EscalationRecord[] | string> {
    const history = await this.#services.host.request("escalation.history", { limit: mostRecords });
    return history.ok ? history.value.records : history.error.message;
  }

  openHistory(): void {
    this.#services.editors.openView(escalationHistoryViewId, "");
  }

  dispose(): void {
    for (const abort of this.#running.values()) abort.abort();
    this.#disposables.dispose();
  }

  async #open(turnId: string, question: Question): Promise<boolean> {
    const { notifications, editors } = this.#services;
    await this.refresh();
    const { state, drafts } = this.store.getState();
    const choice = this.#usualChoice();
    if (state?.allowed !== true || choice === undefined) {
      notifications.info(state?.reason ?? "The host does not answer. Try again.");
      return false;
    }
    editors.openView(escalationViewId, turnId);
    const busy = drafts[turnId]?.phase.kind;
    if (busy === "sending" || busy === "preparing") return true;
    const draft: EscalationDraft = {
      turnId,
      question,
      choice,
      phase: { kind: "preparing" },
      preview: undefined,
      piece: undefined,
      savedAt: undefined,
    };
    this.store.setState((before) => ({ drafts: { ...before.drafts, [turnId]: draft } }));
    void this.#prepare(turnId).then(() => this.#sendIfApproved(turnId));
    return true;
  }

  /** A person has approved all of this kind until Airlock ends: what leaves is shown while it does. */
  async #sendIfApproved(turnId: string): Promise<void> {
    const draft = this.draft(turnId);
    if (draft?.phase.kind === "ready" && draft.preview?.approval.given === true)
      await this.send(turnId, "session");
  }

  /** The one of the last time, where it is still to be had. */
  #usualChoice(): ModelChoice | undefined {
    const choices = choicesOf(this.store.getState().state);
    const last = lastChoice.safeParse(this.#services.session.extra(slot));
    const known = choices.find(
      ({ provider, model }) => last.success && provider === last.data.provider && model === last.data.model,
    );
    const choice = known ?? choices[0];
    return choice && { provider: choice.provider, model: choice.model };
  }

  async #prepare(turnId: string): Promise<void> {
    const draft = this.draft(turnId);
    if (draft === undefined) return;
    const abort = this.#begin(turnId);
    this.#change(turnId, { phase: { kind: "preparing" }, savedAt: undefined });
    const { question, choice } = draft;
    const prepared = await this.#services.host.request(
      "escalation.prepare",
      { question, ...choice },
      abort.signal,
    );
    if (abort.signal.aborted) return;
    this.#running.delete(turnId);
    const phase: DraftPhase = prepared.ok
      ? { kind: "ready" }
      : { kind: "refused", reason: prepared.error.message };
    this.#change(turnId, { phase, preview: prepared.ok ? prepared.value : undefined });
  }

  /** One thing at a time for a turn: a newer one ends an older. */
  #begin(turnId: string): AbortController {
    this.#running.get(turnId)?.abort();
    const abort = new AbortController();
    this.#running.set(turnId, abort);
    return abort;
  }

  #change(turnId: string, change: Partial<EscalationDraft>): void {
    this.store.setState(({ drafts }) => {
      const draft = drafts[turnId];
      return draft === undefined ? {} : { drafts: { ...drafts, [turnId]: { ...draft, ...change } } };
    });
  }
}
