import { assistantTask, type Question, question } from "../../../core/contract/assistant.ts";
import type { ConversationTurn, NewTurn, TurnChange } from "../../../core/contract/conversations.ts";
import { conversationTitle } from "../../../core/conversations/conversationTitle.ts";
import { packOutcome, unpackOutcome } from "../../../core/conversations/keptAnswer.ts";
import type { Decision } from "../alternatives/decision.ts";
import { packDecision, unpackDecision } from "../alternatives/keptDecision.ts";
import type { Turn, TurnState } from "./assistantSlice.ts";
import { placeWords, taskWords } from "./taskWords.ts";

const closedReason = "Airlock was closed while the model wrote.";
const unreadableReason = "This answer was kept by another version of Airlock and cannot be shown. Ask again.";

/** A turn as the host keeps it. */
export function newTurnOf(turn: Turn, decision: Decision | undefined): NewTurn {
  const { target, task } = turn.question;
  return {
    id: turn.id,
    task,
    question: questionWords(turn.question),
    asked: turn.question,
    ...(target === undefined
      ? {}
      : { target: { path: target.path, startLine: target.startLine, endLine: target.endLine } }),
    ...turnChangeOf(turn, decision),
  };
}

/** What can change of it, all at once: written again, it says the same. */
export function turnChangeOf(
  { question: asked, state, checkpoint }: Turn,
  decision: Decision | undefined,
): TurnChange & Pick<NewTurn, "state"> {
  const text = textOf(asked);
  return {
    ...stateOf(state, text),
    ...(checkpoint === undefined ? {} : { checkpoint }),
    ...(decision === undefined ? {} : { decision: packDecision(decision, text) }),
  };
}

function stateOf(state: TurnState, text: string): TurnChange & Pick<NewTurn, "state"> {
  switch (state.kind) {
    case "asking":
      return {
        state: "asked",
        ...(state.texts.length === 0
          ? {}
          : { answer: packOutcome({ kind: "partial", texts: state.texts, reason: closedReason }, text) }),
      };
    case "answered":
      return { state: "answered", answer: packOutcome({ kind: "answer", answer: state.answer }, text) };
    case "stopped":
      return {
        state: state.failed ? "failed" : "stopped",
        answer: packOutcome({ kind: "partial", texts: state.texts, reason: state.reason }, text),
      };
  }
}

/** A kept turn as it was. */
export function turnFrom(
  conversationId: string,
  kept: ConversationTurn,
): { readonly turn: Turn; readonly decision: Decision | undefined } {
  const asked = questionFrom(kept);
  const text = textOf(asked);
  const turn = {
    id: kept.id,
    conversationId,
    question: asked,
    at: kept.at,
    state: stateFrom(kept, text),
    ...(kept.checkpoint === undefined ? {} : { checkpoint: kept.checkpoint }),
    restored: true,
  };
  return { turn, decision: unpackDecision(kept.decision, text) };
}

function stateFrom({ state, answer }: ConversationTurn, text: string): TurnState {
  const outcome = unpackOutcome(answer, text);
  if (outcome?.kind === "answer" && state === "answered") return { kind: "answered", answer: outcome.answer };
  const texts = outcome?.kind === "partial" ? outcome.texts : [];
  if (state === "asked") return { kind: "stopped", texts, reason: closedReason, failed: false };
  const failed = state !== "stopped";
  const reason = outcome?.kind === "partial" ? outcome.reason : undefined;
  return {
    kind: "stopped",
    texts,
    reason: reason ?? (answer === undefined ? closedReason : unreadableReason),
    failed,
  };
}

/** What another version asked is known by its words alone. */
function questionFrom({ asked, task, question: words }: ConversationTurn): Question {
  const read = question.safeParse(asked);
  if (read.success) return read.data;
  const known = assistantTask.safeParse(task);
  return { task: known.success ? known.data : "explain", spec: words, attachments: [], without: [] };
}

function textOf({ target }: Question): string {
  return target?.text ?? "";
}

/** What a search finds it by, and a conversation is named after: never empty. */
export function questionWords({ task, spec, trace, revisions, target }: Question): string {
  const said = [spec, trace ?? "", revisions ?? ""].find((words) => words.trim() !== "");
  if (said !== undefined) return said;
  const { title } = taskWords[task];
  return target === undefined ? title : `${title} ${placeWords(target)}`;
}

export function titleOf(asked: Question): string {
  const { trace, spec } = asked;
  // The last line of a traceback says what it is about.
  if (spec.trim() === "" && trace !== undefined)
    return conversationTitle(trace.trim().split("\n").at(-1) ?? "");
  return conversationTitle(questionWords(asked));
}
