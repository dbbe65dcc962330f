import { afterEach, beforeEach, expect, test } from "vitest";
import { z } from "zod";
import { createStore } from "zustand/vanilla";
import type { ConversationTurn } from "../../../core/contract/conversations.ts";
import { failureOf } from "../../../core/contract/failure.ts";
import { alternativeFixture, answerFixture } from "../../../core/conversations/answerFixture.ts";
import type { Channel } from "../../../core/rpc/channel.ts";
import { Session } from "../../state/session.ts";
import { HostConnection } from "../../transport/hostConnection.ts";
import { undecided } from "../alternatives/decision.ts";
import { Notifications } from "../notifications/notifications.ts";
import { type AssistantStore, createAssistantStore, isMissing, type Turn, turnOf } from "./assistantSlice.ts";
import { ConversationKeeper, type DecisionsState, type DecisionsStore } from "./conversationKeeper.ts";

const message = z.object({
  id: z.number().optional(),
  method: z.string(),
  params: z.looseObject({ id: z.string().optional(), turnId: z.string().optional() }),
});
const added = z.object({ id: z.string(), turn: z.looseObject({ id: z.string() }) });
const changed = z.object({ turnId: z.string(), change: z.looseObject({}) });

/** A host that keeps turns as the real one does, and can be lost. */
class KeptHost {
  readonly turns = new Map<string, { readonly conversationId: string; turn: ConversationTurn }>();
  readonly calls: string[] = [];
  state: unknown;
  #lost: (() => void) | undefined;
  #back: (() => void) | undefined;
  isLost = false;

  async open(): Promise<Channel> {
    if (this.isLost) await new Promise<void>((resolve) => (this.#back = resolve));
    let deliver: (message: unknown) => void = () => {};
    return {
      send: (raw) => {
        const { id, method, params } = message.parse(raw);
        if (this.isLost || id === undefined) return;
        this.calls.push(method);
        const answer = this.#answer(method, params);
        queueMicrotask(() => deliver({ jsonrpc: "2.0", id, ...answer }));
      },
      receive: (onMessage, onClose) => {
        deliver = onMessage;
        this.#lost = onClose;
      },
      close: () => {},
    };
  }

  lose(): void {
    this.isLost = true;
    this.#lost?.();
  }

  comeBack(): void {
    this.isLost = false;
    this.#back?.();
  }

  #answer(
    method: string,
    params: z.infer<typeof message>["params"],
  ): { result: unknown } | { error: unknown } {
    const summary = { title: "", createdAt: 0, updatedAt: 0, pinned: false, turnCount: 0 };
    const missing = {
      error: { code: 1, message: "", data: failureOf("notFound", "It is no longer there.") },
    };
    switch (method) {
      case "conversation.create":
        return { result: { conversation: { ...summary, id: params.id } } };
      case "conversation.addTurn": {
        const { id, turn } = added.parse(params);
        const kept = JSON.parse(JSON.stringify({ ...turn, sequence: 1, at: 1 }));
        this.turns.set(turn.id, { conversationId: id, turn: kept });
        return { result: { turn: kept } };
      }
      case "conversation.updateTurn": {
        const { turnId, change } = changed.parse(params);
        const kept = this.turns.get(turnId);
        if (kept === undefined) return missing;
        kept.turn = JSON.parse(JSON.stringify({ ...kept.turn, ...change }));
        return { result: { turn: kept.turn } };
      }
      case "conversation.get": {
        const turns = [...this.turns.values()].flatMap(({ conversationId, turn }) =>
          conversationId === params.id ? [turn] : [],
        );
        return turns.length === 0
          ? missing
          : { result: { conversation: { ...summary, id: params.id, turns } } };
      }
      case "conversation.turn":
        return this.turns.has(params.turnId ?? "")
          ? { result: this.turns.get(params.turnId ?? "") }
          : missing;
      default:
        if (method === "session.save") this.state = params.state;
        return { result: {} };
    }
  }
}

interface Page {
  readonly turns: AssistantStore;
  readonly decisions: DecisionsStore;
  readonly keeper: ConversationKeeper;
  readonly session: Session;
  readonly host: HostConnection;
}

let kept: KeptHost;
let pages: Page[];
beforeEach(() => {
  kept = new KeptHost();
  pages = [];
});
afterEach(() => {
  for (const { keeper, host } of pages) {
    keeper.dispose();
    host.dispose();
  }
});

async function open(): Promise<Page> {
  const host = new HostConnection(() => kept.open());
  await host.start();
  const session = new Session(host, kept.state);
  const turns = createAssistantStore();
  const decisions = createStore<DecisionsState>(() => ({ decisions: {}, busy: {} }));
  const keeper = new ConversationKeeper(
    { host, session, notifications: new Notifications() },
    turns,
    decisions,
  );
  const page = { turns, decisions, keeper, session, host };
  pages.push(page);
  return page;
}

const text = "x = 1\n".repeat(100);
const answer = answerFixture([alternativeFixture("a", text, `${text}y = 2\n`)]);

function ask({ turns, keeper }: Page, id: string): Turn {
  const turn: Turn = {
    id,
    conversationId: keeper.current(),
    question: {
      task: "refactor",
      spec: "Shorter",
      target: { path: "a.py", language: "python", text, startLine: 0, endLine: 1 },
      attachments: [],
      without: [],
    },
    at: 1,
    state: { kind: "asking", stage: "writing", texts: ["half"], since: 0 },
    restored: false,
  };
  turns.setState((state) => ({ turns: [...state.turns, turn] }));
  return turn;
}

function end({ turns }: Page, id: string, state: Turn["state"]): void {
  turns.setState((before) => ({
    turns: before.turns.map((turn) => (turn.id === id ? { ...turn, state } : turn)),
  }));
}

test("what is asked, answered and half decided is there in the next page, and is not written back by it", async () => {
  const page = await open();
  const turn = ask(page, "t1");
  await page.keeper.flush();
  end(page, "t1", { kind: "answered", answer });
  const decision = { ...undecided, leftOut: { a: ["h1"] } };
  page.decisions.setState({ decisions: { t1: decision } });
  page.session.flush();
  await page.keeper.flush();
  expect(kept.calls).toEqual([
    "conversation.create",
    "conversation.addTurn",
    "conversation.updateTurn",
    "session.save",
  ]);

  const next = await open();
  await next.keeper.restore();
  expect(next.turns.getState()).toMatchObject({
    conversationId: turn.conversationId,
    phase: "ready",
    turns: [{ ...turn, restored: true, state: { kind: "answered", answer } }],
  });
  expect(next.decisions.getState().decisions).toEqual({ t1: decision });
  await next.keeper.flush();
  expect(kept.calls.slice(4)).toEqual(["conversation.get"]);
});

test("what was still written when everything ended is stopped, and kept as that", async () => {
  const page = await open();
  ask(page, "t1");
  page.session.flush();
  await page.keeper.flush();
  const next = await open();
  await next.keeper.restore();
  const reason = "Airlock was closed while the model wrote.";
  expect(next.turns.getState().turns[0]?.state).toEqual({
    kind: "stopped",
    texts: ["half"],
    reason,
    failed: false,
  });
  await next.keeper.flush();
  expect(kept.turns.get("t1")?.turn.state).toBe("stopped");
});

test("while the host is gone nothing is lost: it is written when it is back, in order", async () => {
  const page = await open();
  ask(page, "t1");
  await page.keeper.flush();
  kept.lose();
  end(page, "t1", { kind: "stopped", texts: ["half"], reason: "The connection was lost.", failed: true });
  ask(page, "t2");
  await page.keeper.flush();
  expect(kept.turns.has("t2")).toBe(false);
  kept.comeBack();
  await expect.poll(() => kept.turns.get("t2")?.turn.state).toBe("asked");
  expect(kept.turns.get("t1")?.turn.state).toBe("failed");
});

test("a tab finds its turn whatever stands in the panel, and learns that there is none", async () => {
  const page = await open();
  ask(page, "t1");
  end(page, "t1", { kind: "answered", answer });
  page.keeper.begin();
  await page.keeper.flush();
  expect(turnOf(page.turns.getState(), "t1")).toBe(undefined);
  await page.keeper.lookUp("t1");
  expect(turnOf(page.turns.getState(), "t1")?.state).toEqual({ kind: "answered", answer });
  page.decisions.setState({ decisions: { t1: { ...undecided, dismissed: ["a"] } } });
  await page.keeper.flush();
  expect(JSON.stringify(kept.turns.get("t1")?.turn.decision)).toContain('"dismissed":["a"]');
  await page.keeper.lookUp("t9");
  expect([isMissing(page.turns.getState(), "t9"), isMissing(page.turns.getState(), "t1")]).toEqual([
    true,
    false,
  ]);
});

test("a remembered conversation that is gone is a new one; one that was chosen says so", async () => {
  kept.state = { version: 1, extras: { assistant: { conversationId: "gone" } } };
  const page = await open();
  await page.keeper.restore();
  expect(page.turns.getState()).toMatchObject({ conversationId: undefined, phase: "ready", turns: [] });
  await page.keeper.open("gone");
  expect(page.turns.getState().phase).toEqual({ failed: "It is no longer there." });
});
