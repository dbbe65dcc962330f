import { testForm } from "../../../core/assistant/infillForm.ts";
import { fail, ok, type Result } from "../../../core/base/result.ts";
import { type Failure, failureOf } from "../../../core/contract/failure.ts";
import { type AnswerRequest, type Filled, fillGap } from "./askModel.ts";
import type { TestPlan } from "./preparedQuestion.ts";
import type { WrittenText } from "./writeTexts.ts";
import { editOf, type WrittenAnswers } from "./writtenAnswer.ts";

const mostCases = 3;

/** One test after the other is asked for; what was written before stands above the next. */
export async function writeTests(
  request: AnswerRequest,
  plan: TestPlan,
): Promise<Result<WrittenAnswers, Failure>> {
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
