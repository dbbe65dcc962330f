import type { ProposedEdit } from "../../../core/contract/assistant.ts";
import type { Filled } from "./askModel.ts";
import type { WrittenText } from "./writeTexts.ts";

/** One answer of the model, put to its place. */
export interface WrittenAnswer {
  readonly code: string;
  readonly explanation: string;
  readonly edit: ProposedEdit | undefined;
  readonly written: WrittenText;
}

/** The answers to one question, and what they were asked with. */
export interface WrittenAnswers extends Omit<Filled, "texts"> {
  readonly answers: readonly WrittenAnswer[];
}

/** Undefined where nothing would change. */
export function editOf(
  path: string,
  language: string,
  before: string,
  after: string,
): ProposedEdit | undefined {
  return after === before ? undefined : { path, language, before, after, isNewFile: before === "" };
}
