import type { Database, Statement } from "better-sqlite3";
import { z } from "zod";
import type { ConversationHit } from "../../../core/contract/conversations.ts";
import { answerTexts } from "../../../core/conversations/answerTexts.ts";
import { searchWords, snippetOf } from "../../../core/conversations/searchWords.ts";
import { summaryColumns, summaryOf, turnOf } from "./conversationRows.ts";

/** A conversation is found once, by its best turn: more are looked at, so that one long conversation does not hide others. */
const turnsPerHit = 10;
const mostTurns = 1000;
const pagesPerStep = 500;
const mostSteps = 20;
const hitRow = z.object({ conversation_key: z.int(), key: z.int(), rank: z.number() });
/** A name tells more than a mention. */
const titleAdvantage = 10;

/** The words of conversations: what is written into the index, and what is found by it. */
export class ConversationSearch {
  readonly #statements: Statements;

  constructor(database: Database) {
    this.#statements = prepareStatements(database);
  }

  putTitle(key: number, title: string): void {
    this.#statements.dropTitle.run(key);
    this.#statements.putTitle.run(key, title);
  }

  putTurn(key: number, question: string, answer: unknown): void {
    this.#statements.dropTurn.run(key);
    this.#statements.putTurn.run(key, question, answerTexts(answer).join("\n"));
  }

  /** Before the conversation itself is deleted. */
  dropConversation(key: number): void {
    this.#statements.dropTurnsOf.run(key);
    this.#statements.dropTitle.run(key);
  }

  /** Puts lists of words together, so that those of deleted texts take no room. Some tenths of a second at most. */
  compact(): void {
    this.#statements.mergeTitles.run(-pagesPerStep);
    // A negative number begins a whole merge, positive ones go on with it; below two changes nothing is left to do.
    this.#statements.mergeTurns.run(-pagesPerStep);
    for (let step = 1; step < mostSteps; step++) {
      const before = this.#totalChanges();
      this.#statements.mergeTurns.run(pagesPerStep);
      if (this.#totalChanges() - before < 2) return;
    }
  }

  #totalChanges(): number {
    return z.int().parse(this.#statements.totalChanges.get());
  }

  find(text: string, limit: number): readonly ConversationHit[] {
    const words = searchWords(text);
    if (words.length === 0) return [];
    const query = words.map((word) => `"${word}"`).join(" ");
    // While it is typed, the last word is the beginning of one.
    const matching = `${query} *`;
    const rows = [
      ...this.#statements.findTitles.all(matching, limit).map((row) => {
        const hit = hitRow.parse(row);
        return { ...hit, rank: hit.rank - titleAdvantage, isTitle: true };
      }),
      ...this.#statements.findTurns
        .all(matching, Math.min(mostTurns, limit * turnsPerHit))
        .map((row) => ({ ...hitRow.parse(row), isTitle: false })),
    ].sort((left, right) => left.rank - right.rank);
    const best = new Map<number, (typeof rows)[number]>();
    for (const row of rows) if (!best.has(row.conversation_key)) best.set(row.conversation_key, row);
    return [...best.values()].slice(0, limit).map((row) => this.#hitOf(row, words));
  }

  #hitOf(
    row: { readonly conversation_key: number; readonly key: number; readonly isTitle: boolean },
    words: readonly string[],
  ): ConversationHit {
    const conversation = summaryOf(this.#statements.summary.get(row.conversation_key));
    if (row.isTitle)
      return { conversation, ...(snippetOf(conversation.title, words) ?? plain(conversation.title)) };
    const turn = turnOf(this.#statements.turn.get(row.key));
    const texts = [turn.question, ...answerTexts(turn.answer)];
    const found = texts.map((text) => snippetOf(text, words)).find((one) => one !== undefined);
    return { conversation, turnId: turn.id, ...(found ?? plain(turn.question.slice(0, 160))) };
  }
}

function plain(snippet: string): { snippet: string; spans: [number, number][] } {
  return { snippet, spans: [] };
}

type Statements = ReturnType<typeof prepareStatements>;

function prepareStatements(database: Database) {
  const prepare = (sql: string): Statement => database.prepare(sql);
  return {
    putTitle: prepare("INSERT INTO title_words (rowid, title) VALUES (?, ?)"),
    dropTitle: prepare("DELETE FROM title_words WHERE rowid = ?"),
    putTurn: prepare("INSERT INTO turn_words (rowid, question, answer) VALUES (?, ?, ?)"),
    dropTurn: prepare("DELETE FROM turn_words WHERE rowid = ?"),
    dropTurnsOf: prepare(
      "DELETE FROM turn_words WHERE rowid IN (SELECT key FROM turn WHERE conversation_key = ?)",
    ),
    mergeTurns: prepare("INSERT INTO turn_words (turn_words, rank) VALUES ('merge', ?)"),
    mergeTitles: prepare("INSERT INTO title_words (title_words, rank) VALUES ('merge', ?)"),
    totalChanges: prepare("SELECT total_changes()").pluck(),
    findTitles: prepare(
      `SELECT rowid AS key, rowid AS conversation_key, bm25(title_words) AS rank FROM title_words
       WHERE title_words MATCH ? ORDER BY rank LIMIT ?`,
    ),
    findTurns: prepare(
      `SELECT t.key, t.conversation_key, hit.rank FROM
         (SELECT rowid, bm25(turn_words, 2.0, 1.0) AS rank FROM turn_words WHERE turn_words MATCH ? ORDER BY rank LIMIT ?) hit
       JOIN turn t ON t.key = hit.rowid`,
    ),
    summary: prepare(`SELECT ${summaryColumns} FROM conversation c WHERE c.key = ?`),
    turn: prepare("SELECT * FROM turn WHERE key = ?"),
  };
}
