import type { editor } from "monaco-editor/editor";
import type { Disposable } from "../../../core/base/disposable.ts";
import type { TextModel } from "../editor/monaco/monacoLoader.ts";

const delays = [30, 300] as const;
/** Monaco's "never grows when typing at the edges". */
const neverGrows = 1;

export type ObservePort = (suggestionId: string, afterSeconds: 30 | 300, text: string) => void;

interface Watched {
  readonly model: TextModel | undefined;
  readonly decoration: string | undefined;
  /** What stood there when the file was closed; undefined while it is open. */
  lastSeen: string | undefined;
  readonly timers: readonly ReturnType<typeof setTimeout>[];
  readonly closing: Disposable | undefined;
}

/**
 * Looks again, 30 s and 5 min after an accept, at what stands where it was put. A file closed in between counts as it
 * stood then; what was allowed but never inserted counts as nothing.
 */
export class KeptWatch implements Disposable {
  readonly #observe: ObservePort;
  readonly #watched = new Map<string, Watched>();

  constructor(observe: ObservePort) {
    this.#observe = observe;
  }

  /** Offsets of the inserted text in the model. A further part of the same suggestion widens what is watched. */
  inserted(suggestionId: string, model: TextModel, start: number, end: number): void {
    const before = this.#forget(suggestionId);
    const earlier = before?.model === model ? before : undefined;
    const from = earlier?.range
      ? Math.min(start, model.getOffsetAt(earlier.range.getStartPosition()))
      : start;
    const range = rangeOf(model, from, end);
    const [decoration] = model.deltaDecorations([], [{ range, options: { stickiness: neverGrows } }]);
    const watched: Watched = {
      model,
      decoration,
      lastSeen: undefined,
      timers: this.#startTimers(suggestionId),
      closing: model.onWillDispose(() => {
        watched.lastSeen = textOf(watched);
      }),
    };
    this.#watched.set(suggestionId, watched);
  }

  /** The host recorded an accept that could not be carried out. */
  notInserted(suggestionId: string): void {
    this.#forget(suggestionId);
    this.#watched.set(suggestionId, {
      model: undefined,
      decoration: undefined,
      lastSeen: "",
      timers: this.#startTimers(suggestionId),
      closing: undefined,
    });
  }

  dispose(): void {
    for (const id of [...this.#watched.keys()]) this.#forget(id);
  }

  #startTimers(suggestionId: string): readonly ReturnType<typeof setTimeout>[] {
    return delays.map((seconds) => setTimeout(() => this.#look(suggestionId, seconds), seconds * 1000));
  }

  #look(suggestionId: string, seconds: 30 | 300): void {
    const watched = this.#watched.get(suggestionId);
    if (!watched) return;
    this.#observe(suggestionId, seconds, watched.lastSeen ?? textOf(watched));
    if (seconds === delays.at(-1)) this.#forget(suggestionId);
  }

  #forget(suggestionId: string) {
    const watched = this.#watched.get(suggestionId);
    if (!watched) return undefined;
    this.#watched.delete(suggestionId);
    for (const timer of watched.timers) clearTimeout(timer);
    watched.closing?.dispose();
    const { model, decoration } = watched;
    if (!model || model.isDisposed() || decoration === undefined) return undefined;
    const range = model.getDecorationRange(decoration) ?? undefined;
    model.deltaDecorations([decoration], []);
    return { model, range };
  }
}

function rangeOf(model: editor.ITextModel, start: number, end: number) {
  const from = model.getPositionAt(start);
  const to = model.getPositionAt(end);
  return {
    startLineNumber: from.lineNumber,
    startColumn: from.column,
    endLineNumber: to.lineNumber,
    endColumn: to.column,
  };
}

function textOf({ model, decoration }: Watched): string {
  const range = decoration === undefined ? null : (model?.getDecorationRange(decoration) ?? null);
  return model && range ? model.getValueInRange(range, 1) : "";
}
