import { createStore, type StoreApi } from "zustand/vanilla";
import { type Disposable, DisposableStore } from "../../../core/base/disposable.ts";
import type { ConversationHit, ConversationSummary } from "../../../core/contract/conversations.ts";
import type { Services } from "../../state/services.ts";
import { plainFormat } from "../editor/documentsSlice.ts";
import { writeNewFile } from "../editor/writeNewFile.ts";
import { type AssistantController, assistantViewId } from "./assistantController.ts";
import type { Turn } from "./assistantSlice.ts";
import type { ConversationKeeper } from "./conversationKeeper.ts";

export interface ConversationsState {
  readonly phase: "loading" | "ready" | { readonly failed: string };
  readonly conversations: readonly ConversationSummary[];
  /** There are older ones than those loaded. */
  readonly more: boolean;
  /** What is looked for; "" for all. */
  readonly text: string;
  /** What was found; undefined while nothing is looked for. */
  readonly hits: readonly ConversationHit[] | undefined;
}

const pageSize = 100;
const mostHits = 50;
const typingDelay = 120;
const followDelay = 150;

/** The kept conversations: listed, found, named, pinned, forked, written out and deleted. */
export class ConversationsController implements Disposable {
  readonly store: StoreApi<ConversationsState> = createStore<ConversationsState>(() => ({
    phase: "loading",
    conversations: [],
    more: false,
    text: "",
    hits: undefined,
  }));
  readonly #services: Services;
  readonly #assistant: AssistantController;
  readonly #keeper: ConversationKeeper;
  readonly #disposables = new DisposableStore();
  #watchers = 0;
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(services: Services, assistant: AssistantController, keeper: ConversationKeeper) {
    this.#services = services;
    this.#assistant = assistant;
    this.#keeper = keeper;
    this.#disposables.add(services.host.on("conversation.didChange", () => this.#loadSoon(followDelay)));
    this.#disposables.add(services.host.onDidReconnect(() => this.#loadSoon(0)));
  }

  /** While someone looks, the list follows; call what is returned when they stop. */
  watch(): () => void {
    this.#watchers++;
    void this.load();
    return () => {
      this.#watchers--;
    };
  }

  search(text: string): void {
    this.store.setState(text.trim() === "" ? { text, hits: undefined } : { text });
    this.#loadSoon(typingDelay);
  }

  async load(): Promise<void> {
    const { host } = this.#services;
    const { text, conversations } = this.store.getState();
    const limit = Math.min(200, Math.max(pageSize, conversations.length));
    if (text.trim() === "") {
      const listed = await host.request("conversation.list", { limit });
      if (this.store.getState().text !== text) return;
      this.store.setState(
        listed.ok
          ? {
              phase: "ready",
              conversations: listed.value.conversations,
              more: listed.value.conversations.length === limit,
              hits: undefined,
            }
          : { phase: { failed: listed.error.message } },
      );
      return;
    }
    const found = await host.request("conversation.search", { text, limit: mostHits });
    if (this.store.getState().text !== text) return;
    this.store.setState(
      found.ok ? { phase: "ready", hits: found.value.hits } : { phase: { failed: found.error.message } },
    );
  }

  async loadMore(): Promise<void> {
    const last = this.store.getState().conversations.at(-1);
    if (last === undefined) return;
    const { id, updatedAt, pinned } = last;
    const after = { id, updatedAt, pinned };
    const listed = await this.#services.host.request("conversation.list", { after, limit: pageSize });
    if (!listed.ok) return;
    this.store.setState((state) => ({
      conversations: [...state.conversations, ...listed.value.conversations],
      more: listed.value.conversations.length === pageSize,
    }));
  }

  /** Shows the list in the panel, or the conversation again. */
  toggle(): void {
    const { shows } = this.#assistant.store.getState();
    if (shows === "conversations") this.#showTurns();
    else this.show();
  }

  show(): void {
    this.search("");
    this.#assistant.store.setState({ shows: "conversations" });
    this.#services.layout.showRight(assistantViewId);
  }

  async begin(): Promise<void> {
    if (!(await this.#mayLeave())) return;
    this.#keeper.begin();
    this.#showTurns();
  }

  async open(id: string): Promise<void> {
    if (this.#assistant.store.getState().conversationId !== id) {
      if (!(await this.#mayLeave())) return;
      await this.#keeper.open(id);
    }
    this.#showTurns();
  }

  /** Reads the shown one again. */
  async reopen(): Promise<void> {
    const { conversationId } = this.#assistant.store.getState();
    if (conversationId !== undefined) await this.#keeper.open(conversationId);
  }

  /** Goes on from a turn in a conversation of its own; the one it stands in stays as it is. */
  async fork({ id: turnId, conversationId: id }: Turn): Promise<void> {
    if (!(await this.#mayLeave())) return;
    await this.#keeper.flush();
    const forked = await this.#services.host.request("conversation.fork", { id, turnId });
    if (!forked.ok) {
      this.#services.notifications.failure(forked.error);
      return;
    }
    this.#keeper.adopt(forked.value.conversation);
    this.#services.announcer.say("Forked. The next question goes to a conversation of its own.");
    this.#showTurns();
  }

  async rename({ id, title }: ConversationSummary): Promise<void> {
    const { dialogs, host, notifications } = this.#services;
    const wanted = await dialogs.askText("Rename the conversation", "Title", title, "Rename");
    if (wanted === undefined || wanted === "" || wanted === title) return;
    const renamed = await host.request("conversation.rename", { id, title: wanted.slice(0, 300) });
    if (!renamed.ok) notifications.failure(renamed.error);
    else await this.load();
  }

  async pin({ id, pinned }: ConversationSummary): Promise<void> {
    const { host, notifications } = this.#services;
    const changed = await host.request("conversation.pin", { id, pinned: !pinned });
    if (!changed.ok) notifications.failure(changed.error);
    else await this.load();
  }

  /** Writes it to a file that the person names, and opens that. */
  async exportMarkdown({ id }: ConversationSummary): Promise<void> {
    const { host, dialogs, notifications, editors } = this.#services;
    await this.#keeper.flush();
    const exported = await host.request("conversation.export", { id });
    if (!exported.ok) {
      notifications.failure(exported.error);
      return;
    }
    const { fileName, markdown } = exported.value;
    const path = await dialogs.askText("Export as Markdown", "Path in the workspace", fileName, "Save");
    if (path === undefined || path === "") return;
    const written = await writeNewFile(host, path, markdown, plainFormat);
    if (written.ok) editors.open(path);
    else notifications.failure(written.error);
  }

  async remove({ id, title, turnCount }: ConversationSummary): Promise<void> {
    const { dialogs, host, notifications, announcer } = this.#services;
    const questions = turnCount === 1 ? "Its question" : `Its ${turnCount} questions`;
    const sure = await dialogs.ask(
      `Delete “${title || "Untitled conversation"}”?`,
      `${questions} and answers, and the files kept for them, cannot be brought back.`,
      [
        { title: "Delete", value: true, kind: "danger" },
        { title: "Cancel", value: false },
      ],
    );
    if (sure !== true) return;
    if (this.#assistant.store.getState().conversationId === id) this.#assistant.stop();
    const deleted = await host.request("conversation.delete", { id });
    if (!deleted.ok) {
      notifications.failure(deleted.error);
      return;
    }
    announcer.say("Conversation deleted.");
    await this.load();
  }

  dispose(): void {
    clearTimeout(this.#timer);
    this.#disposables.dispose();
  }

  #showTurns(): void {
    this.#assistant.store.setState({ shows: "turns" });
    this.#services.layout.showRight(assistantViewId);
  }

  /** An answer is written for the conversation that is shown: leaving that stops it, and a person says whether. */
  async #mayLeave(): Promise<boolean> {
    if (!this.#assistant.isAsking) return true;
    const stop = await this.#services.dialogs.ask(
      "Stop the answer that is being written?",
      "What is written until now is kept to be read.",
      [
        { title: "Stop", value: true, kind: "primary" },
        { title: "Cancel", value: false },
      ],
    );
    if (stop !== true) return false;
    this.#assistant.stop();
    return true;
  }

  #loadSoon(delay: number): void {
    if (this.#watchers === 0) return;
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => void this.load(), delay);
  }
}
