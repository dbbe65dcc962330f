import { mkdtempSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import type { Result } from "../../../core/base/result.ts";
import { conversationRequests } from "../../../core/contract/conversations.ts";
import type { Failure } from "../../../core/contract/failure.ts";
import { type OpenedConversations, openConversations } from "../../adapters/sqlite/openConversations.ts";
import type { CallContext } from "../../rpc/handlers.ts";
import { conversationHandlers } from "./conversationHandlers.ts";
import { ConversationService } from "./conversationService.ts";

let folder: string;
let opened: OpenedConversations;
let service: ConversationService;
let told: unknown[];
let clock: number;
const context: CallContext = { signal: new AbortController().signal, client: { id: 1, send: () => {} } };
const file = () => join(folder, "conversations.db");

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "airlock-conversations-"));
  opened = openConversations(file());
  told = [];
  clock = 0;
  service = new ConversationService(opened.conversations, {
    onDidChange: (change) => told.push(change),
    log: (line) => told.push(line),
    now: () => ++clock,
  });
});
afterEach(() => {
  service.dispose();
  opened.close();
  rmSync(folder, { recursive: true, force: true });
});

type Handlers = ReturnType<typeof conversationHandlers>;

/** What a handler answers, and what it answers must be what the contract says. */
async function answered<N extends keyof Handlers>(
  name: N,
  outcome: ReturnType<Handlers[N]>,
): Promise<unknown> {
  const settled = await outcome;
  if (!settled.ok) throw new Error(settled.error.message);
  expect(conversationRequests[name].result.parse(settled.value)).toEqual(settled.value);
  return settled.value;
}

function value<T>(outcome: Result<T, Failure>): T {
  if (!outcome.ok) throw new Error(outcome.error.message);
  return outcome.value;
}

test("each request answers by its contract, and each change is told to every page", async () => {
  const handlers = conversationHandlers(service);
  const created = handlers["conversation.create"]({ title: "" }, context);
  await answered("conversation.create", created);
  const { id } = value(service.list(1))[0] ?? { id: "" };
  const turn = { task: "chat", question: "Why is it slow?", state: "asked" as const };
  await answered("conversation.addTurn", handlers["conversation.addTurn"]({ id, turn }, context));
  const turnId = value(service.get(id)).turns[0]?.id ?? "";
  const change = { state: "answered" as const, answer: "Because of the loop." };
  await answered(
    "conversation.updateTurn",
    handlers["conversation.updateTurn"]({ id, turnId, change }, context),
  );
  await answered("conversation.rename", handlers["conversation.rename"]({ id, title: "Speed" }, context));
  await answered("conversation.pin", handlers["conversation.pin"]({ id, pinned: true }, context));
  const summary = {
    id,
    title: "Speed",
    createdAt: 1,
    updatedAt: 3,
    pinned: true,
    turnCount: 1,
  };
  expect(await answered("conversation.list", handlers["conversation.list"]({ limit: 9 }, context))).toEqual({
    conversations: [summary],
  });
  expect(
    await answered(
      "conversation.search",
      handlers["conversation.search"]({ text: "loop", limit: 9 }, context),
    ),
  ).toEqual({
    hits: [{ conversation: summary, turnId, snippet: "Because of the loop.", spans: [[15, 19]] }],
  });
  expect(await answered("conversation.get", handlers["conversation.get"]({ id }, context))).toEqual({
    conversation: { ...summary, turns: [{ ...turn, ...change, id: turnId, sequence: 1, at: 2 }] },
  });
  expect(await answered("conversation.export", handlers["conversation.export"]({ id }, context))).toEqual({
    fileName: "1970-01-01-speed.md",
    markdown:
      "# Speed\n\n1970-01-01, 1 question\n\n## 1. chat\n\nWhy is it slow?\n\n### Answer\n\nBecause of the loop.\n",
  });
  const fork = handlers["conversation.fork"]({ id, turnId, title: "Other way" }, context);
  expect(await answered("conversation.fork", fork)).toMatchObject({
    conversation: { title: "Other way", forkedFrom: { conversationId: id, turnId }, turnCount: 1 },
  });
  const forkId = value(service.list(2))[1]?.id;
  await answered("conversation.delete", handlers["conversation.delete"]({ id }, context));
  await answered("conversation.delete", handlers["conversation.delete"]({ id }, context));
  expect(told).toEqual([
    { conversationId: id, kind: "created" },
    { conversationId: id, kind: "changed", turnId },
    { conversationId: id, kind: "changed", turnId },
    { conversationId: id, kind: "changed" },
    { conversationId: id, kind: "changed" },
    { conversationId: forkId, kind: "created" },
    { conversationId: id, kind: "deleted" },
  ]);
});

test("under the caller's names a conversation and its turns are made once", async () => {
  const handlers = conversationHandlers(service);
  for (const title of ["Mine", "Again"])
    await answered("conversation.create", handlers["conversation.create"]({ id: "mine", title }, context));
  expect(value(service.list(9)).map(({ id, title }) => [id, title])).toEqual([["mine", "Mine"]]);
  const turn = {
    id: "t",
    task: "explain",
    question: "Why?",
    asked: { spec: "Why?" },
    state: "asked" as const,
  };
  value(service.addTurn("mine", turn));
  expect(service.addTurn("mine", turn)).toMatchObject({ ok: false, error: { code: "alreadyExists" } });
  expect(
    await answered("conversation.turn", handlers["conversation.turn"]({ turnId: "t" }, context)),
  ).toEqual({ conversationId: "mine", turn: { ...turn, sequence: 1, at: 2 } });
  expect(service.turn("gone")).toMatchObject({ ok: false, error: { code: "notFound" } });
  expect(service.addTurn("mine", { ...turn, asked: "x".repeat(8 * 1024 * 1024) })).toMatchObject({
    error: { code: "tooLarge" },
  });
});

test("a conversation without a name takes its first question's", () => {
  const { id } = value(service.create());
  value(service.addTurn(id, { task: "chat", question: "Why?\nAnd how?", state: "asked" }));
  value(service.addTurn(id, { task: "chat", question: "Later", state: "asked" }));
  expect(value(service.get(id)).title).toBe("Why? And how?");
});

test("what is not there is said to be missing, and what is too large is refused", () => {
  const { id } = value(service.create());
  const missing = { ok: false, error: { code: "notFound" } };
  expect(service.get("gone")).toMatchObject(missing);
  expect(service.rename("gone", "x")).toMatchObject(missing);
  expect(service.updateTurn(id, "gone", {})).toMatchObject(missing);
  expect(service.fork(id, "gone")).toMatchObject(missing);
  expect(service.exportMarkdown("gone")).toMatchObject(missing);
  const large = {
    task: "chat",
    question: "x",
    state: "answered" as const,
    answer: "x".repeat(8 * 1024 * 1024),
  };
  expect(service.addTurn(id, large)).toMatchObject({ ok: false, error: { code: "tooLarge" } });
  expect(service.addTurn(id, { ...large, answer: 1, decision: "x".repeat(1024 * 1024) })).toMatchObject({
    ok: false,
    error: { code: "tooLarge" },
  });
  expect(value(service.get(id)).turnCount).toBe(0);
});

test("what was deleted gives its room back, when the host ends at the latest", () => {
  for (let index = 0; index < 20; index++) {
    const { id } = value(service.create());
    value(
      service.addTurn(id, { task: "chat", question: `${"word ".repeat(20_000)}${index}`, state: "asked" }),
    );
  }
  const all = value(service.list(50));
  for (const { id } of all) value(service.delete(id));
  const full = statSync(file()).size;
  service.dispose();
  expect(statSync(file()).size).toBeLessThan(full / 4);
});
