import type { InfillForm } from "../../../core/assistant/infillForm.ts";
import { languageOfPath } from "../../../core/base/languageOfPath.ts";
import { fail, ok, type Result } from "../../../core/base/result.ts";
import type { Sampling } from "../../../core/completion/modelPort.ts";
import type { ContextBudget, ContextPiece } from "../../../core/contract/assistant.ts";
import { type Failure, failureOf } from "../../../core/contract/failure.ts";
import { usualCharactersPerToken } from "../../../core/prompt/chooseContext.ts";
import { commentOf } from "../../../core/prompt/commentOf.ts";
import { type FilledPrompt, fillPrompt, type PromptValues } from "../../../core/prompt/fillPrompt.ts";
import type { PromptFile } from "../../../core/prompt/promptFile.ts";
import type { CurrentModel } from "../completion/completionParts.ts";
import { headingOf } from "./gatherContext.ts";
import type { PreparedQuestion } from "./preparedQuestion.ts";
import type { Guidance, ModelForm } from "./promptLibrary.ts";
import { type AskedPrompt, fittingShare, type WrittenTexts, writeTexts } from "./writeTexts.ts";

export interface AnswerRequest {
  readonly prepared: PreparedQuestion;
  readonly model: CurrentModel;
  readonly file: PromptFile;
  readonly form: ModelForm;
  readonly guidance: Guidance;
  readonly samplings: readonly Sampling[];
  readonly onTexts: (texts: readonly string[]) => void;
  readonly signal: AbortSignal;
}

/** What the model wrote to one prompt, and what that prompt held. */
export interface Filled extends WrittenTexts {
  readonly pieces: readonly ContextPiece[];
  readonly budget: ContextBudget;
}

const mostAttempts = 4;
const answerLimits = { chat: 1024, infill: 256 };

/** What fills the budget of one prompt. */
export function budgetOf(model: CurrentModel, form: ModelForm, usedTokens: number): ContextBudget {
  const { contextTokens } = model.port;
  return { contextTokens, answerTokens: answerTokensOf(model, form), usedTokens };
}

function answerTokensOf({ port }: CurrentModel, form: ModelForm): number {
  return Math.min(answerLimits[form], Math.floor(port.contextTokens * (form === "chat" ? 0.3 : 0.35)));
}

/** Asks for what goes into a gap of the file. */
export async function fillGap(request: AnswerRequest, gap: InfillForm): Promise<Result<Filled, Failure>> {
  const { prepared, guidance } = request;
  const language = prepared.target?.language ?? "plaintext";
  const values: PromptValues = {
    before: gap.before,
    after: gap.after,
    hint: gap.hint,
    lead: gap.lead,
    tail: gap.tail,
    comment: commentOf(language),
    guidance: guidance.short,
    environment: prepared.environment,
  };
  return await askModel(request, values, ["prefix", "suffix"], (texts) => ({
    kind: "infill",
    prefix: texts.get("prefix") ?? "",
    suffix: texts.get("suffix") ?? "",
    maxLines: gap.maxLines,
    ...(gap.until === undefined ? {} : { until: gap.until }),
  }));
}

/** Asks in the model's form. A prompt that turns out too long is made shorter and asked again. */
export async function askModel(
  request: AnswerRequest,
  values: PromptValues,
  sections: readonly string[],
  promptOf: (texts: ReadonlyMap<string, string>) => AskedPrompt,
): Promise<Result<Filled, Failure>> {
  const { model, form, prepared, guidance } = request;
  const maxTokens = answerTokensOf(model, form);
  const pieces =
    form === "infill" ? prepared.pieces.map((piece) => readable(piece, prepared)) : prepared.pieces;
  let characters = Math.floor((model.port.contextTokens - maxTokens - 16) * usualCharactersPerToken);
  for (let attempt = 0; attempt < mostAttempts; attempt++) {
    const filled = firstFitting(
      [values, { ...values, guidance: guidance.short }, { ...values, facts: [], guidance: guidance.short }],
      (fitted) =>
        fillPrompt({
          file: request.file,
          sections,
          values: fitted,
          pieces,
          headingOf,
          characters,
        }),
    );
    if (filled === undefined) break;
    const texts = request.samplings.map(() => "");
    const written = await writeTexts({
      model,
      prompt: promptOf(filled.texts),
      maxTokens,
      samplings: request.samplings,
      onText: (index, text) => {
        texts[index] = text;
        request.onTexts(texts);
      },
      signal: request.signal,
    });
    if (written.ok) return ok(filledWith(written.value, filled.pieces, model, form));
    if (written.error.code !== "tooLarge") return written;
    characters = Math.floor(Math.min(characters, filled.characters) * fittingShare(written.error));
  }
  return fail(
    failureOf(
      "tooLarge",
      `The code that is asked about does not fit ${model.info.name} (${model.port.contextTokens} tokens). Select less of it, or choose a model with more context.`,
    ),
  );
}

/** A model that goes on with a text takes what stands in it for that text: another language would lead it astray. */
function readable(piece: ContextPiece, { target }: PreparedQuestion): ContextPiece {
  const isOther = piece.path !== undefined && languageOfPath(piece.path) !== target?.language;
  if (!isOther || piece.status === "removed") return piece;
  return {
    ...piece,
    status: "cut",
    why: `${piece.why} It is in another language, which this model cannot be shown.`,
  };
}

/** A small model gets the question with less of what surrounds it, rather than none. */
function firstFitting(
  variants: readonly PromptValues[],
  fill: (values: PromptValues) => FilledPrompt | undefined,
): FilledPrompt | undefined {
  for (const values of variants) {
    const filled = fill(values);
    if (filled !== undefined) return filled;
  }
  return undefined;
}

function filledWith(
  written: WrittenTexts,
  pieces: readonly ContextPiece[],
  model: CurrentModel,
  form: ModelForm,
): Filled {
  return { ...written, pieces, budget: budgetOf(model, form, written.promptTokens) };
}
