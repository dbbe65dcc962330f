// The workspace's conversations, wired: their database beside the workspace's session.
import { join } from "node:path";
import type { Disposable } from "../core/base/disposable.ts";
import type { Notice } from "../core/contract/workbench.ts";
import { openConversations } from "./adapters/sqlite/openConversations.ts";
import type { Log } from "./composeParts.ts";
import type { EventBus } from "./rpc/eventBus.ts";
import { ConversationService } from "./services/conversations/conversationService.ts";
import type { Environment } from "./services/environment.ts";

export interface ComposedConversations extends Disposable {
  readonly service: ConversationService;
  /** What a person must be told at start: damage, a newer schema, a read-only disk. */
  readonly notices: readonly Notice[];
}

export function composeConversations(
  { home, workspaceId }: Environment,
  events: EventBus,
  log: Log,
): ComposedConversations {
  const opened = openConversations(join(home, "workspaces", workspaceId, "conversations.db"));
  const service = new ConversationService(opened.conversations, {
    log,
    onDidChange: (change) => events.fire("conversation.didChange", change),
  });
  return {
    service,
    notices: opened.notices,
    dispose() {
      service.dispose();
      opened.close();
    },
  };
}
