import { lazy } from "react";
import { useStore } from "zustand";
import { createStore } from "zustand/vanilla";
import { type Disposable, DisposableStore } from "../../../core/base/disposable.ts";
import type { Feature, Services } from "../../state/services.ts";
import { IconButton } from "../../ui/IconButton.tsx";
import { AlternativesController } from "../alternatives/alternativesController.ts";
import { registerEscalation } from "../escalation/escalationFeature.tsx";
import { AssistantController, alternativesViewId, assistantViewId } from "./assistantController.ts";
import { registerEntries } from "./assistantEntries.ts";
import { createAssistantStore } from "./assistantSlice.ts";
import { Checkpoints } from "./checkpoints.ts";
import { ConversationKeeper, type DecisionsState } from "./conversationKeeper.ts";
import { ConversationsController } from "./conversationsController.ts";

const AssistantView = lazy(async () => ({ default: (await import("./AssistantView.tsx")).AssistantView }));
const AlternativesView = lazy(async () => ({
  default: (await import("../alternatives/AlternativesView.tsx")).AlternativesView,
}));

/** Questions about the code, and their answers side by side. */
export const assistantFeature: Feature = {
  name: "assistant",
  activate(services) {
    const own = new DisposableStore();
    const turns = createAssistantStore();
    const decisions = createStore<DecisionsState>(() => ({ decisions: {}, busy: {} }));
    const keeper = own.add(new ConversationKeeper(services, turns, decisions));
    const checkpoints = new Checkpoints(services);
    const controller = own.add(new AssistantController(services, turns, keeper, checkpoints));
    const alternatives = own.add(new AlternativesController(services, turns, decisions, keeper));
    const conversations = own.add(new ConversationsController(services, controller, keeper));
    const escalation = own.add(registerEscalation(services, controller)).controller;
    own.add(
      services.views.right({
        id: assistantViewId,
        title: "Assistant",
        order: 10,
        keys: ["Ctrl+Alt+I"],
        renderActions: () => <AssistantActions controller={controller} conversations={conversations} />,
        render: () => (
          <AssistantView controller={controller} conversations={conversations} escalation={escalation} />
        ),
      }),
    );
    own.add(
      services.views.editor({
        id: alternativesViewId,
        icon: "split-horizontal",
        title: () => "Alternatives",
        render: (turnId) => <AlternativesView turnId={turnId} controller={alternatives} />,
      }),
    );
    own.add(registerEntries(services, controller));
    own.add(registerConversations(services, conversations, checkpoints));
    void keeper.restore();
    return own;
  },
};

interface ActionsProps {
  readonly controller: AssistantController;
  readonly conversations: ConversationsController;
}

function AssistantActions({ controller, conversations }: ActionsProps) {
  const shows = useStore(controller.store, (state) => state.shows);
  return (
    <>
      <IconButton icon="add" label="New conversation" onClick={() => void conversations.begin()} />
      <IconButton
        icon="history"
        label="Conversations"
        aria-pressed={shows === "conversations"}
        onClick={() => conversations.toggle()}
      />
    </>
  );
}

function registerConversations(
  { commands }: Services,
  conversations: ConversationsController,
  checkpoints: Checkpoints,
): Disposable {
  const category = "Assistant";
  return commands.register(
    {
      id: "airlock.assistant.newConversation",
      title: "New Conversation",
      category,
      run: () => conversations.begin(),
    },
    {
      id: "airlock.assistant.conversations",
      title: "Conversations",
      category,
      run: () => conversations.show(),
    },
    {
      id: "airlock.assistant.undoRestore",
      title: "Take Restored Files Back",
      category,
      when: () => checkpoints.canUndo,
      run: () => checkpoints.undo(),
    },
  );
}
