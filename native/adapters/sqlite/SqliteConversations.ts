import type { Database, Statement } from "better-sqlite3";
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
import type { ConversationFork, ConversationStore } from "../../../core/conversations/conversationStore.ts";
import {
  checkpointRow,
  homeRow,
  jsonColumn,
  keyRow,
  summaryColumns,
  summaryOf,
  turnOf,
} from "./conversationRows.ts";
import { ConversationSearch } from "./conversationSearch.ts";
import { guarded } from "./sqliteFailure.ts";

/** Conversations in conversations.db. Several processes may write at once: each change is one immediate transaction. */
export class SqliteConversations implements ConversationStore {
  readonly #database: Database;
  readonly #readOnly: boolean;
  readonly #statements: Statements;
  readonly #search: ConversationSearch;

  constructor(database: Database, readOnly: boolean) {
    this.#database = database;
    this.#readOnly = readOnly;
    this.#statements = prepareStatements(database);
    this.#search = new ConversationSearch(database);
  }

  list(
    after: ConversationCursor | undefined,
    limit: number,
  ): Result<readonly ConversationSummary[], Failure> {
    const { pinned, updatedAt, id } = after ?? { pinned: true, updatedAt: Number.MAX_VALUE, id: "" };
    return this.#use(() =>
      this.#statements.list.all({ pinned: Number(pinned), updatedAt, id, limit }).map(summaryOf),
    );
  }

  search(text: string, limit: number): Result<readonly ConversationHit[], Failure> {
    return this.#use(() => this.#search.find(text, limit));
  }

  get(id: string): Result<Conversation | undefined, Failure> {
    return this.#use(() => this.#database.transaction(() => this.#conversation(id))());
  }

  create(id: string, title: string, at: number): Result<ConversationSummary, Failure> {
    return this.#change(() => {
      this.#insert(id, title, at);
      return summaryOf(this.#statements.summary.get(id));
    });
  }

  rename(id: string, title: string): Result<ConversationSummary | undefined, Failure> {
    return this.#change(() => {
      const key = this.#keyOf(id);
      if (key === undefined) return undefined;
      this.#name(key, title);
      return summaryOf(this.#statements.summary.get(id));
    });
  }

  pin(id: string, pinned: boolean): Result<ConversationSummary | undefined, Failure> {
    return this.#change(() => {
      const { changes } = this.#statements.pin.run(Number(pinned), id);
      return changes === 0 ? undefined : summaryOf(this.#statements.summary.get(id));
    });
  }

  delete(id: string): Result<boolean, Failure> {
    return this.#change(() => {
      const key = this.#keyOf(id);
      if (key === undefined) return false;
      this.#search.dropConversation(key);
      this.#statements.delete.run(key);
      return true;
    });
  }

  addTurn(
    id: string,
    turn: NewTurn & { readonly id: string; readonly at: number },
    title: string,
  ): Result<ConversationTurn | undefined, Failure> {
    const added = this.#change(() => {
      const key = this.#keyOf(id);
      if (key === undefined) return undefined;
      if (this.#statements.home.get(turn.id) !== undefined) return "taken";
      if (summaryOf(this.#statements.summary.get(id)).title === "" && title !== "") this.#name(key, title);
      this.#append(key, turn);
      this.#statements.touch.run(turn.at, key);
      return turnOf(this.#statements.turn.get(key, turn.id));
    });
    if (!added.ok) return added;
    return added.value === "taken"
      ? fail(failureOf("alreadyExists", "This turn is kept already."))
      : ok(added.value);
  }

  updateTurn(
    id: string,
    turnId: string,
    change: TurnChange,
    at: number,
  ): Result<ConversationTurn | undefined, Failure> {
    return this.#change(() => {
      const key = this.#keyOf(id);
      const row = key === undefined ? undefined : this.#statements.turn.get(key, turnId);
      if (key === undefined || row === undefined) return undefined;
      const { key: turnKey } = keyRow.parse(row);
      this.#statements.update.run({
        key: turnKey,
        state: change.state ?? null,
        checkpoint: change.checkpoint ?? null,
        decision: jsonColumn(change.decision),
        answer: jsonColumn(change.answer),
      });
      this.#statements.touch.run(at, key);
      const turn = turnOf(this.#statements.turn.get(key, turnId));
      if (change.answer !== undefined) this.#search.putTurn(turnKey, turn.question, turn.answer);
      return turn;
    });
  }

  fork(fork: ConversationFork): Result<Conversation | undefined, Failure> {
    const { conversationId, turnId, newId, at } = fork;
    return this.#change(() => {
      const old = this.#conversation(conversationId);
      const last = old?.turns.findIndex(({ id }) => id === turnId) ?? -1;
      if (old === undefined || last === -1) return undefined;
      const key = this.#insert(newId, fork.title ?? old.title, at, { conversationId, turnId });
      // What is still being written is written for the old one.
      for (const turn of old.turns.slice(0, last + 1))
        this.#append(key, {
          ...turn,
          id: fork.makeTurnId(),
          state: turn.state === "asked" ? "stopped" : turn.state,
        });
      return this.#conversation(newId);
    });
  }

  findTurn(
    turnId: string,
  ): Result<{ readonly conversationId: string; readonly turn: ConversationTurn } | undefined, Failure> {
    return this.#use(() => {
      const row = this.#statements.home.get(turnId);
      if (row === undefined) return undefined;
      return { conversationId: homeRow.parse(row).conversation_id, turn: turnOf(row) };
    });
  }

  checkpoints(): Result<readonly string[], Failure> {
    return this.#use(() =>
      this.#statements.checkpoints.all().map((row) => checkpointRow.parse(row).checkpoint),
    );
  }

  shrink(): Result<void, Failure> {
    if (this.#readOnly) return ok(undefined);
    return this.#use(() => {
      this.#search.compact();
      // Each step frees one page: exec drives it to the end, pragma() would free the first alone.
      this.#database.exec("PRAGMA incremental_vacuum");
      this.#database.pragma("wal_checkpoint(TRUNCATE)");
    });
  }

  #conversation(id: string): Conversation | undefined {
    const row = this.#statements.summary.get(id);
    if (row === undefined) return undefined;
    const turns = this.#statements.turns.all(keyRow.parse(row).key).map(turnOf);
    return { ...summaryOf(row), turns };
  }

  #keyOf(id: string): number | undefined {
    const row = this.#statements.key.get(id);
    return row === undefined ? undefined : keyRow.parse(row).key;
  }

  #insert(id: string, title: string, at: number, forkedFrom?: ConversationSummary["forkedFrom"]): number {
    const { conversationId = null, turnId = null } = forkedFrom ?? {};
    const inserted = this.#statements.insert.run(id, title, at, at, conversationId, turnId);
    const key = Number(inserted.lastInsertRowid);
    this.#search.putTitle(key, title);
    return key;
  }

  #name(key: number, title: string): void {
    this.#statements.rename.run(title, key);
    this.#search.putTitle(key, title);
  }

  #append(key: number, turn: NewTurn & { readonly id: string; readonly at: number }): void {
    const inserted = this.#statements.append.run({
      id: turn.id,
      conversation: key,
      at: turn.at,
      task: turn.task,
      question: turn.question,
      target: jsonColumn(turn.target),
      asked: jsonColumn(turn.asked),
      state: turn.state,
      checkpoint: turn.checkpoint ?? null,
      decision: jsonColumn(turn.decision),
      answer: jsonColumn(turn.answer),
    });
    this.#search.putTurn(Number(inserted.lastInsertRowid), turn.question, turn.answer);
  }

  #change<T>(work: () => T): Result<T, Failure> {
    return this.#use(() => this.#database.transaction(work).immediate());
  }

  #use<T>(work: () => T): Result<T, Failure> {
    return guarded("conversations' database", work, "unavailable");
  }
}

type Statements = ReturnType<typeof prepareStatements>;

function prepareStatements(database: Database) {
  const prepare = (sql: string): Statement => database.prepare(sql);
  return {
    list: prepare(
      `SELECT ${summaryColumns} FROM conversation c WHERE (c.pinned, c.updated_at) < (@pinned, @updatedAt)
         OR (c.pinned = @pinned AND c.updated_at = @updatedAt AND c.id > @id)
       ORDER BY c.pinned DESC, c.updated_at DESC, c.id LIMIT @limit`,
    ),
    summary: prepare(`SELECT ${summaryColumns} FROM conversation c WHERE c.id = ?`),
    key: prepare("SELECT key FROM conversation WHERE id = ?"),
    insert: prepare(
      `INSERT INTO conversation (id, title, created_at, updated_at, forked_conversation, forked_turn)
       VALUES (?, ?, ?, ?, ?, ?)`,
    ),
    rename: prepare("UPDATE conversation SET title = ? WHERE key = ?"),
    pin: prepare("UPDATE conversation SET pinned = ? WHERE id = ?"),
    touch: prepare("UPDATE conversation SET updated_at = ? WHERE key = ?"),
    delete: prepare("DELETE FROM conversation WHERE key = ?"),
    turns: prepare("SELECT * FROM turn WHERE conversation_key = ? ORDER BY sequence"),
    turn: prepare("SELECT * FROM turn WHERE conversation_key = ? AND id = ?"),
    home: prepare(
      `SELECT t.*, c.id AS conversation_id FROM turn t JOIN conversation c ON c.key = t.conversation_key
       WHERE t.id = ?`,
    ),
    checkpoints: prepare(
      `SELECT checkpoint FROM turn WHERE checkpoint IS NOT NULL GROUP BY checkpoint ORDER BY max(at) DESC`,
    ),
    append: prepare(
      `INSERT INTO turn (id, conversation_key, sequence, at, task, question, target, asked, state, checkpoint, decision, answer)
       VALUES (@id, @conversation,
         (SELECT coalesce(max(sequence), 0) + 1 FROM turn WHERE conversation_key = @conversation),
         @at, @task, @question, @target, @asked, @state, @checkpoint, @decision, @answer)`,
    ),
    update: prepare(
      `UPDATE turn SET state = coalesce(@state, state), checkpoint = coalesce(@checkpoint, checkpoint),
         decision = coalesce(@decision, decision), answer = coalesce(@answer, answer) WHERE key = @key`,
    ),
  };
}
