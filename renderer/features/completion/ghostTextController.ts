import type { CancellationToken, editor, Position } from "monaco-editor/editor";
import { debounceMilliseconds } from "../../../core/completion/debounce.ts";
import { reasonToSkip } from "../../../core/completion/prefilter.ts";
import type { CompletionPlace, CompletionResult, Suggestion } from "../../../core/contract/completion.ts";
import type { EventPayload } from "../../../core/contract/index.ts";
import type { Services } from "../../state/services.ts";
import type { CodeEditor } from "../editor/monaco/monacoLoader.ts";
import type { AskOverride, VerdictLog } from "../gate/verdictLog.ts";
import type { RefusedPlace } from "./acceptController.ts";
import type { BlockedLines } from "./blockedLines.ts";
import type { CompletionStore } from "./completionSlice.ts";
import { placeAt, restOfLineAt } from "./documentPlace.ts";
import type { GhostTextSource } from "./ghostTextProvider.ts";
import type { Offers, StandingSuggestion } from "./offers.ts";
import type { SuggestionReports } from "./suggestionReports.ts";
import { TypingRhythm } from "./typingRhythm.ts";

const triggerAction = "editor.action.inlineSuggest.trigger";
const hideAction = "editor.action.inlineSuggest.hide";

/** The contract's bound. */
const mostAlternatives = 8;

type AskTrigger = "typing" | "explicit" | "cycle";

export interface GhostTextParts {
  readonly services: Services;
  readonly offers: Offers;
  readonly reports: SuggestionReports;
  readonly blocked: BlockedLines;
  readonly verdicts: VerdictLog;
  readonly store: CompletionStore;
  /** Puts a refused suggestion in after all, when a person gives a reason. */
  readonly letThrough: (where: RefusedPlace, ask: AskOverride) => Promise<void>;
}

/** Decides when the host is asked, keeps what it answered, and has Monaco draw it. */
export class GhostTextController implements GhostTextSource {
  readonly #parts: GhostTextParts;
  readonly #rhythm = new TypingRhythm();
  /** Monaco is being told to draw anew what is on offer; nothing may be asked for. */
  #redrawing = false;

  constructor(parts: GhostTextParts) {
    this.#parts = parts;
  }

  keyTyped(text: string | undefined): void {
    this.#rhythm.changed(text, performance.now());
  }

  /** A place to ask about, when asking is wanted there; the reason why not otherwise. */
  askable(editor: CodeEditor, trigger: AskTrigger): CompletionPlace | string {
    const { services, store } = this.#parts;
    const model = editor.getModel();
    const position = editor.getPosition();
    const path = model ? this.pathOf(model) : undefined;
    if (!model || !position || path === undefined) return "There is no text to complete.";
    const selections = editor.getSelections() ?? [];
    if (selections.length > 1) return "There are several cursors.";
    const place = placeAt(model, path, position);
    const reason = reasonToSkip({
      place,
      trigger,
      enabled: services.settings.get("completion.enabled"),
      disabledLanguages: services.settings.get("completion.disabledLanguages"),
      hasSelection: selections.some((selection) => !selection.isEmpty()),
    });
    if (reason !== undefined) return reason;
    if (trigger !== "typing") return place;
    if (services.settings.get("completion.mode") === "subtle") return "Ghost text waits for Alt+\\.";
    if ((store.getState().snoozedUntil ?? 0) > Date.now()) return "Ghost text is snoozed.";
    return place;
  }

  /** The path the host knows a text by: an untitled one goes by its made-up name. */
  pathOf(model: editor.ITextModel): string | undefined {
    const { documents } = this.#parts.services;
    const resource = documents.resourceOfModel(model);
    return resource === undefined ? undefined : documents.state(resource)?.path;
  }

  async find(
    model: editor.ITextModel,
    _position: Position,
    explicit: boolean,
    token: CancellationToken,
  ): Promise<StandingSuggestion | undefined> {
    const editor = this.#editorOf(model);
    if (!editor) return undefined;
    const held = this.#parts.offers.standing(editor);
    if (held && (held.remaining !== "" || !held.suggestion.complete)) return held;
    if (this.#redrawing) return undefined;
    const trigger = explicit ? "explicit" : "typing";
    const place = this.askable(editor, trigger);
    if (typeof place === "string") {
      if (explicit) this.#sayNothing(place);
      return undefined;
    }
    const { unmoved, wait } = this.#wait(model, editor, trigger);
    if (wait > 0 && !(await pause(wait, token))) return undefined;
    const result = await this.#ask(place, trigger, 0, token);
    if (!result || token.isCancellationRequested || !unmoved()) return undefined;
    return this.#take(editor, place, result, explicit);
  }

  drawn(suggestionId: string): void {
    const { offers, reports } = this.#parts;
    const set = offers.current;
    const offered = set?.alternatives.find(({ suggestion }) => suggestion.id === suggestionId);
    if (!set || !offered) return;
    reports.drawn(offered.suggestion, { path: set.place.path, language: set.place.language });
    this.#bringIntoSight(set.editor);
  }

  insertedUnasked(): void {
    const { services, offers } = this.#parts;
    const editor = offers.current?.editor ?? services.editors.activeCodeEditor;
    editor?.trigger("airlock", "undo", undefined);
    services.notifications.error(
      "A suggestion was put in without being checked, and was taken out again. Accept it with Tab.",
    );
  }

  /** The rest of a suggestion whose first line is on the screen already, or the gate's no to the whole. */
  extended({ result }: EventPayload<"completion.didExtend">): void {
    const { offers, reports } = this.#parts;
    const editor = offers.current?.editor;
    if (!editor || result.kind === "nothing") return;
    const { suggestion } = result;
    if (!offers.current?.alternatives.some((offered) => offered.suggestion.id === suggestion.id)) return;
    if (result.kind === "blocked") {
      offers.end("superseded");
      this.#runAction(editor, hideAction);
      this.#showBlocked(editor, suggestion);
      return;
    }
    offers.extend(suggestion);
    reports.extended(suggestion);
    this.#remember(suggestion, offers.current?.place.path ?? "");
    this.redraw(editor);
  }

  /** Alt+] and Alt+[: the next known alternative, else a new one from the model. */
  async cycle(by: 1 | -1): Promise<void> {
    const { offers, services } = this.#parts;
    const editor = offers.current?.editor;
    const standing = editor && offers.standing(editor);
    if (!editor || !standing?.suggestion.complete) return;
    this.#moveToCursor(editor, standing);
    const set = offers.current;
    if (!set) return;
    const count = set.alternatives.length;
    const next = set.index + by;
    if (next >= 0 && next < count) offers.turnTo(next);
    else if (by < 0) offers.turnTo(count - 1);
    else if (!(await this.#addAlternative(editor))) {
      offers.exhausted();
      if (offers.current) offers.turnTo(0);
    }
    const now = offers.current;
    if (!now) return;
    services.announcer.say(
      now.alternatives.length === 1
        ? "No other suggestion here."
        : `Suggestion ${now.index + 1} of ${now.alternatives.length}.`,
    );
    this.redraw(editor);
  }

  /** Escape: nothing of it was wanted. */
  reject(): void {
    const editor = this.#parts.offers.current?.editor;
    this.#parts.offers.end("rejected");
    if (editor) this.#runAction(editor, hideAction);
  }

  /** Takes it from the screen without a word on whose wish it was; the offer has been ended already. */
  hide(editor: CodeEditor): void {
    this.#runAction(editor, hideAction);
  }

  /** Monaco does not ask twice at one place and version, so what it has is dropped first. */
  redraw(editor: CodeEditor): void {
    this.#redrawing = true;
    this.#runAction(editor, hideAction);
    const done = (): void => {
      this.#redrawing = false;
    };
    const drawn = editor.getAction(triggerAction)?.run({ explicit: true });
    if (drawn) void drawn.then(done, done);
    else done();
  }

  /** Puts a suggestion on offer at the cursor; the caller has had it judged there. */
  offer(editor: CodeEditor, place: CompletionPlace, suggestion: Suggestion): StandingSuggestion | undefined {
    const { offers, services } = this.#parts;
    const model = editor.getModel();
    const position = editor.getPosition();
    const resource = model ? services.documents.resourceOfModel(model) : undefined;
    if (!model || !position || resource === undefined) return undefined;
    offers.open({
      editor,
      model,
      resource,
      place,
      anchor: model.getOffsetAt(position),
      alternatives: [{ suggestion, restOfLine: restOfLineAt(model, position) }],
      index: 0,
      nextAlternative: 1,
      exhausted: false,
    });
    return offers.standing(editor);
  }

  #wait(model: editor.ITextModel, editor: CodeEditor, trigger: AskTrigger) {
    const position = editor.getPosition();
    const version = model.getVersionId();
    const wait = debounceMilliseconds({
      typed: this.#rhythm.typed,
      intervals: this.#rhythm.intervals,
      trigger,
      atLineEnd: position !== null && restOfLineAt(model, position) === "",
    });
    // The answer is for this text and this cursor; a token alone does not say that neither moved.
    const unmoved = (): boolean =>
      !model.isDisposed() &&
      model.getVersionId() === version &&
      position !== null &&
      editor.getPosition()?.equals(position) === true;
    return { wait, unmoved };
  }

  async #ask(
    place: CompletionPlace,
    trigger: AskTrigger,
    alternative: number,
    token?: CancellationToken,
  ): Promise<CompletionResult | undefined> {
    const { services } = this.#parts;
    const abort = new AbortController();
    const listening = token?.onCancellationRequested(() => abort.abort());
    const answer = await services.host.request(
      "completion.request",
      { place, trigger, alternative },
      abort.signal,
    );
    listening?.dispose();
    if (answer.ok) return answer.value;
    // While typing, a model that is loading or gone is told by the status bar; asked for by a key, it is told here.
    if (trigger !== "typing") services.notifications.failure(answer.error);
    return undefined;
  }

  #take(
    editor: CodeEditor,
    place: CompletionPlace,
    result: CompletionResult,
    explicit: boolean,
  ): StandingSuggestion | undefined {
    if (result.kind === "nothing") {
      if (explicit) this.#sayNothing(result.why);
      return undefined;
    }
    if (result.kind === "blocked") {
      this.#showBlocked(editor, result.suggestion);
      return undefined;
    }
    this.#remember(result.suggestion, place.path);
    return this.offer(editor, place, result.suggestion);
  }

  #remember(suggestion: Suggestion, path: string): void {
    this.#parts.store.setState({ last: suggestion.metrics });
    this.#parts.verdicts.judged("ghost text", suggestion.verdict, suggestion.text, path);
  }

  #showBlocked(editor: CodeEditor, suggestion: Suggestion): void {
    const { blocked, reports, verdicts, store } = this.#parts;
    const model = editor.getModel();
    const path = model ? (this.pathOf(model) ?? "") : "";
    store.setState({ last: suggestion.metrics });
    const position = editor.getPosition();
    const version = model?.getVersionId() ?? 0;
    const letThrough =
      model && position
        ? (ask: AskOverride) => {
            const where = { editor, model, position, version, path, suggestion };
            return this.#parts.letThrough(where, ask);
          }
        : undefined;
    verdicts.judged("ghost text", suggestion.verdict, suggestion.text, path, letThrough);
    blocked.show(editor, suggestion.text, suggestion.verdict, (end) => reports.ended(suggestion.id, end));
    reports.drawn({ ...suggestion, complete: true }, { path, language: model?.getLanguageId() ?? "" });
  }

  async #addAlternative(editor: CodeEditor): Promise<boolean> {
    const { offers, verdicts } = this.#parts;
    for (;;) {
      const set = offers.current;
      if (!set || set.editor !== editor || set.exhausted || set.nextAlternative > mostAlternatives)
        return false;
      const version = set.model.getVersionId();
      offers.askedFor(set.nextAlternative);
      const result = await this.#ask(set.place, "cycle", set.nextAlternative);
      const same = offers.current?.anchor === set.anchor && set.model.getVersionId() === version;
      if (!same || !result || result.kind === "nothing") return false;
      const { suggestion } = result;
      const known = set.alternatives.some((offered) => offered.suggestion.text === suggestion.text);
      if (result.kind === "suggestion" && !known) {
        this.#remember(suggestion, set.place.path);
        const restOfLine = restOfLineAt(set.model, set.model.getPositionAt(set.anchor));
        offers.turnTo(set.alternatives.length, { suggestion, restOfLine });
        return true;
      }
      if (result.kind === "blocked")
        verdicts.judged("ghost text", suggestion.verdict, suggestion.text, set.place.path);
    }
  }

  #moveToCursor(editor: CodeEditor, standing: StandingSuggestion): void {
    const { offers } = this.#parts;
    const position = editor.getPosition();
    const { model, anchor } = standing.set;
    if (!position || model.getOffsetAt(position) === anchor) return;
    const path = standing.set.place.path;
    offers.moveTo(placeAt(model, path, position), model.getOffsetAt(position), standing.remaining);
  }

  #editorOf(model: editor.ITextModel): CodeEditor | undefined {
    const { monaco, editors } = this.#parts.services;
    const focused = monaco.current?.editor
      .getEditors()
      .find((other) => other.getModel() === model && other.hasTextFocus());
    const active = editors.activeCodeEditor;
    // Monaco lists editors of every kind; ours are all standalone ones, known to the pane of the active group.
    if (active?.getModel() === model && (!focused || focused === active)) return active;
    return undefined;
  }

  /** Lines that only Monaco draws do not move the view by themselves: at a window's foot they would stay below it. */
  #bringIntoSight(editor: CodeEditor): void {
    const standing = this.#parts.offers.standing(editor);
    const position = editor.getPosition();
    const monaco = this.#parts.services.monaco.current;
    if (!standing || !position || !monaco) return;
    const lineHeight = editor.getOption(monaco.editor.EditorOption.lineHeight);
    const { height } = editor.getLayoutInfo();
    const lines = standing.remaining.split("\n").length;
    const bottom = editor.getTopForLineNumber(position.lineNumber) + (lines + 1) * lineHeight;
    const hidden = bottom - editor.getScrollTop() - height;
    if (hidden > 0 && lines * lineHeight < height / 2) editor.setScrollTop(editor.getScrollTop() + hidden);
  }

  #runAction(editor: CodeEditor, id: string): void {
    void editor.getAction(id)?.run();
  }

  #sayNothing(why: string): void {
    this.#parts.services.notifications.info(`No suggestion here. ${why}`);
  }
}

/** Resolves true after `milliseconds`, false as soon as it is cancelled. */
function pause(milliseconds: number, token: CancellationToken): Promise<boolean> {
  return new Promise((resolve) => {
    const timer = setTimeout(() => {
      listening.dispose();
      resolve(true);
    }, milliseconds);
    const listening = token.onCancellationRequested(() => {
      clearTimeout(timer);
      resolve(false);
    });
  });
}
