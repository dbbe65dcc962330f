import type { Answer } from "../../../core/contract/assistant.ts";

/** Local alternatives and those from elsewhere in one answer; what was computed here stays. */
export function joinedAnswers(answer: Answer, more: Answer): Answer {
  const alternatives = [...answer.alternatives, ...more.alternatives];
  const notice = [answer.notice, more.notice].filter((one) => one !== "").join(" ");
  // Of the first alternative: it is still the local one where there was any.
  const { generatedCode, explanation, confidence } = answer.alternatives.length > 0 ? answer : more;
  return { ...answer, alternatives, notice, generatedCode, explanation, confidence };
}
