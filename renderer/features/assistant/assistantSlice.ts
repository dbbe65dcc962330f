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
  | { readonly kind: "stopped"; readonly texts: readonly string[]; readonly reason: string };

export interface Turn {
  readonly id: string;
  readonly question: Question;
  /** Milliseconds since 1970. */
  readonly at: number;
  readonly state: TurnState;
}

export interface ContextPreview {
  readonly pieces: readonly ContextPiece[];
  readonly budget: ContextBudget;
  readonly environment: string;
}

export interface AssistantState {
  readonly turns: readonly Turn[];
  readonly task: AssistantTask;
  readonly spec: string;
  readonly attachments: readonly Attachment[];
  readonly without: readonly string[];
  readonly preview: ContextPreview | undefined;
}

export type AssistantStore = StoreApi<AssistantState>;

export const createAssistantStore = (): AssistantStore =>
  createStore<AssistantState>(() => ({
    turns: [],
    task: "explain",
    spec: "",
    attachments: [],
    without: [],
    preview: undefined,
  }));

export function turnOf(state: AssistantState, id: string): Turn | undefined {
  return state.turns.find((turn) => turn.id === id);
}

export function withTurn(state: AssistantState, id: string, change: TurnState): Partial<AssistantState> {
  return { turns: state.turns.map((turn) => (turn.id === id ? { ...turn, state: change } : turn)) };
}
