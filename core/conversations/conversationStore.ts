import type { Result } from "../base/result.ts";
import type {
  Conversation,
  ConversationCursor,
  ConversationHit,
  ConversationSummary,
  ConversationTurn,
  NewTurn,
  TurnChange,
} from "../contract/conversations.ts";
import type { Failure } from "../contract/failure.ts";

export interface ConversationFork {
  readonly conversationId: string;
  readonly turnId: string;
  /** Of the new conversation, and for as many turns as are copied. */
  readonly newId: string;
  readonly makeTurnId: () => string;
  /** undefined: the title of the old one. */
  readonly title: string | undefined;
  readonly at: number;
}

/**
 * Where conversations are kept. Each change is one transaction. What is named and is not there answers undefined; every
 * method may fail with unavailable, diskFull or readOnly.
 */
export interface ConversationStore {
  list(after: ConversationCursor | undefined, limit: number): Result<readonly ConversationSummary[], Failure>;
  search(text: string, limit: number): Result<readonly ConversationHit[], Failure>;
  get(id: string): Result<Conversation | undefined, Failure>;
  create(id: string, title: string, at: number): Result<ConversationSummary, Failure>;
  /** Neither a name nor a pin makes a conversation newer. */
  rename(id: string, title: string): Result<ConversationSummary | undefined, Failure>;
  pin(id: string, pinned: boolean): Result<ConversationSummary | undefined, Failure>;
  /** Answers whether there was one. */
  delete(id: string): Result<boolean, Failure>;
  /** `title` becomes the conversation's where it has none. "alreadyExists" where a turn of that name is kept. */
  addTurn(
    id: string,
    turn: NewTurn & { readonly id: string; readonly at: number },
    title: string,
  ): Result<ConversationTurn | undefined, Failure>;
  updateTurn(
    id: string,
    turnId: string,
    change: TurnChange,
    at: number,
  ): Result<ConversationTurn | undefined, Failure>;
  fork(fork: ConversationFork): Result<Conversation | undefined, Failure>;
  findTurn(
    turnId: string,
  ): Result<{ readonly conversationId: string; readonly turn: ConversationTurn } | undefined, Failure>;
  /** The checkpoints that turns name, the latest asked first, each once. */
  checkpoints(): Result<readonly string[], Failure>;
  /** Gives the room of what was deleted back to the file system. */
  shrink(): Result<void, Failure>;
}
