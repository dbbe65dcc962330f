import { randomUUID } from "node:crypto";
import { changedSpan } from "../../../core/assistant/changedSpan.ts";
import { readChatAnswer } from "../../../core/assistant/chatAnswer.ts";
import { fail, ok, type Result } from "../../../core/base/result.ts";
import type { Sampling } from "../../../core/completion/modelPort.ts";
import type {
  Alternative,
  Answer,
  AskProgress,
  ContextBudget,
  ContextPiece,
  ProposedEdit,
  Question,
} from "../../../core/contract/assistant.ts";
import type { CompletionMetrics } from "../../../core/contract/completion.ts";
import { type Failure, failureOf } from "../../../core/contract/failure.ts";
import { chooseContext } from "../../../core/prompt/chooseContext.ts";
import type { CurrentModel } from "../completion/completionParts.ts";
import { answerOf, metricsOf, type Written } from "./answerOf.ts";
import { budgetOf } from "./askModel.ts";
import type { AssistantParts } from "./assistantParts.ts";
import { coveringOf } from "./coveredGoals.ts";
import { judgeAlternative } from "./judgeAlternative.ts";
import type { PreparedQuestion } from "./preparedQuestion.ts";
import { prepareQuestion } from "./prepareQuestion.ts";
import { findPrompt, guidanceFor, type ModelForm } from "./promptLibrary.ts";
import { writeAnswers } from "./writeAnswer.ts";
import type { WrittenAnswer } from "./writtenAnswer.ts";

export interface AskOptions {
  readonly alternatives: number;
  readonly runTests: boolean;
}

type Report = (progress: Omit<AskProgress, "askId">) => void;

/** The likeliest first; the others free enough to differ. */
const greedy: Sampling = { temperature: 0, topP: 1, seed: 0 };
const free = { temperature: 0.8, topP: 0.95 };
const mostFixes = 8;
const noModel: CompletionMetrics = {
  model: { id: "", name: "computed", sha256: "0".repeat(64) },
  promptHash: "0".repeat(64),
  promptTokens: 0,
  reusedTokens: 0,
  generatedTokens: 0,
  firstTokenMs: 0,
  totalMs: 0,
  overheadMs: 0,
  fromCache: false,
};
/** Answers come in bursts; so often is enough to be read along. Milliseconds. */
const reportEvery = 60;

/** A question in, an answer with two or three alternatives and the evidence for each out. Nothing is written to a file here. */
export class AssistantService {
  readonly #parts: AssistantParts;

  constructor(parts: AssistantParts) {
    this.#parts = parts;
  }

  /** What the question would be asked with. */
  async context(
    question: Question,
    signal: AbortSignal,
  ): Promise<
    Result<
      { readonly pieces: ContextPiece[]; readonly budget: ContextBudget; readonly environment: string },
      Failure
    >
  > {
    const prepared = await prepareQuestion(question, this.#parts, signal);
    if (!prepared.ok) return prepared;
    const model = await this.#parts.models.current();
    if (!model.ok) return model;
    const form = formOf(model.value);
    const { contextTokens, answerTokens } = budgetOf(model.value, form, 0);
    const codeTokens = Math.ceil(prepared.value.code.length / 2.8);
    const room = Math.max(0, contextTokens - answerTokens - codeTokens);
    const chosen = chooseContext(prepared.value.pieces, Math.floor(room / 2));
    return ok({
      pieces: [...chosen.pieces],
      budget: { contextTokens, answerTokens, usedTokens: codeTokens + chosen.usedTokens },
      environment: prepared.value.environment,
    });
  }

  async ask(
    question: Question,
    options: AskOptions,
    report: Report,
    signal: AbortSignal,
  ): Promise<Result<Answer, Failure>> {
    const started = performance.now();
    report({ stage: "gathering" });
    const prepared = await prepareQuestion(question, this.#parts, signal);
    if (!prepared.ok) return prepared;
    if (signal.aborted) return fail(cancelled());
    const written = isComputed(prepared.value)
      ? undefined
      : await this.#write(prepared.value, options, report, signal);
    if (written !== undefined && !written.ok) return written;
    report({ stage: "judging" });
    const alternatives =
      written === undefined
        ? await this.#judgeFixes(prepared.value, signal)
        : await this.#judge(written.value, prepared.value, options, report, signal);
    if (signal.aborted) return fail(cancelled());
    return ok(
      answerOf(
        prepared.value,
        written?.value,
        alternatives,
        options.alternatives,
        performance.now() - started,
      ),
    );
  }

  /** A text that a person put together from alternatives gets the same evidence as they did. */
  async judge(
    request: {
      readonly task: Question["task"];
      readonly edit: ProposedEdit;
      readonly from: readonly string[];
      readonly metrics: CompletionMetrics;
      readonly runTests: boolean;
    },
    signal: AbortSignal,
  ): Promise<Result<Alternative, Failure>> {
    const { edit, from, metrics, runTests } = request;
    const asked: Question = {
      task: request.task,
      spec: "",
      target: { path: edit.path, language: edit.language, text: edit.before, startLine: 0, endLine: 0 },
      attachments: [],
      without: [],
    };
    const prepared = await prepareQuestion(asked, this.#parts, signal);
    if (!prepared.ok) return prepared;
    const draft = {
      id: randomUUID(),
      code: edit.after,
      explanation: "",
      edit,
      // Every part of it was an alternative's own; their probabilities say nothing of the whole.
      probability: 0.5,
      tokens: 0,
      metrics,
      origin: { kind: "merged" as const, model: "", from: [...from] },
      interrupted: false,
    };
    const testFile = request.task === "tests" ? edit.path : prepared.value.testFile;
    return ok(
      await judgeAlternative(draft, this.#parts, { testFile, runTests, signal, onTesting: () => {} }),
    );
  }

  async #write(
    prepared: PreparedQuestion,
    { alternatives }: AskOptions,
    report: Report,
    signal: AbortSignal,
  ): Promise<Result<Written, Failure>> {
    const model = await this.#parts.models.current();
    if (!model.ok) return model;
    const form = formOf(model.value);
    const { task } = prepared.question;
    const file = await findPrompt(task, form, this.#parts.prompts);
    if (!file.ok) return file;
    const guidance = await guidanceFor(prepared.target?.language ?? "", this.#parts.prompts);
    const working = this.#parts.models.working("answering");
    report({ stage: "reading" });
    let reported = 0;
    const samplings = Array.from({ length: alternatives }, (_, index) =>
      index === 0 ? greedy : { ...free, seed: index },
    );
    const answered = await writeAnswers({
      prepared,
      model: model.value,
      file: file.value,
      form,
      guidance,
      samplings,
      onTexts: (written) => {
        const texts = form === "chat" ? written.map(partialAnswer) : written;
        const now = performance.now();
        if (now - reported < reportEvery) return;
        reported = now;
        report({ stage: "writing", texts: [...texts] });
      },
      signal,
    });
    working.dispose();
    if (!answered.ok) return answered;
    return ok({ ...answered.value, model: model.value, file: file.value, form });
  }

  async #judge(
    texts: Written,
    prepared: PreparedQuestion,
    { runTests }: AskOptions,
    report: Report,
    signal: AbortSignal,
  ): Promise<readonly Alternative[]> {
    const testFile = prepared.testing?.path ?? prepared.testFile;
    const { answers, model } = texts;
    const covering = coveringOf(prepared);
    const judged: Alternative[] = [];
    // One after the other: each runs type checkers and tests of its own.
    for (const { code, explanation, edit, written } of distinct(answers)) {
      const { sampling, probability, tokens, interrupted } = written;
      judged.push(
        await judgeAlternative(
          {
            id: randomUUID(),
            code,
            explanation,
            ...(edit === undefined ? {} : { edit }),
            probability,
            tokens,
            metrics: metricsOf(written, texts),
            origin: {
              kind: "local",
              model: model.info.name,
              seed: sampling.seed,
              temperature: sampling.temperature,
            },
            interrupted,
          },
          this.#parts,
          { testFile, covering, runTests, signal, onTesting: () => report({ stage: "testing" }) },
        ),
      );
    }
    return judged;
  }

  /** What mends a finding is an alternative to what stands there. */
  async #judgeFixes({ fixes }: PreparedQuestion, signal: AbortSignal): Promise<readonly Alternative[]> {
    const judged: Alternative[] = [];
    for (const { edit, explanation } of fixes.slice(0, mostFixes)) {
      const draft = {
        id: randomUUID(),
        code: edit.after.slice(...spanOf(edit)),
        explanation,
        edit,
        probability: 1,
        tokens: 2,
        metrics: noModel,
        origin: { kind: "computed" as const, model: "" },
        interrupted: false,
      };
      const options = { testFile: undefined, runTests: false, signal, onTesting: () => {} };
      judged.push(await judgeAlternative(draft, this.#parts, options));
    }
    return judged;
  }
}

function formOf({ info }: CurrentModel): ModelForm {
  return info.capabilities.chat ? "chat" : "infill";
}

/** What is answered from the code alone: a model that only fills gaps has nothing to add to a map or a review. */
function isComputed({ question, target }: PreparedQuestion): boolean {
  return target === undefined || question.task === "review" || question.task === "tour";
}

/** What of a JSON answer can be read while it is being written. */
function partialAnswer(text: string): string {
  const { explanation, code } = readChatAnswer(text);
  return [explanation, code].filter((part) => part !== "").join("\n\n");
}

function spanOf({ before, after }: ProposedEdit): [number, number] {
  const { start, end } = changedSpan(before, after);
  return [start, end];
}

/** Without what is empty, and each text once. */
function distinct(answers: readonly WrittenAnswer[]): readonly WrittenAnswer[] {
  const seen = new Set<string>();
  return answers.filter(({ code, explanation }) => {
    const text = code.trim() || explanation.trim();
    if (text === "" || seen.has(text)) return false;
    seen.add(text);
    return true;
  });
}

function cancelled(): Failure {
  return failureOf("cancelled", "Stopped. Nothing was changed.");
}
