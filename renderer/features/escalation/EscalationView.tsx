import { useEffect } from "react";
import { useStore } from "zustand";
import { EmptyState } from "../../ui/EmptyState.tsx";
import { ErrorState } from "../../ui/ErrorState.tsx";
import { Icon } from "../../ui/Icon.tsx";
import { placeWords, stageSentence, taskWords } from "../assistant/taskWords.ts";
import { ApprovalBar } from "./ApprovalBar.tsx";
import type { EscalationController } from "./escalationController.ts";
import { choicesOf, type EscalationDraft } from "./escalationSlice.ts";
import { PieceList } from "./PieceList.tsx";
import { RequestText } from "./RequestText.tsx";
import "../../ui/link.css";
import "../../ui/partialText.css";
import "./escalation.css";

interface EscalationProps {
  readonly turnId: string;
  readonly controller: EscalationController;
}

/** What would leave this machine, to the byte, before it does. */
export function EscalationView({ turnId, controller }: EscalationProps) {
  const draft = useStore(controller.store, (state) => state.drafts[turnId]);
  useEffect(() => {
    void controller.restore(turnId);
  }, [controller, turnId]);
  if (draft === undefined)
    return (
      <EmptyState text="This request was not sent, and is not here any more. Ask again in the assistant." />
    );
  const { phase, preview } = draft;
  return (
    <div className="escalation" data-testid="escalation" data-phase={phase.kind}>
      <Heading draft={draft} controller={controller} />
      {phase.kind === "refused" ? (
        <ErrorState
          text="Nothing was sent."
          cause={phase.reason}
          action={{ title: "Try again", run: () => controller.prepare(turnId) }}
        />
      ) : preview === undefined ? (
        <p className="empty-state" role="status">
          Putting the request together… Nothing leaves yet.
        </p>
      ) : (
        <>
          <div className="escalation-body" aria-busy={phase.kind === "preparing"}>
            <PieceList draft={draft} preview={preview} controller={controller} />
            {phase.kind === "sending" && phase.text !== "" ? (
              <div className="escalation-text" data-testid="escalation-reply">
                <pre>{phase.text}</pre>
              </div>
            ) : (
              <RequestText preview={preview} piece={draft.piece} />
            )}
          </div>
          <ApprovalBar draft={draft} preview={preview} controller={controller} />
        </>
      )}
    </div>
  );
}

function Heading({
  draft,
  controller,
}: {
  readonly draft: EscalationDraft;
  readonly controller: EscalationController;
}) {
  const { turnId, question, phase, choice } = draft;
  const choices = useStore(controller.store, ({ state }) => state);
  const value = JSON.stringify([choice.provider, choice.model]);
  const isFixed = phase.kind === "sending" || phase.kind === "answered";
  return (
    <header className="escalation-head">
      <b>
        <Icon name="cloud-upload" /> {taskWords[question.task].title}
      </b>
      {question.spec !== "" && <span className="escalation-spec dim">“{question.spec}”</span>}
      {question.target && <span className="chip">{placeWords(question.target)}</span>}
      {phase.kind === "sending" && (
        <span className="dim" role="status">
          <Icon name="loading codicon-modifier-spin" /> {stageSentence(phase.stage)}
        </span>
      )}
      <label className="escalation-choice">
        <span className="dim">Ask</span>
        <select
          className="field"
          value={value}
          disabled={isFixed}
          onChange={({ target }) => {
            const chosen = choicesOf(choices).find(
              ({ provider, model }) => JSON.stringify([provider, model]) === target.value,
            );
            if (chosen) void controller.choose(turnId, { provider: chosen.provider, model: chosen.model });
          }}
        >
          {choicesOf(choices).map(({ provider, model, title }) => (
            <option key={`${provider}/${model}`} value={JSON.stringify([provider, model])}>
              {title}
            </option>
          ))}
        </select>
      </label>
    </header>
  );
}
