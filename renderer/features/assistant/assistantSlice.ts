import { createStore, type StoreApi } from "zustand/vanilla";
import type {
  Answer,
  AskProgress,
  AssistantTask,
  Attachment,
  ContextBudget,
  ContextPiece,
  Question,
} from "../../../core/contract/assistant.ts";

export type TurnState =
  | {
      readonly kind: "asking";
      readonly stage: AskProgress["stage"];
      /** What is written so far, one for each alternative. */
      readonly texts: readonly string[];
      /** performance.now() when it was asked. */
      readonly since: number;
    }
  | { readonly kind: "answered"; readonly answer: Answer }
  /** Stopped, or the model died: what was written stands here to be read and cannot be accepted. */
  | {
      readonly kind: "stopped";
      readonly texts: readonly string[];
      readonly reason: string;
      /** Not by a person. */
      readonly failed: boolean;
    };

export interface Turn {
  readonly id: string;
  readonly conversationId: string;
  readonly question: Question;
  /** Milliseconds since 1970. */
  readonly at: number;
  readonly state: TurnState;
  /** How the workspace's files were when it was asked. */
  readonly checkpoint?: string;
  /** It was asked before this page was loaded. */
  readonly restored: boolean;
}

export interface ContextPreview {
  readonly pieces: readonly ContextPiece[];
  readonly budget: ContextBudget;
  readonly environment: string;
}

export interface AssistantState {
  /** The conversation that is shown; undefined: a new one begins with the next question. */
  readonly conversationId: string | undefined;
  readonly phase: "ready" | "loading" | { readonly failed: string };
  readonly turns: readonly Turn[];
  /** Turns of other conversations that a tab shows; undefined where there is none of that name. */
  readonly others: Readonly<Record<string, Turn | undefined>>;
  readonly shows: "turns" | "conversations";
  readonly task: AssistantTask;
  readonly spec: string;
  readonly attachments: readonly Attachment[];
  readonly without: readonly string[];
  readonly preview: ContextPreview | undefined;
}

export type AssistantStore = StoreApi<AssistantState>;

export const createAssistantStore = (): AssistantStore =>
  createStore<AssistantState>(() => ({
    conversationId: undefined,
    phase: "ready",
    turns: [],
    others: {},
    shows: "turns",
    task: "explain",
    spec: "",
    attachments: [],
    without: [],
    preview: undefined,
  }));

export function turnOf(state: AssistantState, id: string): Turn | undefined {
  return state.turns.find((turn) => turn.id === id) ?? state.others[id];
}

/** Whether a turn was looked for and is kept nowhere. */
export function isMissing(state: AssistantState, id: string): boolean {
  return turnOf(state, id) === undefined && id in state.others;
}

export function withTurn(
  state: AssistantState,
  id: string,
  change: Partial<Pick<Turn, "state" | "checkpoint">>,
): Partial<AssistantState> {
  return { turns: state.turns.map((turn) => (turn.id === id ? { ...turn, ...change } : turn)) };
}
