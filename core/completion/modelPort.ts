import type { CancelSignal } from "../base/cancelSignal.ts";
import type { Disposable } from "../base/disposable.ts";
import type { Event } from "../base/event.ts";
import type { Result } from "../base/result.ts";
import type { Failure } from "../contract/failure.ts";

/** The model's own infill tokens. Only a marker becomes a special token: text never does, whatever it spells. */
export type PromptMarker = "prefix" | "suffix" | "middle";

export type PromptSegment =
  | { readonly kind: "marker"; readonly marker: PromptMarker }
  | { readonly kind: "text"; readonly text: string }
  /** Alone: put into the words of the model's own chat template. */
  | { readonly kind: "chat"; readonly messages: readonly ChatMessage[] };

export interface ChatMessage {
  readonly role: "system" | "user";
  readonly text: string;
}

export interface Sampling {
  /** 0 is greedy. */
  readonly temperature: number;
  readonly topP: number;
  readonly seed: number;
}

export interface GenerateRequest extends Sampling {
  readonly segments: readonly PromptSegment[];
  /** The output must begin with this; it is written by the model again and left out of what is reported. */
  readonly healed: string;
  readonly maxTokens: number;
}

export interface GenerateSeveralRequest {
  readonly segments: readonly PromptSegment[];
  readonly healed: string;
  readonly maxTokens: number;
  /** One text is written for each; at most three. */
  readonly samplings: readonly Sampling[];
  /** Holds each text to a JSON object with these texts, in this order. */
  readonly shape?: readonly string[];
}

export interface PromptFacts {
  readonly promptTokens: number;
  /** How many of them were still in the model's memory from before. */
  readonly reusedTokens: number;
}

/** A piece of output, whole characters only, without the healed part. Its text may be empty while healing. */
export interface GeneratedPiece {
  readonly text: string;
  /** The model's probability for this token before any sampling, 0–1. */
  readonly probability: number;
}

export interface GenerateEnd extends PromptFacts {
  readonly reason: "endOfText" | "tokenLimit" | "stopped";
  readonly generatedTokens: number;
  /** Milliseconds inside the model process. */
  readonly firstTokenMs: number;
  readonly totalMs: number;
}

export type EndReason = GenerateEnd["reason"];

export interface SeveralListener {
  onPrompt(facts: PromptFacts): void;
  /** Answering "stop" ends this one text; the others go on. */
  onPiece(index: number, piece: GeneratedPiece): "continue" | "stop";
}

export interface SeveralEnd extends GenerateEnd {
  /** How each text ended; "stopped" also where the listener said so. */
  readonly reasons: readonly EndReason[];
}

export interface GenerateListener {
  onPrompt(facts: PromptFacts): void;
  /** Answering "stop" ends the generation; what was reported so far stands. */
  onPiece(piece: GeneratedPiece): "continue" | "stop";
}

/**
 * One loaded model. Calls are served one after the other; a prefill gives way to a generation.
 * Failures: "cancelled" when the signal fired or a prefill gave way, "tooLarge" when the prompt does not fit (data: {tokens, limit}),
 * "modelCrashed" when the process ended, "modelUnresponsive" when it had to be ended.
 */
export interface ModelPort extends Disposable {
  readonly contextTokens: number;
  readonly onDidStop: Event<Failure>;
  generate(
    request: GenerateRequest,
    listener: GenerateListener,
    signal: CancelSignal,
  ): Promise<Result<GenerateEnd, Failure>>;
  /** Several texts from one prompt, written side by side: they give way to ghost text and leave its memory alone. */
  generateSeveral(
    request: GenerateSeveralRequest,
    listener: SeveralListener,
    signal: CancelSignal,
  ): Promise<Result<SeveralEnd, Failure>>;
  prefill(segments: readonly PromptSegment[], signal: CancelSignal): Promise<Result<PromptFacts, Failure>>;
}
