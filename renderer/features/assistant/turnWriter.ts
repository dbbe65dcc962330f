import type { Disposable } from "../../../core/base/disposable.ts";
import type { Failure } from "../../../core/contract/failure.ts";
import type { HostConnection } from "../../transport/hostConnection.ts";
import type { Decision } from "../alternatives/decision.ts";
import type { Notifications } from "../notifications/notifications.ts";
import type { Turn } from "./assistantSlice.ts";
import { newTurnOf, titleOf, turnChangeOf } from "./turnRecord.ts";

interface Due {
  readonly turn: Turn;
  readonly decision: Decision | undefined;
}

/**
 * Hands turns to the host, one after the other. Each is written as a whole, so that the last writing holds whatever was
 * missed before it. What cannot be written now waits until the host is back.
 */
export class TurnWriter implements Disposable {
  readonly #host: HostConnection;
  readonly #notifications: Notifications;
  readonly #due = new Map<string, Due>();
  readonly #reconnected: Disposable;
  /** Conversations and turns that the host has. */
  readonly #kept = new Set<string>();
  /** Those that the person deleted: what is still written of them is not for keeping. */
  readonly #deleted = new Set<string>();
  #timer: ReturnType<typeof setTimeout> | undefined;
  #dueAt = 0;
  #writing: Promise<void> = Promise.resolve();
  #told = false;

  constructor(host: HostConnection, notifications: Notifications) {
    this.#host = host;
    this.#notifications = notifications;
    this.#reconnected = host.onDidReconnect(() => void this.flush());
  }

  /** The host has it already. */
  known(conversationId: string, turnId?: string): void {
    this.#kept.add(conversationId);
    if (turnId !== undefined) this.#kept.add(turnId);
  }

  forget(conversationId: string): void {
    this.#deleted.add(conversationId);
    for (const [id, { turn }] of this.#due) if (turn.conversationId === conversationId) this.#due.delete(id);
  }

  /** Writes it after so many milliseconds at the latest. */
  write(turn: Turn, decision: Decision | undefined, within: number): void {
    if (this.#deleted.has(turn.conversationId)) return;
    this.#due.set(turn.id, { turn, decision });
    const at = performance.now() + within;
    if (this.#timer !== undefined && this.#dueAt <= at) return;
    clearTimeout(this.#timer);
    this.#dueAt = at;
    this.#timer = setTimeout(() => void this.flush(), within);
  }

  /** Writes what is due now. Its first request leaves within this call, so that it may be the page's last. */
  flush(): Promise<void> {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    if (this.#due.size > 0) this.#writing = this.#writeAll(this.#writing);
    return this.#writing;
  }

  dispose(): void {
    clearTimeout(this.#timer);
    this.#reconnected.dispose();
  }

  async #writeAll(before: Promise<void>): Promise<void> {
    const batch = [...this.#due.values()];
    this.#due.clear();
    // A change of what the host has needs to wait for nothing.
    const changes = batch.filter(({ turn }) => this.#kept.has(turn.id));
    await Promise.all(changes.map((due) => this.#writeOne(due)));
    await before;
    for (const due of batch) if (!changes.includes(due)) await this.#writeOne(due);
  }

  async #writeOne(due: Due): Promise<void> {
    const { turn } = due;
    if (this.#deleted.has(turn.conversationId)) return;
    const failure = this.#kept.has(turn.id) ? await this.#change(due) : await this.#add(due);
    if (failure === undefined) return;
    if (failure.code === "unavailable") {
      // A newer state of it may have come meanwhile.
      if (!this.#due.has(turn.id)) this.#due.set(turn.id, due);
      return;
    }
    if (this.#told || failure.code === "notFound") return;
    this.#told = true;
    this.#notifications.warn(`This conversation is not kept: ${failure.message}`);
  }

  async #add({ turn, decision }: Due): Promise<Failure | undefined> {
    const { conversationId: id } = turn;
    if (!this.#kept.has(id)) {
      const created = await this.#host.request("conversation.create", { id, title: titleOf(turn.question) });
      if (!created.ok) return created.error;
      this.#kept.add(id);
    }
    const whole = newTurnOf(turn, decision);
    let added = await this.#host.request("conversation.addTurn", { id, turn: whole });
    if (!added.ok && added.error.code === "tooLarge") {
      const { asked: _asked, answer: _answer, decision: _decision, ...small } = whole;
      added = await this.#host.request("conversation.addTurn", { id, turn: small });
    }
    if (!added.ok && added.error.code !== "alreadyExists") return added.error;
    this.#kept.add(turn.id);
    return added.ok ? undefined : this.#change({ turn, decision });
  }

  async #change({ turn, decision }: Due): Promise<Failure | undefined> {
    const changed = await this.#host.request("conversation.updateTurn", {
      id: turn.conversationId,
      turnId: turn.id,
      change: turnChangeOf(turn, decision),
    });
    return changed.ok ? undefined : changed.error;
  }
}
