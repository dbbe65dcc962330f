import { Emitter } from "../../../core/base/event.ts";
import type { CompletionPlace, Suggestion } from "../../../core/contract/completion.ts";
import type { CodeEditor, TextModel } from "../editor/monaco/monacoLoader.ts";
import { restOfLineAt } from "./documentPlace.ts";
import { type StandingOffer, standingOffer } from "./standingOffer.ts";
import type { SuggestionReports, UndecidedEnd } from "./suggestionReports.ts";

export interface OfferedSuggestion {
  readonly suggestion: Suggestion;
  /** What stood right of the cursor on its line when it was made: brackets closed since are its own. */
  readonly restOfLine: string;
}

/** What is on offer at one place: the suggestion and, once asked for, its alternatives. */
export interface OfferSet {
  readonly editor: CodeEditor;
  readonly model: TextModel;
  readonly resource: string;
  readonly place: CompletionPlace;
  /** Offset in the model at which every text here begins. */
  readonly anchor: number;
  readonly alternatives: readonly OfferedSuggestion[];
  readonly index: number;
  /** Number of the next alternative to ask the host for. */
  readonly nextAlternative: number;
  /** The host had no other one to give. */
  readonly exhausted: boolean;
}

export interface StandingSuggestion extends StandingOffer {
  readonly set: OfferSet;
  readonly suggestion: Suggestion;
}

/** The one offer of the window, kept while the person types along it. */
export class Offers {
  readonly #reports: SuggestionReports;
  readonly #changeEmitter = new Emitter<OfferSet | undefined>();
  #current: OfferSet | undefined;

  readonly onDidChange = this.#changeEmitter.event;

  constructor(reports: SuggestionReports) {
    this.#reports = reports;
  }

  get current(): OfferSet | undefined {
    return this.#current;
  }

  open(set: OfferSet): void {
    this.end("superseded");
    this.#put(set);
  }

  /** The offer as it stands at the cursor of the editor it was made in; undefined when it does not fit any more. */
  standing(editor: CodeEditor): StandingSuggestion | undefined {
    const set = this.#current;
    const offered = set?.alternatives[set.index];
    const position = editor.getPosition();
    if (!set || !offered || !position) return undefined;
    if (set.editor !== editor || editor.getModel() !== set.model) return undefined;
    if (set.anchor > set.model.getOffsetAt(position)) return undefined;
    const from = set.model.getPositionAt(set.anchor);
    const typed = set.model.getValueInRange({
      startLineNumber: from.lineNumber,
      startColumn: from.column,
      endLineNumber: position.lineNumber,
      endColumn: position.column,
    });
    const rest = restOfLineAt(set.model, position);
    const { suggestion, restOfLine } = offered;
    const stands = standingOffer({ text: suggestion.text, restOfLine }, typed, rest);
    return stands && { ...stands, set, suggestion };
  }

  /** The text changed or the cursor followed it: what no longer fits is over, and so are the alternatives not chosen. */
  textChanged(editor: CodeEditor): void {
    const set = this.#current;
    if (set?.editor !== editor) return;
    const standing = this.standing(editor);
    if (!standing || (standing.remaining === "" && standing.suggestion.complete)) this.end("superseded");
    else if (set.alternatives.length > 1) this.#keepOnly(set);
    else this.#changeEmitter.fire(set);
  }

  /** Shows alternative `index`, adding `added` behind the others when it is new. */
  turnTo(index: number, added?: OfferedSuggestion): void {
    const set = this.#current;
    if (!set) return;
    const alternatives = added ? [...set.alternatives, added] : set.alternatives;
    this.#put({ ...set, alternatives, index });
  }

  askedFor(alternative: number): void {
    if (this.#current) this.#current = { ...this.#current, nextAlternative: alternative + 1 };
  }

  /** There is no further alternative at this place. */
  exhausted(): void {
    if (this.#current) this.#current = { ...this.#current, exhausted: true };
  }

  /** Begins again at `place` with what is left of the current suggestion: alternatives are asked for from there. */
  moveTo(place: CompletionPlace, anchor: number, remaining: string): void {
    const set = this.#current;
    const offered = set?.alternatives[set.index];
    if (!set || !offered) return;
    const rest = { ...offered, suggestion: { ...offered.suggestion, text: remaining } };
    this.#put({
      ...set,
      place,
      anchor,
      alternatives: [rest],
      index: 0,
      nextAlternative: 1,
      exhausted: false,
    });
  }

  /** More of the current suggestion came. Answers whether it was one on offer. */
  extend(whole: Suggestion): boolean {
    const set = this.#current;
    const at = set?.alternatives.findIndex(({ suggestion }) => suggestion.id === whole.id) ?? -1;
    const offered = set?.alternatives[at];
    if (!set || !offered) return false;
    this.#put({ ...set, alternatives: set.alternatives.with(at, { ...offered, suggestion: whole }) });
    return true;
  }

  /** The host recorded an accept of its last part. */
  accepted(suggestionId: string): void {
    this.#reports.accepted(suggestionId);
    this.end("superseded");
  }

  /** Ends the offer: the one in sight in the way named, the alternatives behind it as superseded or ignored. */
  end(end: UndecidedEnd): void {
    const set = this.#current;
    if (!set) return;
    for (const [index, { suggestion }] of set.alternatives.entries())
      this.#reports.ended(suggestion.id, index === set.index || end === "ignored" ? end : "superseded");
    this.#put(undefined);
  }

  #keepOnly(set: OfferSet): void {
    const kept = set.alternatives[set.index];
    for (const other of set.alternatives)
      if (other !== kept) this.#reports.ended(other.suggestion.id, "superseded");
    const alternatives = kept ? [kept] : [];
    this.#put({ ...set, alternatives, index: 0, nextAlternative: 1, exhausted: false });
  }

  #put(set: OfferSet | undefined): void {
    this.#current = set;
    this.#changeEmitter.fire(set);
  }
}
