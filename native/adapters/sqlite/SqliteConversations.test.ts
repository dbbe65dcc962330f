import { mkdtempSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import Database from "better-sqlite3";
import fc from "fast-check";
import { afterEach, beforeEach, expect, test } from "vitest";
import type { Result } from "../../../core/base/result.ts";
import type { ConversationTurn, NewTurn } from "../../../core/contract/conversations.ts";
import type { Failure } from "../../../core/contract/failure.ts";
import { conversationMigrations } from "./conversationMigrations.ts";
import { migrate } from "./migration.ts";
import { type OpenedConversations, openConversations } from "./openConversations.ts";
import type { SqliteConversations } from "./SqliteConversations.ts";

let folder: string;
let opened: OpenedConversations;
let store: SqliteConversations;
const file = () => join(folder, "conversations.db");

function reopen(): void {
  opened?.close();
  opened = openConversations(file());
  store = opened.conversations;
}

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "airlock-conversations-"));
  reopen();
});
afterEach(() => {
  opened.close();
  rmSync(folder, { recursive: true, force: true });
});

function value<T>(outcome: Result<T, Failure>): T {
  if (!outcome.ok) throw new Error(outcome.error.message);
  return outcome.value;
}

const asked = (question: string, rest: Partial<NewTurn> = {}): NewTurn => ({
  task: "chat",
  question,
  state: "asked",
  ...rest,
});
let at = 0;
function add(id: string, turnId: string, turn: NewTurn): ConversationTurn | undefined {
  at++;
  return value(store.addTurn(id, { ...turn, id: turnId, at }, ""));
}
const ids = (text: string): readonly string[] =>
  value(store.search(text, 10)).map(({ conversation, turnId }) => `${conversation.id} ${turnId ?? "title"}`);

test("a conversation with all that it holds is there after a restart", () => {
  value(store.create("c1", "", 100));
  const turn = {
    ...asked("Why?", {
      task: "debug",
      target: { path: "a.py", startLine: 0, endLine: 3 },
      checkpoint: "abc123",
    }),
    id: "t1",
    at: 200,
  };
  expect(value(store.addTurn("c1", turn, "Why?"))).toEqual({ ...turn, sequence: 1 });
  const answer = { parts: [{ text: "Because.\u0000 'quoted'" }], count: 2, none: null };
  value(store.updateTurn("c1", "t1", { decision: { chosen: [1, null], rest: "open" } }, 250));
  value(store.updateTurn("c1", "t1", { answer, state: "answered" }, 300));
  reopen();
  expect(value(store.get("c1"))).toEqual({
    id: "c1",
    title: "Why?",
    createdAt: 100,
    updatedAt: 300,
    pinned: false,
    turnCount: 1,
    turns: [
      { ...turn, sequence: 1, state: "answered", answer, decision: { chosen: [1, null], rest: "open" } },
    ],
  });
  expect([
    value(store.get("c2")),
    value(store.updateTurn("c1", "t2", {}, 1)),
    value(store.pin("c2", true)),
  ]).toEqual([undefined, undefined, undefined]);
  expect(opened.notices).toEqual([]);
});

test("a turn is found by its name alone, is added once, and names its checkpoint", () => {
  value(store.create("a", "", 1));
  value(store.create("b", "", 2));
  const question = { spec: "Why?", target: { text: "x = 1\n" } };
  const turn = add("a", "t1", asked("Why?", { asked: question, checkpoint: "c1" }));
  expect(turn?.asked).toEqual(question);
  expect(store.addTurn("b", { ...asked("Why?"), id: "t1", at: 3 }, "")).toMatchObject({
    ok: false,
    error: { code: "alreadyExists" },
  });
  add("b", "t2", asked("How?", { checkpoint: "c2" }));
  add("b", "t3", asked("And?", { checkpoint: "c1" }));
  add("b", "t4", asked("Then?"));
  expect(value(store.checkpoints())).toEqual(["c1", "c2"]);
  expect([value(store.findTurn("t1")), value(store.findTurn("t9"))]).toEqual([
    { conversationId: "a", turn },
    undefined,
  ]);
  value(store.delete("b"));
  expect(value(store.checkpoints())).toEqual(["c1"]);
});

test("a database of the first version is read on", () => {
  opened.close();
  const old = join(folder, "old.db");
  const database = new Database(old);
  migrate(database, conversationMigrations.slice(0, 1));
  database.exec(`INSERT INTO conversation (id, title, created_at, updated_at) VALUES ('c', 'Old', 1, 2);
    INSERT INTO turn (id, conversation_key, sequence, at, task, question, state) VALUES ('t', 1, 1, 2, 'chat', 'Why?', 'asked')`);
  database.close();
  opened = openConversations(old);
  expect(value(opened.conversations.get("c"))?.turns).toEqual([
    { id: "t", sequence: 1, at: 2, task: "chat", question: "Why?", state: "asked" },
  ]);
});

test("pinned ones come first, then the latest changed, page by page", () => {
  for (const [index, id] of ["a", "b", "c", "d", "e"].entries()) value(store.create(id, id, index));
  value(store.create("f", "f", 4));
  value(store.pin("b", true));
  value(store.pin("d", true));
  add("a", "t", asked("later"));
  value(store.updateTurn("a", "t", { state: "failed" }, 50));
  const pages: string[][] = [];
  let after: Parameters<typeof store.list>[0];
  for (;;) {
    const page = value(store.list(after, 2));
    after = page.at(-1);
    if (after === undefined) break;
    pages.push(page.map(({ id }) => id));
  }
  expect(pages).toEqual([
    ["d", "b"],
    ["a", "e"],
    ["f", "c"],
  ]);
});

test("a fork holds the turns up to one, and lives on its own", () => {
  value(store.create("old", "Orders", 1));
  add(
    "old",
    "t1",
    asked("one", { state: "answered", answer: { text: "first word" }, decision: { half: true } }),
  );
  add("old", "t2", asked("two"));
  add("old", "t3", asked("three"));
  let number = 0;
  const fork = {
    conversationId: "old",
    turnId: "t2",
    newId: "new",
    makeTurnId: () => `f${++number}`,
    title: undefined,
    at: 9,
  };
  const forked = value(store.fork(fork));
  expect(forked).toMatchObject({
    id: "new",
    title: "Orders",
    createdAt: 9,
    turnCount: 2,
    forkedFrom: { conversationId: "old", turnId: "t2" },
    turns: [
      {
        id: "f1",
        sequence: 1,
        question: "one",
        state: "answered",
        answer: { text: "first word" },
        decision: { half: true },
      },
      // Its answer is still written, but for the old conversation.
      { id: "f2", sequence: 2, question: "two", state: "stopped" },
    ],
  });
  value(store.delete("old"));
  expect(value(store.get("new"))).toEqual(forked);
  expect(ids("first")).toEqual(["new f1"]);
  expect(value(store.fork({ ...fork, conversationId: "new", turnId: "t2", newId: "x" }))).toBe(undefined);
});

test("words are found in title, question and answer, once for each conversation, and no longer when they are gone", () => {
  value(store.create("a", "Invoices of March", 1));
  value(store.create("b", "", 2));
  add("b", "b1", asked("How do I read a parquet file?"));
  add(
    "b",
    "b2",
    asked("And the invoices?", { state: "answered", answer: { parts: ["Use pandas.read_parquet(größe)."] } }),
  );
  expect(ids("invoices")).toEqual(["a title", "b b2"]);
  expect(ids("PARQUET")).toEqual(["b b1"]);
  expect(ids("read_parquet Grosse")).toEqual([]);
  expect(ids("read_parquet größe")).toEqual(["b b2"]);
  expect(ids("pand")).toEqual(["b b2"]);
  expect(value(store.search("pandas", 1))[0]).toMatchObject({
    turnId: "b2",
    snippet: "Use pandas.read_parquet(größe).",
    spans: [[4, 10]],
  });
  value(store.updateTurn("b", "b2", { answer: "polars instead" }, 9));
  value(store.rename("a", "Receipts"));
  expect([ids("pandas"), ids("polars"), ids("March"), ids("receipts")]).toEqual([
    [],
    ["b b2"],
    [],
    ["a title"],
  ]);
  value(store.delete("b"));
  expect([ids("polars"), ids("parquet")]).toEqual([[], []]);
});

test("whatever is typed, a search is never a syntax error", () => {
  value(store.create("a", "title", 1));
  add("a", "t", asked("NEAR AND OR NOT title: body"));
  const signs = fc.constantFrom(
    '"',
    "'",
    "*",
    "^",
    "(",
    ")",
    ":",
    "-",
    "+",
    "NEAR",
    "AND",
    "NOT",
    "title",
    "\u0000",
    "\u0301",
    "²",
    "_",
    "\ud800",
    "{",
    ",",
    " ",
  );
  const typed = fc.oneof(
    fc.array(signs, { maxLength: 14 }).map((parts) => parts.join("")),
    fc.string({ unit: "binary" }),
  );
  fc.assert(
    fc.property(typed, (text) => {
      value(store.search(text, 5));
    }),
    { numRuns: 1000 },
  );
  expect(ids('NEAR("title" OR')).toEqual(["a t"]);
});

test("any text comes back as it was", () => {
  value(store.create("a", "", 1));
  let number = 0;
  const text = fc.string({ unit: "grapheme" });
  fc.assert(
    fc.property(text, fc.jsonValue(), fc.jsonValue(), (question, answer, decision) => {
      const turn = add("a", `t${++number}`, asked(question, { answer, decision }));
      // JSON has no negative zero.
      const expected: unknown = JSON.parse(JSON.stringify([question, answer, decision]));
      expect([turn?.question, turn?.answer, turn?.decision]).toEqual(expected);
    }),
    { numRuns: 200 },
  );
  expect(value(store.get("a"))?.turns.map(({ sequence }) => sequence)).toEqual(
    Array.from({ length: number }, (_, i) => i + 1),
  );
});

test("an answer of 4 MB is kept, and found by its last word", () => {
  value(store.create("a", "", 1));
  const code = `${'line = "x"\n'.repeat(380_000)}lastword`;
  add("a", "t", asked("long"));
  value(store.updateTurn("a", "t", { answer: { code }, state: "answered" }, 2));
  expect(value(store.get("a"))?.turns[0]?.answer).toEqual({ code });
  expect(value(store.search("lastword", 1))[0]?.snippet).toMatch(/lastword$/);
});

test("the database stays the size of what it holds", () => {
  const words = (seed: number) =>
    Array.from({ length: 300 }, (_, i) => `word${(seed * 7919 + i * 31) % 50_000}`).join(" ");
  value(store.create("kept", "kept", 1));
  add("kept", "kept", asked("kept", { answer: "kept" }));
  value(store.shrink());
  const before = statSync(file()).size;
  for (let index = 0; index < 1000; index++) {
    value(store.create(`c${index}`, `title ${index}`, index));
    add(
      `c${index}`,
      `t${index}`,
      asked(words(index), { answer: { text: words(index + 5000).repeat(3) }, state: "answered" }),
    );
  }
  value(store.shrink());
  const full = statSync(file()).size;
  expect(full).toBeGreaterThan(8_000_000);
  for (let index = 0; index < 1000; index++) expect(value(store.delete(`c${index}`))).toBe(true);
  const started = performance.now();
  value(store.shrink());
  expect(performance.now() - started).toBeLessThan(5000);
  expect(statSync(file()).size).toBeLessThan(before + 100_000);
  expect(statSync(`${file()}-wal`).size).toBe(0);
  expect(value(store.list(undefined, 9)).map(({ id }) => id)).toEqual(["kept"]);
  expect(ids("kept")).toEqual(["kept title"]);
});
