import { ok, type Result } from "../../../core/base/result.ts";
import type { Failure } from "../../../core/contract/failure.ts";
import type { RequestHandlers } from "../../rpc/handlers.ts";
import type { ConversationService } from "./conversationService.ts";

type ConversationRequests = Extract<keyof RequestHandlers, `conversation.${string}`>;

export function conversationHandlers(
  service: ConversationService,
): Pick<RequestHandlers, ConversationRequests> {
  return {
    "conversation.list": ({ after, limit }) =>
      answer(service.list(limit, after), (conversations) => ({ conversations: [...conversations] })),
    "conversation.search": ({ text, limit }) =>
      answer(service.search(text, limit), (hits) => ({ hits: [...hits] })),
    "conversation.get": ({ id }) => answer(service.get(id), (conversation) => ({ conversation })),
    "conversation.create": ({ id, title }) =>
      answer(service.create(title, id), (conversation) => ({ conversation })),
    "conversation.rename": ({ id, title }) =>
      answer(service.rename(id, title), (conversation) => ({ conversation })),
    "conversation.pin": ({ id, pinned }) =>
      answer(service.pin(id, pinned), (conversation) => ({ conversation })),
    "conversation.delete": ({ id }) => service.delete(id),
    "conversation.fork": ({ id, turnId, title }) =>
      answer(service.fork(id, turnId, title), (conversation) => ({ conversation })),
    "conversation.export": ({ id }) => service.exportMarkdown(id),
    "conversation.addTurn": ({ id, turn }) => answer(service.addTurn(id, turn), (added) => ({ turn: added })),
    "conversation.updateTurn": ({ id, turnId, change }) =>
      answer(service.updateTurn(id, turnId, change), (turn) => ({ turn })),
    "conversation.turn": ({ turnId }) => answer(service.turn(turnId), (found) => found),
  };
}

function answer<T, U>(outcome: Result<T, Failure>, shape: (value: T) => U): Result<U, Failure> {
  return outcome.ok ? ok(shape(outcome.value)) : outcome;
}
