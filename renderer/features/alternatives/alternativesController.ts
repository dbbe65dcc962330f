import { subjectOfEdit } from "../../../core/assistant/changedSpan.ts";
import type { Disposable } from "../../../core/base/disposable.ts";
import type { Alternative, Answer } from "../../../core/contract/assistant.ts";
import type { Services } from "../../state/services.ts";
import type { AssistantStore } from "../assistant/assistantSlice.ts";
import { turnOf } from "../assistant/assistantSlice.ts";
import type { ConversationKeeper, DecisionsStore } from "../assistant/conversationKeeper.ts";
import { KeptWatch } from "../completion/keptWatch.ts";
import { plainFormat } from "../editor/documentsSlice.ts";
import type { TextModel } from "../editor/monaco/monacoLoader.ts";
import { fileResource } from "../editor/resource.ts";
import { writeNewFile } from "../editor/writeNewFile.ts";
import { askUnderstanding } from "./askUnderstanding.ts";
import { chosenText, columnsOf, type Decision, mergeOf, reasonAgainst, undecided } from "./decision.ts";
import { rebased, replaceText } from "./replaceText.ts";
import { SuggestionRows } from "./suggestionRows.ts";

const lineFeeds = 1;

/** What becomes of the alternatives: which hunks are in, what is merged, accepted and taken back. */
export class AlternativesController implements Disposable {
  readonly store: DecisionsStore;
  readonly assistant: AssistantStore;
  readonly #services: Services;
  readonly #keeper: ConversationKeeper;
  readonly #kept: KeptWatch;
  readonly #rows: SuggestionRows;

  constructor(
    services: Services,
    assistant: AssistantStore,
    store: DecisionsStore,
    keeper: ConversationKeeper,
  ) {
    this.#services = services;
    this.assistant = assistant;
    this.store = store;
    this.#keeper = keeper;
    this.#rows = new SuggestionRows(services.host);
    this.#kept = new KeptWatch((suggestionId, afterSeconds, text) =>
      services.host.signal("suggestion.observed", { suggestionId, afterSeconds, text }),
    );
  }

  answerOf(turnId: string): Answer | undefined {
    const turn = turnOf(this.assistant.getState(), turnId);
    return turn?.state.kind === "answered" ? turn.state.answer : undefined;
  }

  decisionOf(turnId: string): Decision {
    return this.store.getState().decisions[turnId] ?? undecided;
  }

  decide(turnId: string, change: (decision: Decision) => Decision): void {
    this.store.setState(({ decisions }) => ({
      decisions: { ...decisions, [turnId]: change(decisions[turnId] ?? undecided) },
    }));
  }

  /** They stand on the screen: the ledger gets a row for each. A turn of another conversation is looked for first. */
  shown(turnId: string): void {
    const answer = this.answerOf(turnId);
    if (answer === undefined) {
      void this.#keeper.lookUp(turnId);
      return;
    }
    const decision = this.decisionOf(turnId);
    for (const alternative of columnsOf(answer, decision))
      if (decision.accepted?.id !== alternative.id) this.#report(turnId, answer, alternative);
  }

  dismiss(turnId: string, id: string): void {
    this.decide(turnId, (decision) => ({ ...decision, dismissed: [...decision.dismissed, id] }));
    this.#rows.rejected(turnId, id);
  }

  restoreDismissed(turnId: string): void {
    this.decide(turnId, (decision) => ({ ...decision, dismissed: [] }));
  }

  /** Puts the chosen hunks into the file, once the gate has judged them and the ledger has them. */
  async accept(turnId: string, id: string): Promise<void> {
    const { notifications } = this.#services;
    const answer = this.answerOf(turnId);
    const alternative =
      answer && columnsOf(answer, this.decisionOf(turnId)).find((column) => column.id === id);
    if (!answer || !alternative?.edit || this.store.getState().busy[turnId]) return;
    const against = reasonAgainst(alternative);
    if (against !== undefined) {
      notifications.info(`Not accepted: ${against}`);
      return;
    }
    await this.#busy(turnId, "accepting", () => this.#accept(turnId, answer, alternative));
  }

  async #accept(turnId: string, answer: Answer, alternative: Alternative): Promise<void> {
    const { host, notifications, announcer, settings, dialogs } = this.#services;
    const { edit } = alternative;
    if (edit === undefined) return;
    const wanted = chosenText(alternative, this.decisionOf(turnId));
    const model = edit.isNewFile ? undefined : await this.#modelOf(edit.path);
    const current = edit.isNewFile ? "" : model?.getValue(lineFeeds);
    const after = current === undefined ? undefined : rebased(edit.before, wanted, current);
    if (current === undefined || after === undefined) {
      notifications.warn(`Nothing was changed: ${edit.path} is not what it was when you asked. Ask again.`);
      return;
    }
    const understood = settings.get("assistant.explainBeforeAccept")
      ? await askUnderstanding(dialogs, alternative.explanation)
      : undefined;
    if (understood === "cancelled") return;
    const suggestionId = this.#report(turnId, answer, alternative);
    const allowed = await host.request("accept.request", {
      suggestionId,
      part: "all",
      subject: subjectOfEdit({ ...edit, before: current, after }),
      completes: true,
      ...(understood === undefined ? {} : { understood }),
    });
    if (!allowed.ok || !allowed.value.allowed) {
      const why = allowed.ok ? (allowed.value.allowed ? "" : allowed.value.reason) : allowed.error.message;
      // A row that has ended meanwhile takes no accept: the next try gets one of its own.
      if (allowed.ok && allowed.value.verdict?.outcome !== "block") this.#rows.ended(turnId, alternative.id);
      notifications.error(`Nothing was changed. ${why}`);
      return;
    }
    if (model && (model.isDisposed() || model.getValue(lineFeeds) !== current)) {
      this.#kept.notInserted(suggestionId);
      this.#rows.ended(turnId, alternative.id);
      notifications.warn("Nothing was changed: the text was edited while it was checked. Accept again.");
      return;
    }
    this.#rows.ended(turnId, alternative.id);
    if (!(await this.#put(edit.path, current, after, model, suggestionId))) return;
    const { path, isNewFile } = edit;
    this.decide(turnId, (decision) => ({
      ...decision,
      accepted: { id: alternative.id, path, before: current, after, isNewFile },
    }));
    announcer.say(`Accepted. ${path} is changed; Undo takes it back.`);
    this.#services.editors.open(path, { focus: false });
  }

  /** Exactly what was there before. */
  async takeBack(turnId: string): Promise<void> {
    const { notifications, host, announcer } = this.#services;
    const { accepted } = this.decisionOf(turnId);
    if (accepted === undefined) return;
    const { path, before, after, isNewFile } = accepted;
    const model = await this.#modelOf(path);
    if (model?.getValue(lineFeeds) !== after) {
      notifications.warn(`${path} was edited since. Undo step by step in the editor instead.`);
      return;
    }
    if (isNewFile) {
      const trashed = await host.request("files.trash", { path });
      if (!trashed.ok) {
        notifications.error(trashed.error.message);
        return;
      }
    } else replaceText(model, after, before);
    this.decide(turnId, ({ accepted: _done, ...rest }) => rest);
    announcer.say(`${path} is as it was.`);
  }

  /** Makes one more column of the picked hunks, with evidence of its own. */
  async merge(turnId: string): Promise<void> {
    const answer = this.answerOf(turnId);
    if (answer === undefined) return;
    const columns = columnsOf(answer, this.decisionOf(turnId));
    const merge = mergeOf(columns, this.decisionOf(turnId));
    const source = columns.find(({ id }) => merge.kind === "text" && merge.from.includes(id));
    if (merge.kind !== "text" || source?.edit === undefined) return;
    const { edit, metrics } = source;
    await this.#busy(turnId, "merging", async () => {
      const judged = await this.#services.host.request("assistant.judge", {
        task: answer.task,
        edit: { ...edit, after: merge.after },
        from: [...merge.from],
        metrics,
        runTests: true,
      });
      if (!judged.ok) {
        this.#services.notifications.error(judged.error.message);
        return;
      }
      this.decide(turnId, (decision) => ({
        ...decision,
        merged: [...decision.merged, judged.value],
        picked: {},
      }));
      this.#services.announcer.say("Merged into one more alternative.");
    });
  }

  dispose(): void {
    this.#kept.dispose();
    this.#rows.dispose();
  }

  async #busy(turnId: string, what: string, run: () => Promise<void>): Promise<void> {
    const set = (value: string): void =>
      this.store.setState(({ busy }) => ({ busy: { ...busy, [turnId]: value } }));
    set(what);
    try {
      await run();
    } finally {
      set("");
    }
  }

  /** @returns what the ledger calls it */
  #report(turnId: string, answer: Answer, alternative: Alternative): string {
    const wasShown = turnOf(this.assistant.getState(), turnId)?.restored !== false;
    return this.#rows.shown(turnId, answer, alternative, wasShown);
  }

  async #modelOf(path: string): Promise<TextModel | undefined> {
    const { documents } = this.#services;
    const resource = fileResource(path);
    await documents.open(resource);
    return documents.model(resource);
  }

  async #put(
    path: string,
    before: string,
    after: string,
    model: TextModel | undefined,
    id: string,
  ): Promise<boolean> {
    if (model) {
      const { start, end } = replaceText(model, before, after);
      this.#kept.inserted(id, model, start, end);
      return true;
    }
    const { host, notifications } = this.#services;
    const written = await writeNewFile(host, path, after, plainFormat);
    if (written.ok) return true;
    this.#kept.notInserted(id);
    notifications.error(written.error.message);
    return false;
  }
}
