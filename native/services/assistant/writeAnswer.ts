import { readChatAnswer, withoutFences } from "../../../core/assistant/chatAnswer.ts";
import { type InfillForm, infillForm } from "../../../core/assistant/infillForm.ts";
import { linesOf, withLines } from "../../../core/assistant/textLines.ts";
import { fail, ok, type Result } from "../../../core/base/result.ts";
import { type Failure, failureOf } from "../../../core/contract/failure.ts";
import { commentOf } from "../../../core/prompt/commentOf.ts";
import { type AnswerRequest, askModel, fillGap } from "./askModel.ts";
import { chatEdit, chatValues } from "./chatForm.ts";
import { writeTests } from "./writeTests.ts";
import { editOf, type WrittenAnswers } from "./writtenAnswer.ts";

/** Asks in the model's form and puts what it wrote to its place. */
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

async function writeChat(request: AnswerRequest): Promise<Result<WrittenAnswers, Failure>> {
  const { prepared, guidance } = request;
  const values = chatValues(prepared, guidance);
  const filled = await askModel(request, values, ["system", "user"], (texts) => ({
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
