import type { CancelSignal } from "../base/cancelSignal.ts";
import type { Disposable } from "../base/disposable.ts";
import type { Result } from "../base/result.ts";
import type { Failure } from "../contract/failure.ts";

/** "now": somebody waits for it, and it goes before whatever is done in the background. */
export type EmbedUrgency = "now" | "background";

/** What makes vectors of texts. */
export interface Embedder extends Disposable {
  /** sha256 of the model: vectors of two models cannot be compared. */
  readonly model: string;
  readonly dimensions: number;
  /** Why it will not answer any more; undefined while it does. */
  readonly stopped: Failure | undefined;
  /**
   * A vector of length 1 for each text, in their order. A text that is too long for the model is cut at its end.
   * Failures: "cancelled", "modelCrashed", "modelUnresponsive".
   */
  embed(
    texts: readonly string[],
    signal: CancelSignal,
    urgency: EmbedUrgency,
  ): Promise<Result<readonly Float32Array[], Failure>>;
}

/** Starts an embedder when one is wanted, and another when that has fallen. */
export interface EmbedderSupply {
  /** Failures: "modelMissing" when there is no embedding model, and those of starting one. */
  current(): Promise<Result<Embedder, Failure>>;
}
