import type { Alternative, Answer } from "../../../core/contract/assistant.ts";
import type { CompletionMetrics } from "../../../core/contract/completion.ts";
import type { PromptFile } from "../../../core/prompt/promptFile.ts";
import type { CurrentModel } from "../completion/completionParts.ts";
import type { PreparedQuestion } from "./preparedQuestion.ts";
import type { ModelForm } from "./promptLibrary.ts";
import type { WrittenAnswer, WrittenAnswers } from "./writtenAnswer.ts";

/** What a model has written, and what it was asked with. */
export interface Written extends WrittenAnswers {
  readonly model: CurrentModel;
  readonly file: PromptFile;
  readonly form: ModelForm;
}

/** The one typed object that a question ends in. */
export function answerOf(
  prepared: PreparedQuestion,
  written: Written | undefined,
  alternatives: readonly Alternative[],
  wanted: number,
  milliseconds: number,
): Answer {
  const [first] = alternatives;
  const { facts, environment, testing } = prepared;
  return {
    task: prepared.question.task,
    form: written?.form ?? "computed",
    generatedCode: first?.verdict.outcome === "block" ? "" : (first?.code ?? ""),
    explanation: first?.explanation || sentencesOf(prepared),
    testStubs: testing?.stubs ?? "",
    confidence: first?.confidence ?? "high",
    alternatives: [...alternatives],
    facts: [...facts],
    context: [...(written?.pieces ?? prepared.pieces)],
    budget: written?.budget ?? { contextTokens: 0, answerTokens: 0, usedTokens: 0 },
    environment,
    ...(written === undefined ? {} : modelAndPrompt(written)),
    notice: written === undefined ? "" : noticeOf(written.answers, alternatives.length, wanted),
    milliseconds,
  };
}

function modelAndPrompt({ model, file, promptHash }: Written): Pick<Answer, "model" | "prompt"> {
  const { id, name, sha256 } = model.info;
  return {
    model: { id, name, sha256 },
    prompt: { name: file.name, version: file.version, source: file.source, hash: promptHash },
  };
}

export function metricsOf({ tokens }: WrittenAnswer["written"], texts: Written): CompletionMetrics {
  const { id, name, sha256 } = texts.model.info;
  return {
    model: { id, name, sha256 },
    promptHash: texts.promptHash,
    promptTokens: texts.promptTokens,
    reusedTokens: texts.reusedTokens,
    generatedTokens: tokens,
    firstTokenMs: texts.firstTokenMs,
    totalMs: texts.modelMs,
    overheadMs: 0,
    fromCache: false,
  };
}

function noticeOf(answers: readonly WrittenAnswer[], came: number, wanted: number): string {
  if (came >= wanted) return "";
  const empty = answers.filter(
    ({ code, explanation }) => code.trim() === "" && explanation.trim() === "",
  ).length;
  if (came === 0)
    return "The model had nothing to write there. Say more of what you want, or choose a larger model.";
  const same = wanted - came - empty;
  const parts = [
    same > 0 ? `${same} said the same` : "",
    empty > 0 ? `${empty} ${empty === 1 ? "was" : "were"} empty` : "",
  ].filter((part) => part !== "");
  return `${came} of ${wanted} alternatives: ${parts.join(", ")}.`;
}

/** The facts as prose, where no model has said anything. */
function sentencesOf({ facts }: PreparedQuestion): string {
  return facts
    .slice(0, 2)
    .flatMap((group) => group.facts.slice(0, 6).map(({ text }) => text))
    .join(" ");
}
