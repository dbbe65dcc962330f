import { useEffect, useState } from "react";
import { useStore } from "zustand";
import type { Answer, AssistantTask } from "../../../core/contract/assistant.ts";
import { Icon } from "../../ui/Icon.tsx";
import { IconButton } from "../../ui/IconButton.tsx";
import { showMenu } from "../../ui/Menu.tsx";
import type { EscalationController } from "../escalation/escalationController.ts";
import type { AssistantController } from "./assistantController.ts";
import type { Turn } from "./assistantSlice.ts";
import type { ConversationsController } from "./conversationsController.ts";
import { FactList } from "./FactList.tsx";
import { menuPlace } from "./menuPlace.ts";
import {
  confidenceWord,
  type EvidenceWord,
  gateWord,
  letterOf,
  originWords,
  placeWords,
  stageSentence,
  taskWords,
  testsWord,
} from "./taskWords.ts";

/** How many groups of facts one sees without asking for them. */
const unfoldedGroups: Readonly<Record<AssistantTask, number>> = {
  explain: 1,
  generate: 0,
  tests: 1,
  refactor: 2,
  debug: 4,
  complete: 0,
  review: 6,
  tour: 6,
};

interface TurnProps {
  readonly turn: Turn;
  readonly controller: AssistantController;
}

/** One question and what came of it. */
export function TurnCard({
  turn,
  controller,
  conversations,
  escalation,
}: TurnProps & {
  readonly conversations: ConversationsController;
  readonly escalation: EscalationController;
}) {
  const { question, state } = turn;
  const { task, spec, target, trace, revisions } = question;
  const mayEscalate = useStore(escalation.store, (all) => all.state?.allowed === true);
  return (
    <article
      className="turn"
      data-testid="turn"
      data-state={state.kind}
      data-checkpoint={turn.checkpoint}
      aria-busy={state.kind === "asking"}
    >
      <header className="turn-question">
        <Icon name={taskWords[task].icon} /> <b>{taskWords[task].title}</b>
        {target && (
          <button
            type="button"
            className="link"
            onClick={() => controller.openPlace(target.path, target.startLine)}
          >
            {placeWords(target)}
          </button>
        )}
        {revisions !== undefined && <code>{revisions}</code>}
        {(spec !== "" || trace !== undefined) && (
          <p className="turn-spec">{shortened(spec !== "" ? spec : (trace ?? ""))}</p>
        )}
        <IconButton
          className="turn-menu"
          icon="ellipsis"
          label={`More actions for ${taskWords[task].title}`}
          tooltip="More actions"
          aria-haspopup="menu"
          onClick={(event) =>
            showMenu({
              label: "Actions for this question",
              ...menuPlace(event.currentTarget),
              entries: [
                { title: "Ask again", run: () => controller.again(turn) },
                {
                  title: "Ask the enterprise model…",
                  disabled: !mayEscalate,
                  run: () => escalation.openTurn(turn),
                },
                { title: "Fork from here", run: () => conversations.fork(turn) },
                "separator",
                {
                  title: "Restore files as of this question…",
                  disabled: state.kind === "asking",
                  run: () => controller.checkpoints.restore(turn.checkpoint),
                },
              ],
            })
          }
        />
      </header>
      {state.kind === "asking" && (
        <Asking
          stage={stageSentence(state.stage)}
          text={state.texts[0] ?? ""}
          since={state.since}
          stop={() => controller.stop()}
        />
      )}
      {state.kind === "stopped" && (
        <div className="turn-stopped" role="alert">
          <p>
            <Icon name="debug-stop" /> {state.reason}
          </p>
          {state.texts.some((text) => text !== "") && (
            <>
              <p className="dim">
                Written until then; it was not looked at by the gate and cannot be accepted.
              </p>
              <pre className="partial-text">{state.texts.find((text) => text !== "")}</pre>
            </>
          )}
        </div>
      )}
      {state.kind === "answered" && <Answered answer={state.answer} turn={turn} controller={controller} />}
      {state.kind !== "asking" && (
        <div className="turn-more">
          <button type="button" className="link" onClick={() => controller.again(turn)}>
            Ask again
          </button>
          {mayEscalate && (
            <button type="button" className="link" onClick={() => void escalation.openTurn(turn)}>
              Ask the enterprise model…
            </button>
          )}
        </div>
      )}
    </article>
  );
}

function Asking({
  stage,
  text,
  since,
  stop,
}: {
  readonly stage: string;
  readonly text: string;
  readonly since: number;
  readonly stop: () => void;
}) {
  const elapsed = useElapsed(since);
  return (
    <div className="turn-asking">
      <p className="dim" role="status">
        <Icon name="loading codicon-modifier-spin" /> {stage}
        {elapsed > 3000 && ` ${Math.round(elapsed / 1000)} s`}
        <button type="button" className="button" onClick={stop}>
          Stop
        </button>
      </p>
      {text !== "" && <pre className="partial-text">{text}</pre>}
    </div>
  );
}

function Answered({ answer, turn, controller }: TurnProps & { readonly answer: Answer }) {
  const withCode = answer.alternatives.filter(({ edit }) => edit !== undefined);
  const words = answer.alternatives.filter(({ edit }) => edit === undefined);
  const open = (path: string, line: number): void => controller.openPlace(path, line);
  return (
    <div className="turn-answer" data-testid="answer">
      {words.map((alternative, index) => (
        <p key={alternative.id} className="turn-words" data-testid="explanation">
          {words.length > 1 && <span className="dim">{letterOf(index)} </span>}
          {alternative.explanation}{" "}
          <Evidence word={confidenceWord(alternative)} title={alternative.reasons.join("; ")} />
          {alternative.origin.kind === "cloud" && (
            <span className="dim turn-origin"> {originWords(alternative)}</span>
          )}
        </p>
      ))}
      {withCode.length > 0 && (
        <>
          <ul className="turn-alternatives">
            {withCode.map((alternative, index) => (
              <li key={alternative.id}>
                <b>{letterOf(index)}</b>
                <Evidence word={confidenceWord(alternative)} title={alternative.reasons.join("; ")} />
                <Evidence word={gateWord(alternative)} title={alternative.verdict.reason} />
                <Evidence word={testsWord(alternative)} title={alternative.tests.reason} />
              </li>
            ))}
          </ul>
          <button
            type="button"
            className="button primary"
            onClick={() => controller.openAlternatives(turn.id)}
          >
            {withCode.length === 1 ? "Look at it" : `Compare ${withCode.length} side by side`}
          </button>
        </>
      )}
      {answer.notice !== "" && <p className="dim">{answer.notice}</p>}
      <FactList groups={answer.facts} open={open} unfolded={unfoldedGroups[answer.task]} />
      <details className="fact-group">
        <summary>
          What went into it{" "}
          <span className="dim">{answer.context.filter(({ status }) => status === "used").length}</span>
        </summary>
        <ul>
          {answer.context.map((piece) => (
            <li key={piece.id}>
              <button
                type="button"
                className="fact-link"
                disabled={piece.path === undefined}
                onClick={() => open(piece.path ?? "", piece.startLine ?? 0)}
              >
                {piece.path === undefined ? piece.origin : `${piece.path}:${(piece.startLine ?? 0) + 1}`}
              </button>{" "}
              <span className="dim">
                {piece.status === "used" ? `${piece.tokens} tokens` : piece.status}. {piece.why}
              </span>
            </li>
          ))}
          <li className="dim">{origin(answer)}</li>
        </ul>
      </details>
    </div>
  );
}

export function Evidence({ word, title }: { readonly word: EvidenceWord; readonly title: string }) {
  return (
    <span className={`evidence-word ${word.tone}`} title={title}>
      {word.shape} {word.word}
    </span>
  );
}

function origin({ model, prompt, form, environment, budget, milliseconds }: Answer): string {
  const parts = [
    model?.name ?? "computed, without a model",
    prompt
      ? `prompt ${prompt.name} ${prompt.version}${prompt.source === "workspace" ? " of the workspace" : ""}`
      : form,
    environment,
    budget.usedTokens > 0 ? `${budget.usedTokens} of ${budget.contextTokens} tokens` : "",
    `${(milliseconds / 1000).toFixed(1)} s`,
  ];
  return parts.filter((part) => part !== "").join(" · ");
}

function shortened(text: string): string {
  const lines = text.trim().split("\n");
  return lines.length <= 4 ? text.trim() : [...lines.slice(0, 2), "…", lines.at(-1)].join("\n");
}

function useElapsed(since: number): number {
  const [now, setNow] = useState(() => performance.now());
  useEffect(() => {
    const timer = setInterval(() => setNow(performance.now()), 500);
    return () => clearInterval(timer);
  }, []);
  return Math.max(0, now - since);
}
