import { readChatAnswer, withoutFences } from "../../../core/assistant/chatAnswer.ts";
import { type InfillForm, infillForm, testForm } from "../../../core/assistant/infillForm.ts";
import { linesBetween, linesOf, withLines } from "../../../core/assistant/textLines.ts";
import { fail, ok, type Result } from "../../../core/base/result.ts";
import type { Sampling } from "../../../core/completion/modelPort.ts";
import type { ContextBudget, ContextPiece, ProposedEdit } from "../../../core/contract/assistant.ts";
import { type Failure, failureOf } from "../../../core/contract/failure.ts";
import { usualCharactersPerToken } from "../../../core/prompt/chooseContext.ts";
import { commentOf } from "../../../core/prompt/commentOf.ts";
import { type FilledPrompt, fenced, fillPrompt, type PromptValues } from "../../../core/prompt/fillPrompt.ts";
import type { PromptFile } from "../../../core/prompt/promptFile.ts";
import type { CurrentModel } from "../completion/completionParts.ts";
import { headingOf } from "./gatherContext.ts";
import type { PreparedQuestion, TestPlan } from "./preparedQuestion.ts";
import type { Guidance, ModelForm } from "./promptLibrary.ts";
import {
  type AskedPrompt,
  fittingShare,
  type WrittenText,
  type WrittenTexts,
  writeTexts,
} from "./writeTexts.ts";

/** One answer of the model, put to its place. */
export interface WrittenAnswer {
  readonly code: string;
  readonly explanation: string;
  readonly edit: ProposedEdit | undefined;
  readonly written: WrittenText;
}

export interface WrittenAnswers {
  readonly answers: readonly WrittenAnswer[];
  readonly pieces: readonly ContextPiece[];
  readonly budget: ContextBudget;
  readonly promptHash: string;
  readonly promptTokens: number;
  readonly reusedTokens: number;
  readonly firstTokenMs: number;
  readonly modelMs: number;
}

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

const mostAttempts = 4;
const mostCases = 3;
const answerLimits = { chat: 1024, infill: 256 };

/** Asks in the model's form. A prompt that turns out too long is made shorter and asked again. */
export async function writeAnswers(request: AnswerRequest): Promise<Result<WrittenAnswers, Failure>> {
  const { prepared, form } = request;
  if (form === "chat") return await writeChat(request);
  if (prepared.question.task === "tests" && prepared.testing !== undefined)
    return await writeTests(request, prepared.testing);
  const { target } = prepared;
  if (target === undefined)
    return fail(failureOf("invalidRequest", "Name a file: this model answers by filling in code."));
  const gap = infillForm({
    task: prepared.question.task,
    target,
    spec: prepared.question.spec,
    definition: prepared.definition,
    ...(prepared.error === undefined ? {} : { error: prepared.error.sentence }),
    ...(prepared.error?.line === undefined ? {} : { failingLine: prepared.error.line }),
  });
  const filled = await fillGap(request, gap);
  if (!filled.ok) return filled;
  return ok({
    ...filled.value,
    answers: filled.value.texts.map((written) => ({
      ...(gap.until === undefined
        ? codeOf(gap, written.text, target)
        : { code: "", explanation: wordsOf(written.text), edit: undefined }),
      written,
    })),
  });
}

/** What fills the budget of one prompt. */
export function budgetOf(model: CurrentModel, form: ModelForm, usedTokens: number): ContextBudget {
  const { contextTokens } = model.port;
  return { contextTokens, answerTokens: answerTokensOf(model, form), usedTokens };
}

function answerTokensOf({ port }: CurrentModel, form: ModelForm): number {
  return Math.min(answerLimits[form], Math.floor(port.contextTokens * (form === "chat" ? 0.3 : 0.35)));
}

type Filled = Omit<WrittenAnswers, "answers"> & { readonly texts: readonly WrittenText[] };

async function fillGap(request: AnswerRequest, gap: InfillForm): Promise<Result<Filled, Failure>> {
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
  return await ask(request, values, ["prefix", "suffix"], (texts) => ({
    kind: "infill",
    prefix: texts.get("prefix") ?? "",
    suffix: texts.get("suffix") ?? "",
    maxLines: gap.maxLines,
    ...(gap.until === undefined ? {} : { until: gap.until }),
  }));
}

async function writeChat(request: AnswerRequest): Promise<Result<WrittenAnswers, Failure>> {
  const { prepared, guidance } = request;
  const { target, question, testing } = prepared;
  const lines = linesOf(target?.text ?? "");
  const isInsertion = question.task === "generate";
  const values: PromptValues = {
    path: target?.path ?? "",
    language: target?.language ?? "",
    spec: question.spec,
    code: fenced(prepared.code),
    before: testing?.above ?? (isInsertion && target ? linesBetween(lines, 0, target.startLine) : ""),
    after: isInsertion && target ? linesBetween(lines, target.endLine + 1, lines.length) : "",
    environment: prepared.environment,
    guidance: guidance.full,
    facts: prepared.facts.flatMap(({ title, facts }) => facts.map(({ text }) => `${title}: ${text}`)),
    error: prepared.error?.sentence ?? "",
    cases: testing?.cases.map(({ description }) => description) ?? [],
    runner: testing?.runner ?? "",
    testPath: testing?.path ?? "",
  };
  const filled = await ask(request, values, ["system", "user"], (texts) => ({
    kind: "chat",
    system: texts.get("system") ?? "",
    user: texts.get("user") ?? "",
  }));
  if (!filled.ok) return filled;
  return ok({
    ...filled.value,
    answers: filled.value.texts.map((written) => {
      const { explanation, code, whole } = readChatAnswer(written.text);
      const clean = withoutFences(code).trimEnd();
      const edit = clean === "" ? undefined : chatEdit(prepared, clean);
      return {
        code: edit === undefined ? "" : clean,
        explanation,
        edit,
        // An answer that was cut short is no whole code.
        written: { ...written, interrupted: written.interrupted || (!whole && clean !== "") },
      };
    }),
  });
}

/** Where a chat model's code goes. */
function chatEdit(
  { question, target, testing, definition }: PreparedQuestion,
  code: string,
): ProposedEdit | undefined {
  switch (question.task) {
    case "tests":
      return (
        testing &&
        editOf(
          testing.path,
          target?.language ?? "",
          testing.text,
          `${testing.above}\n\n${code}\n${testing.below}`,
        )
      );
    case "complete":
      return (
        target &&
        editOf(
          target.path,
          target.language,
          target.text,
          withLines(target.text, target.endLine + 1, target.endLine + 1, code),
        )
      );
    case "generate": {
      if (target === undefined) return undefined;
      const selected = linesOf(target.text).slice(target.startLine, target.endLine + 1);
      const isBlank = selected.every((line) => line.trim() === "");
      const start = isBlank ? target.startLine : target.endLine + 1;
      return editOf(
        target.path,
        target.language,
        target.text,
        withLines(target.text, start, target.endLine + 1, code),
      );
    }
    case "debug":
    case "refactor": {
      if (target === undefined) return undefined;
      const { startLine, endLine } = definition ?? target;
      return editOf(
        target.path,
        target.language,
        target.text,
        withLines(target.text, startLine, endLine + 1, code),
      );
    }
    default:
      return undefined;
  }
}

/** One test after the other is asked for; what was written before stands above the next. */
async function writeTests(request: AnswerRequest, plan: TestPlan): Promise<Result<WrittenAnswers, Failure>> {
  const language = request.prepared.target?.language ?? "plaintext";
  const { above, below } = plan;
  const codes = request.samplings.map(() => "");
  let latest: Filled | undefined;
  const all: WrittenText[][] = request.samplings.map(() => []);
  for (const [index, testCase] of plan.cases.slice(0, mostCases).entries()) {
    const gap = testForm({
      language,
      above,
      below,
      functionName: plan.functionName,
      runner: plan.runner,
      testCase,
      isFirst: index === 0,
    });
    const filled = await fillGap(
      {
        ...request,
        onTexts: (texts) => request.onTexts(texts.map((text, index) => codes[index] + gap.lead + text)),
      },
      gap,
    );
    if (!filled.ok) return filled;
    latest = filled.value;
    for (const [index, written] of filled.value.texts.entries()) {
      all[index]?.push(written);
      // A test without an assertion would pass whatever the code does.
      if (written.text.trim() !== "") codes[index] += gap.lead + written.text.trimEnd() + gap.tail;
    }
  }
  if (latest === undefined)
    return fail(failureOf("unavailable", "Nothing was found to test there. Put the cursor into a function."));
  return ok({
    ...latest,
    answers: codes.map((code, index) => ({
      code: code.replace(/^\n+/, ""),
      explanation: "",
      edit: code === "" ? undefined : editOf(plan.path, language, plan.text, `${above}${code}\n${below}`),
      written: joined(all[index] ?? []),
    })),
  });
}

function joined(texts: readonly WrittenText[]): WrittenText {
  const [first] = texts;
  const tokens = texts.reduce((sum, text) => sum + text.tokens, 0);
  const logarithms = texts.reduce(
    (sum, text) => sum + text.tokens * Math.log(Math.max(1e-6, text.probability)),
    0,
  );
  return {
    text: texts.map(({ text }) => text).join("\n"),
    probability: tokens === 0 ? 0 : Math.exp(logarithms / tokens),
    tokens,
    sampling: first?.sampling ?? { temperature: 0, topP: 1, seed: 0 },
    interrupted: texts.some(({ interrupted }) => interrupted),
  };
}

async function ask(
  request: AnswerRequest,
  values: PromptValues,
  sections: readonly string[],
  promptOf: (texts: ReadonlyMap<string, string>) => AskedPrompt,
): Promise<Result<Filled, Failure>> {
  const { model, form, prepared, guidance } = request;
  const maxTokens = answerTokensOf(model, form);
  let characters = Math.floor((model.port.contextTokens - maxTokens - 16) * usualCharactersPerToken);
  for (let attempt = 0; attempt < mostAttempts; attempt++) {
    const filled = firstFitting(
      [values, { ...values, guidance: guidance.short }, { ...values, facts: [], guidance: guidance.short }],
      (fitted) =>
        fillPrompt({
          file: request.file,
          sections,
          values: fitted,
          pieces: prepared.pieces,
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

function codeOf(
  gap: InfillForm,
  middle: string,
  target: { readonly path: string; readonly language: string; readonly text: string },
) {
  const written = gap.hint === "" ? middle : withoutLeadingComments(middle, commentOf(target.language));
  if (written.trim() === "") return { code: "", explanation: "", edit: undefined };
  const code = `${gap.lead}${written.trimEnd()}${gap.tail}`;
  const after = withLines(target.text, gap.replaced.start, gap.replaced.end, code);
  return { code, explanation: "", edit: editOf(target.path, target.language, target.text, after) };
}

/** A model that was told something in a comment likes to go on in comments: code begins behind them. */
function withoutLeadingComments(text: string, comment: string): string {
  const lines = linesOf(text);
  const first = lines.findIndex((line) => line.trim() !== "" && !line.trim().startsWith(comment));
  if (first === -1) return "";
  return first === 0 ? text : lines.slice(first).join("\n").trimStart();
}

/** Fewer words than this, or rules of dashes, say nothing. */
const fewestWords = 3;

function wordsOf(text: string): string {
  const words = text
    .replaceAll(/^\s*(?:\*|#|\/\/) ?/gm, "")
    .replaceAll(/\s+/g, " ")
    .trim();
  return (words.match(/\p{L}{2,}/gu) ?? []).length < fewestWords ? "" : words;
}

function editOf(path: string, language: string, before: string, after: string): ProposedEdit | undefined {
  return after === before ? undefined : { path, language, before, after, isNewFile: before === "" };
}
