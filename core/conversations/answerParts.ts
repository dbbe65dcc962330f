import type { Fact } from "../contract/assistant.ts";
import type { AnswerPart } from "./conversationMarkdown.ts";
import { type ReadableAlternative, readableAnswer } from "./readableAnswer.ts";

/** A kept answer as parts of a document; undefined for what is no answer of the assistant's. */
export function answerParts(value: unknown): readonly AnswerPart[] | undefined {
  const read = readableAnswer(value);
  if (read === undefined) return undefined;
  if (read.kind === "partial")
    return [
      { kind: "line", text: read.reason },
      ...read.texts
        .filter((text) => text.trim() !== "")
        .flatMap((text): readonly AnswerPart[] => [
          { kind: "line", text: "Written until then; the gate did not look at it." },
          { kind: "code", code: text, language: "" },
        ]),
    ];
  const { alternatives, facts, explanation, notice, environment } = read.answer;
  // Without alternatives the explanation is made of the facts that follow.
  const said = alternatives.some((one) => one.explanation === explanation) || alternatives.length === 0;
  return [
    ...prose(said ? "" : explanation),
    ...alternatives.flatMap((one, index) => alternativeParts(one, index, alternatives.length)),
    ...line(notice),
    ...facts.flatMap(({ title, facts: own }): readonly AnswerPart[] => [
      { kind: "title", text: title },
      { kind: "list", items: own.map(factWords) },
    ]),
    ...line(environment),
  ];
}

function alternativeParts(one: ReadableAlternative, index: number, count: number): readonly AnswerPart[] {
  const { code, explanation, edit } = one;
  const name = `Alternative ${"ABCDEFGH"[index] ?? index + 1}`;
  const where = edit === undefined ? "" : `, ${edit.path}`;
  return [
    ...(count > 1 || edit !== undefined ? [{ kind: "title" as const, text: `${name}${where}` }] : []),
    { kind: "line", text: evidenceWords(one) },
    ...prose(explanation),
    ...(edit === undefined || code.trim() === ""
      ? []
      : [{ kind: "code" as const, code, language: edit.language }]),
  ];
}

const gateWords = { pass: "passed the gate", warn: "passed the gate with warnings", block: "blocked" };

function evidenceWords({ confidence, verdict, tests, size, origin, interrupted, edit }: ReadableAlternative) {
  const { passed, failed, status } = tests;
  const parts = [
    `confidence ${confidence}`,
    verdict.outcome === "block" ? `blocked: ${verdict.reason}` : gateWords[verdict.outcome],
    edit === undefined
      ? ""
      : status === "notRun"
        ? "tests not run"
        : status === "stopped"
          ? "tests stopped"
          : `${passed} of ${passed + failed} tests passed`,
    edit === undefined ? "" : `+${size.added} −${size.removed} lines`,
    origin.model === "" ? origin.kind : `${origin.kind}, ${origin.model}`,
    interrupted ? "the model stopped in the middle of it" : "",
  ];
  return parts.filter((part) => part !== "").join(" · ");
}

function factWords({ text, place }: Fact): string {
  return place === undefined ? text : `${text} (${place.path}:${place.line + 1})`;
}

function prose(markdown: string): readonly AnswerPart[] {
  return markdown.trim() === "" ? [] : [{ kind: "prose", markdown }];
}

function line(text: string): readonly AnswerPart[] {
  return text.trim() === "" ? [] : [{ kind: "line", text }];
}
