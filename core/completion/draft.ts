import type { CompletionPlace } from "../contract/completion.ts";
import { geometricMean } from "./confidence.ts";
import type { GeneratedPiece } from "./modelPort.ts";
import type { LineShape } from "./multiline.ts";
import { postprocess } from "./postprocess.ts";
import { findStop, type Stop } from "./stops.ts";

export interface DraftRules {
  readonly place: Pick<CompletionPlace, "prefix" | "suffix">;
  readonly shape: LineShape;
  readonly maxLines: number;
}

/** What the model is writing, as it comes: knows where it has to end and when its first line is whole. */
export class Draft {
  readonly #rules: DraftRules;
  readonly #pieces: GeneratedPiece[] = [];
  #text = "";
  #stop: Stop | undefined;

  constructor(rules: DraftRules) {
    this.#rules = rules;
  }

  /** Takes the next piece; "stop" when nothing after it would be kept. */
  add(piece: GeneratedPiece): "continue" | "stop" {
    this.#pieces.push(piece);
    this.#text += piece.text;
    this.#stop = findStop(this.#text, { ...this.#rules, suffix: this.#rules.place.suffix });
    return this.#stop === undefined ? "continue" : "stop";
  }

  /** The first written line, once a line end stands behind it; "" for a line that is not worth offering. */
  firstLine(): string | undefined {
    const start = this.#text.search(/\S/);
    const end = start < 0 ? -1 : this.#text.indexOf("\n", start);
    return end < 0 ? undefined : this.#finish(this.#text.slice(0, end), false);
  }

  /** The text to offer. `cutByLimit`: the model was not done, or died. */
  whole(cutByLimit: boolean): string {
    const stop = this.#stop;
    return this.#finish(
      stop === undefined ? this.#text : this.#text.slice(0, stop.length),
      cutByLimit && stop === undefined,
    );
  }

  /** Geometric mean over the tokens that wrote the first `length` characters. */
  probability(length: number): number {
    const probabilities: number[] = [];
    let written = 0;
    for (const piece of this.#pieces) {
      if (written >= length) break;
      if (piece.text !== "") probabilities.push(piece.probability);
      written += piece.text.length;
    }
    return geometricMean(probabilities);
  }

  get tokens(): number {
    return this.#pieces.length;
  }

  #finish(text: string, cutByLimit: boolean): string {
    const { place, shape } = this.#rules;
    return postprocess({ place, text, cutByLimit, multiLine: shape.mode === "multi" });
  }
}
