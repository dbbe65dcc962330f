import { linesBetween, linesOf, withLines } from "../../../core/assistant/textLines.ts";
import type { ProposedEdit } from "../../../core/contract/assistant.ts";
import { fenced, singleLine } from "../../../core/prompt/fences.ts";
import type { PromptValues } from "../../../core/prompt/fillPrompt.ts";
import type { PreparedQuestion } from "./preparedQuestion.ts";
import type { Guidance } from "./promptLibrary.ts";
import { editOf } from "./writtenAnswer.ts";

/** What the sections of a chat prompt are filled with. */
export function chatValues(prepared: PreparedQuestion, guidance: Guidance): PromptValues {
  const { target, question, testing } = prepared;
  const lines = linesOf(target?.text ?? "");
  const isInsertion = question.task === "generate";
  return {
    path: singleLine(target?.path ?? ""),
    language: target?.language ?? "",
    spec: question.spec,
    code: fenced(prepared.code),
    before: fenced(testing?.above ?? (isInsertion && target ? linesBetween(lines, 0, target.startLine) : "")),
    after: fenced(isInsertion && target ? linesBetween(lines, target.endLine + 1, lines.length) : ""),
    environment: singleLine(prepared.environment),
    guidance: guidance.full,
    facts: prepared.facts.flatMap(({ title, facts }) =>
      facts.map(({ text }) => singleLine(`${title}: ${text}`)),
    ),
    error: singleLine(prepared.error?.sentence ?? ""),
    cases: testing?.cases.map(({ description }) => singleLine(description)) ?? [],
    runner: testing?.runner ?? "",
    testPath: singleLine(testing?.path ?? ""),
  };
}

/** Where a chat model's code goes. */
export function chatEdit(
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
