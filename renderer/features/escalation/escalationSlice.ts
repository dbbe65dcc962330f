import { createStore, type StoreApi } from "zustand/vanilla";
import type { AskProgress, Question } from "../../../core/contract/assistant.ts";
import type { EscalationPreview, EscalationState } from "../../../core/contract/escalation.ts";

export interface ModelChoice {
  readonly provider: string;
  readonly model: string;
}

export type DraftPhase =
  /** Nothing has left. */
  | { readonly kind: "preparing" }
  | { readonly kind: "refused"; readonly reason: string }
  | { readonly kind: "ready" }
  /** It has left, or is leaving. */
  | {
      readonly kind: "sending";
      readonly stage: AskProgress["stage"];
      readonly text: string;
      /** performance.now() when it was approved. */
      readonly since: number;
    }
  | {
      readonly kind: "failed";
      readonly reason: string;
      /** What had come until then: to be read, and not to be accepted. */
      readonly text: string;
    }
  | { readonly kind: "answered"; readonly notice: string; readonly hasCode: boolean };

/** A question that may be asked beyond this machine. */
export interface EscalationDraft {
  /** The question's turn, or the one that it becomes once it is answered. */
  readonly turnId: string;
  readonly question: Question;
  readonly choice: ModelChoice;
  readonly phase: DraftPhase;
  /** What would leave, or has left. */
  readonly preview: EscalationPreview | undefined;
  /** The piece that is shown; undefined: the whole request. */
  readonly piece: string | undefined;
  /** Where it was saved for a second approver. */
  readonly savedAt: string | undefined;
}

export interface EscalationUiState {
  /** Undefined until the host was asked. */
  readonly state: EscalationState | undefined;
  /** By turn. */
  readonly drafts: Readonly<Record<string, EscalationDraft>>;
}

export type EscalationStore = StoreApi<EscalationUiState>;

export const createEscalationStore = (): EscalationStore =>
  createStore<EscalationUiState>(() => ({ state: undefined, drafts: {} }));

/** Those that a person can choose from, in the order of the settings. */
export function choicesOf(
  state: EscalationState | undefined,
): readonly (ModelChoice & { readonly title: string })[] {
  return (state?.providers ?? []).flatMap(({ id, title, models }) =>
    models.map((model) => ({ provider: id, model: model.id, title: `${title} · ${model.title}` })),
  );
}
