import { z } from "zod";
import type { StoreApi } from "zustand/vanilla";
import { type Disposable, DisposableStore, toDisposable } from "../../../core/base/disposable.ts";
import type { Conversation } from "../../../core/contract/conversations.ts";
import type { Services } from "../../state/services.ts";
import type { Decision } from "../alternatives/decision.ts";
import { type AssistantState, type AssistantStore, type Turn, turnOf } from "./assistantSlice.ts";
import { turnFrom } from "./turnRecord.ts";
import { TurnWriter } from "./turnWriter.ts";

export interface DecisionsState {
  readonly decisions: Readonly<Record<string, Decision>>;
  /** What is under way for a turn: "accepting", "merging". */
  readonly busy: Readonly<Record<string, string>>;
}

export type DecisionsStore = StoreApi<DecisionsState>;

type KeeperServices = Pick<Services, "host" | "notifications" | "session">;

const remembered = z.object({ conversationId: z.string() });
const slot = "assistant";
/** What is still streaming is worth less than what somebody decided. Milliseconds. */
const partialDelay = 2000;
const decisionDelay = 400;

/** Keeps the shown conversation with the host, and brings kept ones back. */
export class ConversationKeeper implements Disposable {
  readonly #services: KeeperServices;
  readonly #turns: AssistantStore;
  readonly #decisions: DecisionsStore;
  readonly #writer: TurnWriter;
  readonly #disposables = new DisposableStore();
  readonly #lookingUp = new Set<string>();
  /** What is put into the stores as it was read is not written back. */
  #isReading = false;

  constructor(services: KeeperServices, turns: AssistantStore, decisions: DecisionsStore) {
    const { host, notifications, session } = services;
    this.#services = services;
    this.#turns = turns;
    this.#decisions = decisions;
    this.#writer = this.#disposables.add(new TurnWriter(host, notifications));
    this.#disposables.add(
      toDisposable(turns.subscribe((now, before) => this.#turnsChanged(now.turns, before.turns))),
    );
    this.#disposables.add(
      toDisposable(decisions.subscribe((now, before) => this.#decided(now.decisions, before.decisions))),
    );
    this.#disposables.add(session.onFlush(() => void this.#writer.flush()));
    this.#disposables.add(
      host.on("conversation.didChange", ({ conversationId, kind }) => {
        if (kind === "deleted") this.#deleted(conversationId);
      }),
    );
    this.#disposables.add(host.onDidReconnect(() => this.#retry()));
  }

  /** The conversation of the last time. */
  async restore(): Promise<void> {
    const last = remembered.safeParse(this.#services.session.extra(slot));
    if (last.success) await this.open(last.data.conversationId, "ifThere");
  }

  /** The conversation that the next question goes to. */
  current(): string {
    const { conversationId } = this.#turns.getState();
    if (conversationId !== undefined) return conversationId;
    const id = crypto.randomUUID();
    this.#show(id, { turns: [], phase: "ready" });
    return id;
  }

  /** Shows a kept one; what is not there any more is a failure, or a new one where it was only remembered. */
  async open(id: string, wanted: "asked" | "ifThere" = "asked"): Promise<void> {
    this.#show(id, { turns: [], phase: "loading", shows: "turns" });
    const [found] = await Promise.all([
      this.#services.host.request("conversation.get", { id }),
      this.#writer.flush(),
    ]);
    if (this.#turns.getState().conversationId !== id) return;
    if (found.ok) this.adopt(found.value.conversation);
    else if (found.error.code === "notFound" && wanted === "ifThere") this.begin();
    else this.#turns.setState({ phase: { failed: found.error.message } });
  }

  /** Shows what was read, with what was asked meanwhile. */
  adopt(conversation: Conversation): void {
    const { id, turns: kept } = conversation;
    const read = kept.map((turn) => turnFrom(id, turn));
    this.#writer.known(id);
    for (const { turn } of read) this.#writer.known(id, turn.id);
    const ids = new Set(read.map(({ turn }) => turn.id));
    this.#reading(() => {
      this.#takeDecisions(read);
      const asked = this.#turns
        .getState()
        .turns.filter((turn) => turn.conversationId === id && !ids.has(turn.id));
      this.#show(id, { turns: [...read.map(({ turn }) => turn), ...asked], phase: "ready", shows: "turns" });
    });
    // A list and an export should not say that it is still being written.
    for (const [index, { state }] of kept.entries()) {
      const turn = read[index]?.turn;
      if (state === "asked" && turn) this.#writer.write(turn, this.#decisionOf(turn.id), decisionDelay);
    }
  }

  /** Shows an empty one; it is kept once something is asked. */
  begin(): void {
    void this.#writer.flush();
    this.#show(undefined, { turns: [], phase: "ready", shows: "turns" });
  }

  /** Finds the turn that a tab shows, whatever conversation it is of. */
  async lookUp(turnId: string): Promise<void> {
    const known = this.#turns.getState();
    if (turnOf(known, turnId) !== undefined || known.phase === "loading" || this.#lookingUp.has(turnId))
      return;
    this.#lookingUp.add(turnId);
    const found = await this.#services.host.request("conversation.turn", { turnId });
    this.#lookingUp.delete(turnId);
    if (!found.ok && found.error.code !== "notFound") return;
    const read = found.ok ? turnFrom(found.value.conversationId, found.value.turn) : undefined;
    this.#reading(() => {
      if (read !== undefined) {
        this.#writer.known(read.turn.conversationId, turnId);
        this.#takeDecisions([read]);
      }
      this.#turns.setState(({ others }) => ({ others: { ...others, [turnId]: read?.turn } }));
    });
  }

  /** All that is due is with the host. */
  flush(): Promise<void> {
    return this.#writer.flush();
  }

  dispose(): void {
    void this.#writer.flush();
    this.#disposables.dispose();
  }

  #show(id: string | undefined, change: Partial<AssistantState>): void {
    this.#turns.setState({ conversationId: id, ...change });
    this.#services.session.setExtra(slot, id === undefined ? undefined : { conversationId: id });
  }

  #turnsChanged(now: readonly Turn[], before: readonly Turn[]): void {
    if (this.#isReading || now === before) return;
    const known = new Map(before.map((turn) => [turn.id, turn]));
    for (const turn of now) {
      const old = known.get(turn.id);
      if (turn === old) continue;
      const streams = old?.state.kind === "asking" && turn.state.kind === "asking";
      const isPartial = streams && old.checkpoint === turn.checkpoint;
      this.#writer.write(turn, this.#decisionOf(turn.id), isPartial ? partialDelay : 0);
    }
  }

  #decided(now: DecisionsState["decisions"], before: DecisionsState["decisions"]): void {
    if (this.#isReading || now === before) return;
    for (const [id, decision] of Object.entries(now)) {
      const turn = before[id] === decision ? undefined : turnOf(this.#turns.getState(), id);
      if (turn) this.#writer.write(turn, decision, decisionDelay);
    }
  }

  #takeDecisions(read: readonly ReturnType<typeof turnFrom>[]): void {
    const decided = read.flatMap(({ turn, decision }) =>
      decision === undefined ? [] : [[turn.id, decision]],
    );
    this.#decisions.setState(({ decisions }) => ({
      // What was decided in this page since is newer than what was read.
      decisions: { ...Object.fromEntries(decided), ...decisions },
    }));
  }

  #decisionOf(turnId: string): Decision | undefined {
    return this.#decisions.getState().decisions[turnId];
  }

  #deleted(conversationId: string): void {
    this.#writer.forget(conversationId);
    if (this.#turns.getState().conversationId === conversationId) {
      const { shows } = this.#turns.getState();
      this.#show(undefined, { turns: [], phase: "ready", shows });
    }
  }

  #retry(): void {
    const { phase, conversationId } = this.#turns.getState();
    if (typeof phase === "object" && conversationId !== undefined) void this.open(conversationId);
  }

  #reading(put: () => void): void {
    this.#isReading = true;
    try {
      put();
    } finally {
      this.#isReading = false;
    }
  }
}
