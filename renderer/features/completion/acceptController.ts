import type { Position } from "monaco-editor/editor";
import type { Suggestion } from "../../../core/contract/completion.ts";
import type { Verdict } from "../../../core/contract/gate.ts";
import type { RequestResult } from "../../../core/contract/index.ts";
import type { Services } from "../../state/services.ts";
import type { CodeEditor, TextModel } from "../editor/monaco/monacoLoader.ts";
import type { AskOverride, VerdictLog } from "../gate/verdictLog.ts";
import { type AcceptedText, type AcceptPart, acceptedText } from "./acceptPart.ts";
import type { BlockedLines } from "./blockedLines.ts";
import { subjectAt } from "./documentPlace.ts";
import type { KeptWatch } from "./keptWatch.ts";
import type { Offers, StandingSuggestion } from "./offers.ts";
import type { SuggestionReports } from "./suggestionReports.ts";

export interface AcceptParts {
  readonly services: Services;
  readonly offers: Offers;
  readonly reports: SuggestionReports;
  readonly blocked: BlockedLines;
  readonly verdicts: VerdictLog;
  readonly kept: KeptWatch;
  /** Takes the ghost text of an editor from the screen. */
  readonly hide: (editor: CodeEditor) => void;
}

/** Where a suggestion was refused, and at which version of the text. */
export interface RefusedPlace {
  readonly editor: CodeEditor;
  readonly model: TextModel;
  readonly position: Position;
  readonly version: number;
  readonly path: string;
  readonly suggestion: Suggestion;
}

/** The page's side of the one way in: asks the host, and inserts exactly what the host has judged and recorded. */
export class AcceptController {
  readonly #parts: AcceptParts;
  #asking = false;

  constructor(parts: AcceptParts) {
    this.#parts = parts;
  }

  async accept(part: AcceptPart): Promise<void> {
    // A key held down must not accept twice what is being judged once.
    if (this.#asking) return;
    const editor = this.#parts.offers.current?.editor;
    const standing = editor && this.#parts.offers.standing(editor);
    const position = editor?.getPosition();
    const accepted = standing && acceptedText(standing, part);
    if (!editor || !standing || !position || !accepted) return;
    this.#asking = true;
    try {
      await this.#request(editor, standing, position, part, accepted);
    } finally {
      this.#asking = false;
    }
  }

  /** A blocked suggestion, on a person's word: to where it was refused, if nothing has moved there since. */
  async letThrough(where: RefusedPlace, ask: AskOverride): Promise<void> {
    const { services, reports, verdicts, kept } = this.#parts;
    const { editor, model, position, path, suggestion } = where;
    const stays =
      !model.isDisposed() && editor.getModel() === model && model.getVersionId() === where.version;
    if (!stays) {
      verdicts.settled(suggestion.verdict.subjectHash);
      services.notifications.warn(
        "Nothing was inserted: the text has changed since. Ask for the suggestion again.",
      );
      return;
    }
    // The verdict at hand was given on the window that the model read; this one is on the whole file.
    const subject = subjectAt(model, path, position, suggestion.text, 0);
    const judged = await services.host.request("gate.scan", { ...subject, reach: "thorough" });
    if (!judged.ok) {
      services.notifications.error(`Nothing was inserted. ${judged.error.message}`);
      return;
    }
    const override = judged.value.outcome === "block" ? await ask(judged.value) : undefined;
    if (judged.value.outcome === "block" && override === undefined) return;
    const renewed = reports.renewed(suggestion, { path, language: model.getLanguageId() });
    const answer = await services.host.request("accept.request", {
      suggestionId: renewed.id,
      part: "all",
      subject,
      completes: true,
      ...(override === undefined ? {} : { override }),
    });
    if (!answer.ok || !answer.value.allowed) {
      reports.ended(renewed.id, "ignored");
      const why =
        answer.ok && !answer.value.allowed ? answer.value.reason : answer.ok ? "" : answer.error.message;
      services.notifications.error(`Nothing was inserted. ${why}`);
      return;
    }
    reports.accepted(renewed.id);
    verdicts.settled(suggestion.verdict.subjectHash);
    if (model.isDisposed() || model.getVersionId() !== where.version) {
      kept.notInserted(renewed.id);
      services.notifications.warn("Nothing was inserted: the text changed while the suggestion was checked.");
      return;
    }
    this.#insert(editor, model, position, { text: suggestion.text, replaces: 0, takesAll: true }, renewed.id);
    services.notifications.info("Inserted on your word. The ledger keeps your reason.");
  }

  async #request(
    editor: CodeEditor,
    standing: StandingSuggestion,
    position: Position,
    part: AcceptPart,
    accepted: AcceptedText,
  ): Promise<void> {
    const { services, reports, verdicts } = this.#parts;
    const { suggestion, set } = standing;
    const version = set.model.getVersionId();
    // Of a suggestion that is still being written the rest may yet come, unless all of it is taken now.
    const completes = accepted.takesAll && (suggestion.complete || part === "all");
    const subject = subjectAt(set.model, set.place.path, position, accepted.text, accepted.replaces);
    reports.beforeAccept(suggestion.id);
    const answer = await services.host.request("accept.request", {
      suggestionId: suggestion.id,
      part,
      subject,
      completes,
    });
    if (!answer.ok) {
      services.notifications.error(`Nothing was inserted. ${answer.error.message}`);
      return;
    }
    if (answer.value.verdict) verdicts.judged("accept", answer.value.verdict, accepted.text, set.place.path);
    if (!answer.value.allowed) {
      this.#refused(editor, suggestion.text, answer.value);
      return;
    }
    const unmoved =
      !set.model.isDisposed() &&
      editor.getModel() === set.model &&
      set.model.getVersionId() === version &&
      editor.getPosition()?.equals(position) === true;
    if (unmoved) this.#insert(editor, set.model, position, accepted, suggestion.id);
    else {
      this.#parts.kept.notInserted(suggestion.id);
      services.notifications.warn(
        "Nothing was inserted: the text or the cursor changed while the suggestion was checked.",
      );
    }
    if (completes) this.#parts.offers.accepted(suggestion.id);
    else this.#parts.offers.textChanged(editor);
  }

  #insert(
    editor: CodeEditor,
    model: TextModel,
    position: Position,
    accepted: AcceptedText,
    suggestionId: string,
  ): void {
    const range = {
      startLineNumber: position.lineNumber,
      startColumn: position.column,
      endLineNumber: position.lineNumber,
      endColumn: position.column + accepted.replaces,
    };
    const start = model.getOffsetAt(position);
    editor.pushUndoStop();
    editor.executeEdits("airlock.accept", [{ range, text: accepted.text, forceMoveMarkers: true }]);
    editor.pushUndoStop();
    editor.revealPosition(model.getPositionAt(start + accepted.text.length));
    this.#parts.kept.inserted(suggestionId, model, start, start + accepted.text.length);
  }

  #refused(
    editor: CodeEditor,
    text: string,
    answer: Extract<RequestResult<"accept.request">, { allowed: false }>,
  ): void {
    const { services, offers, blocked, hide } = this.#parts;
    offers.end("ignored");
    hide(editor);
    if (isBlock(answer.verdict)) blocked.show(editor, text, answer.verdict, () => {});
    else services.notifications.error(`Nothing was inserted. ${answer.reason}`);
  }
}

function isBlock(verdict: Verdict | undefined): verdict is Verdict {
  return verdict?.outcome === "block";
}
