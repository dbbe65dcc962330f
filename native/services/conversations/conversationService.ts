import { randomUUID } from "node:crypto";
import type { Disposable } from "../../../core/base/disposable.ts";
import { fail, ok, type Result } from "../../../core/base/result.ts";
import type {
  Conversation,
  ConversationCursor,
  ConversationHit,
  ConversationSummary,
  ConversationTurn,
  NewTurn,
  TurnChange,
} from "../../../core/contract/conversations.ts";
import { type Failure, failureOf } from "../../../core/contract/failure.ts";
import type { EventPayload } from "../../../core/contract/index.ts";
import { answerParts } from "../../../core/conversations/answerParts.ts";
import {
  conversationFileName,
  conversationMarkdown,
} from "../../../core/conversations/conversationMarkdown.ts";
import type { ConversationStore } from "../../../core/conversations/conversationStore.ts";
import { conversationTitle } from "../../../core/conversations/conversationTitle.ts";

export interface ConversationServiceOptions {
  readonly onDidChange: (change: EventPayload<"conversation.didChange">) => void;
  readonly log: (line: string) => void;
  /** Milliseconds since 1970. */
  readonly now?: () => number;
}

const mostAskedBytes = 8 * 1024 * 1024;
const mostAnswerBytes = 8 * 1024 * 1024;
const mostDecisionBytes = 1024 * 1024;
/** Several deletions in a row give their room back together. */
const shrinkDelayMs = 1000;

/** Conversations with the model, kept for one workspace. What is changed is announced to every page. */
export class ConversationService implements Disposable {
  readonly #store: ConversationStore;
  readonly #options: ConversationServiceOptions;
  #shrinking: NodeJS.Timeout | undefined;

  constructor(store: ConversationStore, options: ConversationServiceOptions) {
    this.#store = store;
    this.#options = options;
  }

  list(
    limit: number,
    after?: ConversationCursor | undefined,
  ): Result<readonly ConversationSummary[], Failure> {
    return this.#store.list(after, limit);
  }

  search(text: string, limit: number): Result<readonly ConversationHit[], Failure> {
    return this.#store.search(text, limit);
  }

  get(id: string): Result<Conversation, Failure> {
    return found(this.#store.get(id));
  }

  create(title = "", id: string = randomUUID()): Result<ConversationSummary, Failure> {
    const before = this.#store.get(id);
    if (!before.ok) return before;
    if (before.value !== undefined) {
      const { turns: _turns, ...summary } = before.value;
      return ok(summary);
    }
    const created = this.#store.create(id, title, this.#now());
    if (created.ok) this.#tell(created.value.id, "created");
    return created;
  }

  rename(id: string, title: string): Result<ConversationSummary, Failure> {
    return this.#changed(id, found(this.#store.rename(id, title)));
  }

  pin(id: string, pinned: boolean): Result<ConversationSummary, Failure> {
    return this.#changed(id, found(this.#store.pin(id, pinned)));
  }

  /** What is not there any more is as good as deleted. */
  delete(id: string): Result<Record<never, never>, Failure> {
    const deleted = this.#store.delete(id);
    if (!deleted.ok) return deleted;
    if (deleted.value) {
      this.#tell(id, "deleted");
      this.#shrinking ??= setTimeout(() => this.#shrink(), shrinkDelayMs);
    }
    return ok({});
  }

  /** A conversation without a title is named after its first question. */
  addTurn(id: string, turn: NewTurn): Result<ConversationTurn, Failure> {
    const fits = checkSizes(turn);
    if (!fits.ok) return fits;
    const added = this.#store.addTurn(
      id,
      { ...turn, id: turn.id ?? randomUUID(), at: this.#now() },
      conversationTitle(turn.question),
    );
    return this.#turnChanged(id, found(added));
  }

  updateTurn(id: string, turnId: string, change: TurnChange): Result<ConversationTurn, Failure> {
    const fits = checkSizes(change);
    if (!fits.ok) return fits;
    return this.#turnChanged(id, found(this.#store.updateTurn(id, turnId, change, this.#now())));
  }

  turn(
    turnId: string,
  ): Result<{ readonly conversationId: string; readonly turn: ConversationTurn }, Failure> {
    return found(this.#store.findTurn(turnId));
  }

  /** The checkpoints that turns name, the latest asked first. */
  checkpoints(): Result<readonly string[], Failure> {
    return this.#store.checkpoints();
  }

  fork(id: string, turnId: string, title?: string | undefined): Result<Conversation, Failure> {
    const forked = found(
      this.#store.fork({
        conversationId: id,
        turnId,
        newId: randomUUID(),
        makeTurnId: randomUUID,
        title,
        at: this.#now(),
      }),
    );
    if (forked.ok) this.#tell(forked.value.id, "created");
    return forked;
  }

  exportMarkdown(id: string): Result<{ readonly fileName: string; readonly markdown: string }, Failure> {
    const conversation = this.get(id);
    if (!conversation.ok) return conversation;
    const { value } = conversation;
    return ok({ fileName: conversationFileName(value), markdown: conversationMarkdown(value, answerParts) });
  }

  /** What was deleted last gives its room back now. */
  dispose(): void {
    if (this.#shrinking !== undefined) this.#shrink();
  }

  #shrink(): void {
    clearTimeout(this.#shrinking);
    this.#shrinking = undefined;
    const shrunk = this.#store.shrink();
    if (!shrunk.ok) this.#options.log(`conversations: ${shrunk.error.message}`);
  }

  #changed<T>(id: string, outcome: Result<T, Failure>): Result<T, Failure> {
    if (outcome.ok) this.#tell(id, "changed");
    return outcome;
  }

  #turnChanged(id: string, outcome: Result<ConversationTurn, Failure>): Result<ConversationTurn, Failure> {
    if (outcome.ok) this.#tell(id, "changed", outcome.value.id);
    return outcome;
  }

  #tell(conversationId: string, kind: "created" | "changed" | "deleted", turnId?: string): void {
    this.#options.onDidChange({ conversationId, kind, ...(turnId === undefined ? {} : { turnId }) });
  }

  #now(): number {
    return (this.#options.now ?? Date.now)();
  }
}

function found<T>(outcome: Result<T | undefined, Failure>): Result<T, Failure> {
  if (!outcome.ok) return outcome;
  return outcome.value === undefined
    ? fail(failureOf("notFound", "This conversation, or its turn, is no longer there. Choose another one."))
    : ok(outcome.value);
}

type Sized = Pick<NewTurn, "asked" | "answer" | "decision">;

function checkSizes({ asked, answer, decision }: Sized): Result<void, Failure> {
  if (bytesOf(asked) > mostAskedBytes)
    return fail(failureOf("tooLarge", "This question is larger than 8 MiB and was not kept."));
  if (bytesOf(answer) > mostAnswerBytes)
    return fail(
      failureOf("tooLarge", "This answer is larger than 8 MiB and was not kept. Ask for less at once."),
    );
  if (bytesOf(decision) > mostDecisionBytes)
    return fail(failureOf("tooLarge", "These choices are larger than 1 MiB and were not kept."));
  return ok(undefined);
}

function bytesOf(value: unknown): number {
  return value === undefined ? 0 : Buffer.byteLength(JSON.stringify(value) ?? "");
}
