import { useEffect, useRef } from "react";
import { useStore } from "zustand";
import { useServices } from "../../state/services.ts";
import { ErrorState } from "../../ui/ErrorState.tsx";
import { Icon } from "../../ui/Icon.tsx";
import { IconButton } from "../../ui/IconButton.tsx";
import { showMenu } from "../../ui/Menu.tsx";
import type { EscalationController } from "../escalation/escalationController.ts";
import type { AssistantController } from "./assistantController.ts";
import { attachEntries } from "./attachments.ts";
import { ContextChips } from "./ContextChips.tsx";
import { ConversationsView } from "./ConversationsView.tsx";
import type { ConversationsController } from "./conversationsController.ts";
import { TurnCard } from "./TurnCard.tsx";
import { tasksInOrder, taskWords } from "./taskWords.ts";
import "../../ui/link.css";
import "../../ui/partialText.css";
import "./assistant.css";

interface AssistantProps {
  readonly controller: AssistantController;
}

interface ViewProps extends AssistantProps {
  readonly conversations: ConversationsController;
  readonly escalation: EscalationController;
}

/** Questions and answers about the open file and the workspace around it. */
export function AssistantView({ controller, conversations, escalation }: ViewProps) {
  const { turns, phase, shows, conversationId } = useStore(controller.store);
  const end = useRef<HTMLDivElement>(null);
  const last = turns.at(-1);
  // biome-ignore lint/correctness/useExhaustiveDependencies: scrolls when a turn comes or its state changes
  useEffect(() => {
    end.current?.scrollIntoView({ block: "nearest" });
  }, [last?.id, last?.state.kind, shows]);
  useEffect(() => escalation.watch(), [escalation]);
  if (shows === "conversations")
    return <ConversationsView controller={conversations} current={conversationId} />;
  return (
    <div className="assistant">
      <div className="assistant-turns" role="log" aria-label="Conversation">
        {typeof phase === "object" ? (
          <ErrorState
            text="This conversation can't be read."
            cause={phase.failed}
            action={{ title: "Try again", run: () => conversations.reopen() }}
          />
        ) : phase === "loading" ? (
          <p className="empty-state">Loading the conversation…</p>
        ) : (
          turns.length === 0 && <Empty controller={controller} />
        )}
        {turns.map((turn) => (
          <TurnCard
            key={turn.id}
            turn={turn}
            controller={controller}
            conversations={conversations}
            escalation={escalation}
          />
        ))}
        <div ref={end} />
      </div>
      <Restoring controller={controller} />
      <Composer controller={controller} escalation={escalation} />
    </div>
  );
}

/** Files are compared or restored; the line shows only when that takes a moment. */
function Restoring({ controller }: AssistantProps) {
  const busy = useStore(controller.checkpoints.store, (state) => state.busy);
  if (busy === "") return null;
  return (
    <p className="assistant-busy" role="status">
      <Icon name="loading codicon-modifier-spin" /> {busy}
    </p>
  );
}

function Empty({ controller }: AssistantProps) {
  return (
    <div className="empty-state">
      <p>
        Ask about the open file. What can be known without a model is computed; the rest is written as
        alternatives side by side, each with the gate's word and its tests. Nothing reaches a file before you
        accept it.
      </p>
      <div className="assistant-starts">
        {(["explain", "tests", "review", "tour"] as const).map((task) => (
          <button key={task} type="button" className="button" onClick={() => void controller.ask({ task })}>
            {taskWords[task].title}
          </button>
        ))}
      </div>
    </div>
  );
}

/** "/escalate why is this slow": the same question, asked of the enterprise's model once a person has seen what would leave. */
const escalate = /^\s*\/escalate\b\s*/;

function Composer({ controller, escalation }: Omit<ViewProps, "conversations">) {
  const { task, spec, attachments, preview, turns } = useStore(controller.store);
  const services = useServices();
  const { editors } = services;
  const active = useStore(editors.store, (state) => state.groups[state.activeGroup]?.active);
  const isAsking = turns.at(-1)?.state.kind === "asking";
  // biome-ignore lint/correctness/useExhaustiveDependencies: another file is another question
  useEffect(() => {
    controller.previewSoon();
  }, [controller, active]);
  const submit = (): void => {
    if (!escalate.test(spec)) {
      void controller.askComposed();
      return;
    }
    const question = controller.composed(spec.replace(escalate, ""));
    if (question === undefined)
      services.notifications.info("Open the file that the question is about first.");
    else void escalation.openQuestion(question).then((isOpen) => isOpen && controller.clearComposer());
  };
  const attach = (x: number, y: number): void =>
    showMenu({ label: "Add context", x, y, entries: attachEntries(services, controller) });
  return (
    <form
      className="composer"
      onSubmit={(event) => {
        event.preventDefault();
        submit();
      }}
    >
      <ContextChips
        preview={preview}
        attachments={attachments}
        onToggle={(id) => controller.togglePiece(id)}
        onDetach={(index) => controller.detach(index)}
        onOpen={(path, line) => controller.openPlace(path, line)}
      />
      <textarea
        className="field composer-text"
        aria-label="Question"
        data-autofocus=""
        rows={3}
        placeholder={taskWords[task].hint}
        value={spec}
        onChange={(event) => controller.setSpec(event.target.value)}
        onKeyDown={(event) => {
          if (event.key === "@") {
            const box = event.currentTarget.getBoundingClientRect();
            attach(box.left, box.top);
            event.preventDefault();
          }
          if (event.key !== "Enter" || event.shiftKey || event.nativeEvent.isComposing) return;
          event.preventDefault();
          submit();
        }}
      />
      <div className="composer-row">
        <select
          className="field"
          aria-label="Task"
          value={task}
          onChange={({ target }) => {
            const chosen = tasksInOrder.find((other) => other === target.value);
            if (chosen) controller.setTask(chosen);
          }}
        >
          {tasksInOrder.map((other) => (
            <option key={other} value={other}>
              {taskWords[other].title}
            </option>
          ))}
        </select>
        <IconButton
          icon="mention"
          label="Add context"
          tooltip="Add context (@)"
          onClick={(event) => attach(event.clientX, event.clientY)}
        />
        {isAsking ? (
          <button type="button" className="button composer-send" onClick={() => controller.stop()}>
            Stop
          </button>
        ) : (
          <button type="submit" className="button primary composer-send" title="Enter">
            Ask
          </button>
        )}
      </div>
    </form>
  );
}
