import { createHash } from "node:crypto";
import { chatShape } from "../../../core/assistant/chatAnswer.ts";
import type { CancelSignal } from "../../../core/base/cancelSignal.ts";
import { ok, type Result } from "../../../core/base/result.ts";
import { geometricMean } from "../../../core/completion/confidence.ts";
import { Draft } from "../../../core/completion/draft.ts";
import { healPrefix } from "../../../core/completion/healing.ts";
import type { GeneratedPiece, PromptSegment, Sampling } from "../../../core/completion/modelPort.ts";
import { lineShape } from "../../../core/completion/multiline.ts";
import { infillPrompt, promptFingerprint } from "../../../core/completion/prompt.ts";
import type { Failure } from "../../../core/contract/failure.ts";
import type { CurrentModel } from "../completion/completionParts.ts";

/** One text as the model wrote it. */
export interface WrittenText {
  readonly text: string;
  readonly probability: number;
  readonly tokens: number;
  readonly sampling: Sampling;
  /** The model ended in the middle of it. */
  readonly interrupted: boolean;
}

export interface WrittenTexts {
  readonly texts: readonly WrittenText[];
  readonly promptTokens: number;
  readonly reusedTokens: number;
  readonly promptHash: string;
  /** Milliseconds from the call of the model to its first token and to its end. */
  readonly firstTokenMs: number;
  readonly modelMs: number;
}

/** What a model is asked with: a gap to fill, or a conversation. Made for a number of characters that fit. */
export type AskedPrompt =
  | {
      readonly kind: "infill";
      readonly prefix: string;
      readonly suffix: string;
      readonly maxLines: number;
      /** Where words end. */
      readonly until?: string;
    }
  | { readonly kind: "chat"; readonly system: string; readonly user: string };

export interface WriteRequest {
  readonly model: CurrentModel;
  readonly prompt: AskedPrompt;
  readonly maxTokens: number;
  readonly samplings: readonly Sampling[];
  readonly onText: (index: number, text: string) => void;
  readonly signal: CancelSignal;
}

/**
 * Writes one text for each sampling. A model that dies leaves what it had written, marked as interrupted; "tooLarge" says
 * by how much the prompt is too long.
 */
export async function writeTexts(request: WriteRequest): Promise<Result<WrittenTexts, Failure>> {
  const { model, prompt, samplings, signal } = request;
  const asked = askedOf(prompt, model);
  const writers = samplings.map(() => writerOf(prompt));
  let facts = { promptTokens: 0, reusedTokens: 0 };
  const started = performance.now();
  let firstTokenMs: number | undefined;
  const end = await model.port.generateSeveral(
    {
      segments: asked.segments,
      healed: asked.healed,
      maxTokens: request.maxTokens,
      samplings,
      ...(prompt.kind === "chat" ? { shape: [...chatShape] } : {}),
    },
    {
      onPrompt: (known) => {
        facts = { promptTokens: known.promptTokens, reusedTokens: known.reusedTokens };
      },
      onPiece: (index, piece) => {
        const writer = writers[index];
        if (writer === undefined) return "stop";
        firstTokenMs ??= performance.now() - started;
        const next = writer.add(piece);
        request.onText(index, writer.soFar);
        return next;
      },
    },
    signal,
  );
  const died = !end.ok && (end.error.code === "modelCrashed" || end.error.code === "modelUnresponsive");
  if (!end.ok && (!died || signal.aborted || writers.every(({ soFar }) => soFar === ""))) return end;
  const texts = writers.map((writer, index): WrittenText => {
    const cut = !end.ok || end.value.reasons[index] === "tokenLimit";
    return {
      text: writer.whole(cut),
      probability: writer.probability,
      tokens: writer.tokens,
      sampling: samplings[index] ?? { temperature: 0, topP: 1, seed: 0 },
      interrupted: !end.ok,
    };
  });
  const promptHash = createHash("sha256")
    .update(promptFingerprint(asked.segments, asked.healed))
    .digest("hex");
  const modelMs = performance.now() - started;
  return ok({ texts, ...facts, promptHash, firstTokenMs: firstTokenMs ?? modelMs, modelMs });
}

/** By how much a prompt was too long: the share of it that fits, 0–1. */
export function fittingShare(failure: Failure): number {
  const { data } = failure;
  if (typeof data !== "object" || data === null || !("tokens" in data) || !("limit" in data)) return 0.5;
  if (typeof data.tokens !== "number" || typeof data.limit !== "number") return 0.5;
  return Math.max(0.05, Math.min(0.95, (data.limit / data.tokens) * 0.95));
}

function askedOf(
  prompt: AskedPrompt,
  model: CurrentModel,
): { readonly segments: readonly PromptSegment[]; readonly healed: string } {
  if (prompt.kind === "chat")
    return {
      segments: [
        {
          kind: "chat",
          messages: [
            { role: "system", text: prompt.system },
            { role: "user", text: prompt.user },
          ],
        },
      ],
      healed: "",
    };
  const { kept, healed } = healPrefix(prompt.prefix);
  const order = model.info.capabilities.infillOrder ?? "prefix-suffix-middle";
  return { segments: infillPrompt(order, kept, prompt.suffix), healed };
}

interface Writer {
  add(piece: GeneratedPiece): "continue" | "stop";
  readonly soFar: string;
  readonly probability: number;
  readonly tokens: number;
  whole(cut: boolean): string;
}

function writerOf(prompt: AskedPrompt): Writer {
  if (prompt.kind === "chat") return new PlainWriter(undefined);
  return prompt.until === undefined ? new CodeWriter(prompt) : new PlainWriter(prompt.until);
}

/** Takes everything up to a mark. */
class PlainWriter implements Writer {
  readonly #until: string | undefined;
  readonly #probabilities: number[] = [];
  #text = "";

  constructor(until: string | undefined) {
    this.#until = until;
  }

  add(piece: GeneratedPiece): "continue" | "stop" {
    this.#text += piece.text;
    this.#probabilities.push(piece.probability);
    if (this.#until === undefined) return "continue";
    const isEnough =
      this.#text.includes(this.#until) || /\n\s*\n\s*\n/.test(this.#text) || repeats(this.#text);
    return isEnough ? "stop" : "continue";
  }

  get soFar(): string {
    const end = this.#until === undefined ? -1 : this.#text.indexOf(this.#until);
    return end === -1 ? this.#text : this.#text.slice(0, end);
  }

  get probability(): number {
    return geometricMean(this.#probabilities);
  }

  get tokens(): number {
    return this.#probabilities.length;
  }

  whole(): string {
    return this.#until === undefined ? this.#text : firstWords(this.soFar);
  }
}

/** Words that a model says over and over are said once. */
function firstWords(text: string): string {
  const seen = new Set<string>();
  const lines = text.split("\n");
  const end = lines.findIndex((line) => {
    const words = line.trim();
    const again = words !== "" && seen.has(words);
    seen.add(words);
    return again;
  });
  return lines
    .slice(0, end === -1 ? lines.length : end)
    .join("\n")
    .trim();
}

function repeats(text: string): boolean {
  return firstWords(text).length < text.trim().length / 2;
}

/** Ends where a block, a bracket or a repetition ends, as ghost text does. */
class CodeWriter implements Writer {
  readonly #draft: Draft;
  soFar = "";

  constructor({ prefix, suffix, maxLines }: Extract<AskedPrompt, { kind: "infill" }>) {
    const place = { prefix, suffix };
    this.#draft = new Draft({
      place,
      shape: { ...lineShape(place), mode: maxLines > 1 ? "multi" : "single" },
      maxLines,
    });
  }

  add(piece: GeneratedPiece): "continue" | "stop" {
    this.soFar += piece.text;
    return this.#draft.add(piece);
  }

  get probability(): number {
    return this.#draft.probability(this.soFar.length);
  }

  get tokens(): number {
    return this.#draft.tokens;
  }

  whole(cut: boolean): string {
    return this.#draft.whole(cut);
  }
}
