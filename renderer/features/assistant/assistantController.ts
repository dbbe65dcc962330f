import type { Disposable } from "../../../core/base/disposable.ts";
import { DisposableStore } from "../../../core/base/disposable.ts";
import type {
  Answer,
  AskTarget,
  AssistantTask,
  Attachment,
  Question,
} from "../../../core/contract/assistant.ts";
import type { Services } from "../../state/services.ts";
import { pathOf } from "../editor/resource.ts";
import {
  type AssistantState,
  type AssistantStore,
  type Turn,
  type TurnState,
  turnOf,
  withTurn,
} from "./assistantSlice.ts";
import type { Checkpoints } from "./checkpoints.ts";
import type { ConversationKeeper } from "./conversationKeeper.ts";
import { joinedAnswers } from "./joinedAnswers.ts";
import { taskWords } from "./taskWords.ts";

export const assistantViewId = "assistant";
export const alternativesViewId = "alternatives";

export interface Asked {
  readonly task: AssistantTask;
  readonly spec?: string;
  readonly target?: AskTarget | undefined;
  readonly trace?: string;
  readonly attachments?: readonly Attachment[];
}

const previewDelayMs = 250;
const lineFeeds = 1;
/** An answer to one of these is looked at side by side as soon as it is there. */
const codeTasks = new Set<AssistantTask>(["generate", "tests", "refactor", "debug", "complete"]);

/** Asks the host and holds the conversation. One question at a time: a newer one stops an older. */
export class AssistantController implements Disposable {
  readonly store: AssistantStore;
  readonly checkpoints: Checkpoints;
  readonly #services: Services;
  readonly #keeper: ConversationKeeper;
  readonly #disposables = new DisposableStore();
  #asking: { readonly id: string; readonly abort: AbortController } | undefined;
  #previewing: AbortController | undefined;
  #previewTimer: ReturnType<typeof setTimeout> | undefined;

  constructor(
    services: Services,
    store: AssistantStore,
    keeper: ConversationKeeper,
    checkpoints: Checkpoints,
  ) {
    this.#services = services;
    this.store = store;
    this.#keeper = keeper;
    this.checkpoints = checkpoints;
    this.#disposables.add(
      services.host.on("assistant.didProgress", ({ askId, stage, texts }) => {
        const turn = turnOf(this.store.getState(), askId);
        if (turn?.state.kind !== "asking") return;
        const state = { ...turn.state, stage, texts: texts ?? turn.state.texts };
        this.store.setState((before) => withTurn(before, askId, { state }));
      }),
    );
  }

  setTask(task: AssistantTask): void {
    this.store.setState({ task });
    this.previewSoon();
  }

  setSpec(spec: string): void {
    this.store.setState({ spec });
    this.previewSoon();
  }

  attach(attachment: Attachment): void {
    this.store.setState(({ attachments }) => ({ attachments: [...attachments, attachment] }));
    this.previewSoon();
  }

  detach(index: number): void {
    this.store.setState(({ attachments }) => ({ attachments: attachments.filter((_, at) => at !== index) }));
    this.previewSoon();
  }

  /** Takes a piece out of the next question, or puts it back. */
  togglePiece(id: string): void {
    this.store.setState(({ without }) => ({
      without: without.includes(id) ? without.filter((other) => other !== id) : [...without, id],
    }));
    this.previewSoon();
  }

  /** Shows the panel with a task chosen and its words still to be written. */
  begin(task: AssistantTask, spec = ""): void {
    this.store.setState({ task, spec });
    this.#services.layout.showRight(assistantViewId);
    this.previewSoon();
  }

  /** What stands in the composer, about the open file. */
  async askComposed(): Promise<void> {
    const { task, spec, attachments } = this.store.getState();
    const before = this.#asking;
    const answered = this.ask({ task, spec, attachments });
    // It is on its way: what is typed from here on belongs to the next question.
    if (this.#asking !== before) this.clearComposer();
    await answered;
  }

  clearComposer(): void {
    this.store.setState({ spec: "", attachments: [], without: [] });
  }

  /** @returns false when nothing was asked */
  async ask(asked: Asked): Promise<boolean> {
    const { host, layout, announcer, notifications } = this.#services;
    const question = this.#question(asked);
    if (!question.target && needsTarget(question)) {
      notifications.info(`Open a file first: "${taskWords[asked.task].title}" is about a place in it.`);
      return false;
    }
    this.stop();
    const id = crypto.randomUUID();
    const abort = new AbortController();
    this.#asking = { id, abort };
    const turn = this.#newTurn(id, question, {
      kind: "asking",
      stage: "gathering",
      texts: [],
      since: performance.now(),
    });
    this.store.setState(({ turns }) => ({ turns: [...turns, turn], shows: "turns" }));
    layout.showRight(assistantViewId, false);
    void this.#keepFiles(id);
    const alternatives = codeTasks.has(question.task) ? 3 : 2;
    const answered = await host.request(
      "assistant.ask",
      { ...question, askId: id, alternatives, runTests: true },
      abort.signal,
    );
    if (this.#asking?.id === id) this.#asking = undefined;
    if (!answered.ok) {
      this.#ended(id, answered.error.message, true);
      announcer.say(answered.error.message);
      return true;
    }
    this.store.setState((state) =>
      withTurn(state, id, { state: { kind: "answered", answer: answered.value } }),
    );
    const { alternatives: came } = answered.value;
    announcer.say(came.length === 0 ? "The answer is there." : `${came.length} alternatives.`);
    if (came.some(({ edit }) => edit !== undefined)) this.openAlternatives(id);
    return true;
  }

  /** What was written until then stays to be read. */
  stop(): void {
    const asking = this.#asking;
    if (asking === undefined) return;
    this.#asking = undefined;
    asking.abort.abort();
    this.#ended(asking.id, "Stopped.", false);
  }

  /** Whether the model still writes; what is shown then cannot be left without stopping it. */
  get isAsking(): boolean {
    return this.#asking !== undefined;
  }

  again(turn: Turn): void {
    const { task, spec, target, trace, attachments, revisions } = turn.question;
    const asked = { task, spec: revisions ?? spec, target, attachments };
    void this.ask({ ...asked, ...(trace === undefined ? {} : { trace }) });
  }

  /** The turn of that name, whatever conversation it is of. */
  async find(turnId: string): Promise<Turn | undefined> {
    await this.#keeper.lookUp(turnId);
    return turnOf(this.store.getState(), turnId);
  }

  /** An answer from elsewhere: more alternatives of its question, or the first ones. */
  async takeAnswer(turnId: string, question: Question, answer: Answer): Promise<void> {
    const known = turnOf(this.store.getState(), turnId);
    const { conversationId } = this.store.getState();
    if (known !== undefined && known.conversationId !== conversationId)
      await this.#keeper.open(known.conversationId);
    const state: TurnState = {
      kind: "answered",
      answer: known?.state.kind === "answered" ? joinedAnswers(known.state.answer, answer) : answer,
    };
    this.store.setState((before) =>
      turnOf(before, turnId) === undefined
        ? { turns: [...before.turns, this.#newTurn(turnId, question, state)], shows: "turns" }
        : withTurn(before, turnId, { state }),
    );
  }

  /** What stands in the composer, as a question that is not asked yet; undefined where it lacks a place. */
  composed(spec: string): Question | undefined {
    const { task, attachments } = this.store.getState();
    const question = this.#question({ task, spec, attachments });
    return !question.target && needsTarget(question) ? undefined : question;
  }

  /** Shows the conversation. */
  reveal(): void {
    this.store.setState({ shows: "turns" });
    this.#services.layout.showRight(assistantViewId, false);
  }

  openAlternatives(turnId: string): void {
    this.#services.editors.openView(alternativesViewId, turnId);
  }

  openPlace(path: string, line: number): void {
    const place = { line, column: 0 };
    this.#services.editors.open(path, { range: { start: place, end: place } });
  }

  /** What the next question would be asked with, once nobody types any more. */
  previewSoon(): void {
    clearTimeout(this.#previewTimer);
    this.#previewTimer = setTimeout(() => void this.#preview(), previewDelayMs);
  }

  /** The lines that are selected in the open file, or the cursor's. */
  target(): AskTarget | undefined {
    const { documents, editors } = this.#services;
    const resource = editors.activeResource;
    const path = resource === undefined ? undefined : pathOf(resource);
    const model = resource === undefined ? undefined : documents.model(resource);
    if (path === undefined || !model) return undefined;
    const selection = editors.activeCodeEditor?.getSelection();
    const start = (selection?.startLineNumber ?? 1) - 1;
    // A selection that ends at the beginning of a line does not mean that line.
    const isOpenEnd = selection && !selection.isEmpty() && selection.endColumn === 1;
    const end = Math.max(start, (selection?.endLineNumber ?? 1) - (isOpenEnd ? 2 : 1));
    return {
      path,
      language: model.getLanguageId(),
      text: model.getValue(lineFeeds),
      startLine: start,
      endLine: end,
    };
  }

  dispose(): void {
    this.stop();
    clearTimeout(this.#previewTimer);
    this.#previewing?.abort();
    this.#disposables.dispose();
  }

  /** The question does not wait for it: what lies on disk is kept while the model reads. */
  async #keepFiles(turnId: string): Promise<void> {
    const checkpoint = await this.checkpoints.make();
    if (checkpoint !== undefined) this.store.setState((state) => withTurn(state, turnId, { checkpoint }));
  }

  #newTurn(id: string, question: Question, state: TurnState): Turn {
    return {
      id,
      conversationId: this.#keeper.current(),
      question,
      restored: false,
      at: Date.now(),
      state,
    };
  }

  #ended(id: string, reason: string, failed: boolean): void {
    this.store.setState((state) => {
      const turn = turnOf(state, id);
      if (turn?.state.kind !== "asking") return {};
      const { texts } = turn.state;
      return withTurn(state, id, { state: { kind: "stopped", texts, reason, failed } });
    });
  }

  #question({ task, spec = "", target, trace, attachments = [] }: Asked): Question {
    const revisions = task === "review" && /\.\./.test(spec) ? spec.trim() : undefined;
    // A traceback names its own places.
    const namesPlaces =
      task === "debug" && /^Traceback|^\s+at |^\s*File ".*", line \d|\.\w+[:(]\d/m.test(trace ?? spec);
    const isAboutFile = task !== "tour" && task !== "review" && !namesPlaces;
    const at = target ?? (isAboutFile ? this.target() : undefined);
    return {
      task,
      spec: revisions === undefined ? spec : "",
      ...(at === undefined ? {} : { target: at }),
      ...(trace === undefined ? {} : { trace }),
      ...(revisions === undefined ? {} : { revisions }),
      attachments: [...attachments],
      without: [...this.store.getState().without],
    };
  }

  async #preview(): Promise<void> {
    this.#previewing?.abort();
    const abort = new AbortController();
    this.#previewing = abort;
    const { task, spec, attachments }: AssistantState = this.store.getState();
    const question = this.#question({ task, spec, attachments });
    if (!question.target && needsTarget(question)) {
      this.store.setState({ preview: undefined });
      return;
    }
    const known = await this.#services.host.request("assistant.context", question, abort.signal);
    if (abort.signal.aborted) return;
    this.store.setState({ preview: known.ok ? known.value : undefined });
  }
}

function needsTarget({ task, spec, trace }: Question): boolean {
  if (task === "review" || task === "tour") return false;
  return task !== "debug" || (spec === "" && trace === undefined);
}
