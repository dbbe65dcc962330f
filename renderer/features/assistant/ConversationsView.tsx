import { type KeyboardEvent, useEffect, useRef } from "react";
import { useStore } from "zustand";
import type { ConversationHit, ConversationSummary } from "../../../core/contract/conversations.ts";
import { EmptyState } from "../../ui/EmptyState.tsx";
import { ErrorState } from "../../ui/ErrorState.tsx";
import { Icon } from "../../ui/Icon.tsx";
import { IconButton } from "../../ui/IconButton.tsx";
import { type MenuEntry, showMenu } from "../../ui/Menu.tsx";
import { conversationGroups, whenWords } from "./conversationGroups.ts";
import type { ConversationsController } from "./conversationsController.ts";
import { menuPlace } from "./menuPlace.ts";
import "./conversations.css";

interface ConversationsProps {
  readonly controller: ConversationsController;
  /** Of the conversation that the panel shows otherwise. */
  readonly current: string | undefined;
}

/** The workspace's conversations: pinned ones first, then the newest. */
export function ConversationsView({ controller, current }: ConversationsProps) {
  const { phase, text, conversations, hits, more } = useStore(controller.store);
  const list = useRef<HTMLDivElement>(null);
  const field = useRef<HTMLInputElement>(null);
  useEffect(() => controller.watch(), [controller]);
  // The view may be loaded after the panel was given the keyboard.
  useEffect(() => field.current?.focus(), []);
  const now = Date.now();
  const row = (conversation: ConversationSummary, hit?: ConversationHit) => (
    <ConversationRow
      key={conversation.id}
      conversation={conversation}
      hit={hit}
      now={now}
      isCurrent={conversation.id === current}
      controller={controller}
    />
  );
  return (
    <div className="conversations" aria-busy={phase === "loading"} data-testid="conversations">
      <search>
        <input
          ref={field}
          className="field conversations-search"
          type="text"
          aria-label="Search conversations"
          placeholder="Search questions and answers"
          spellCheck={false}
          data-autofocus=""
          value={text}
          onChange={(event) => controller.search(event.target.value)}
          onKeyDown={(event) => {
            if (event.key === "ArrowDown")
              list.current?.querySelector<HTMLElement>(".conversation-open")?.focus();
            else if (event.key !== "Escape") return;
            else if (text === "") controller.toggle();
            else controller.search("");
            event.preventDefault();
          }}
        />
      </search>
      {/* biome-ignore lint/a11y/noStaticElementInteractions: arrow keys move between the buttons in it */}
      <div ref={list} className="conversations-list" onKeyDown={moveBetweenRows}>
        {typeof phase === "object" ? (
          <ErrorState
            text="The conversations can't be read."
            cause={phase.failed}
            action={{ title: "Try again", run: () => controller.load() }}
          />
        ) : hits !== undefined ? (
          hits.length === 0 ? (
            <EmptyState
              text="No question or answer has all of these words."
              action={{ title: "Show all", run: () => controller.search("") }}
            />
          ) : (
            <ul aria-label="Conversations found">{hits.map((hit) => row(hit.conversation, hit))}</ul>
          )
        ) : phase === "loading" ? (
          <p className="empty-state">Loading the conversations…</p>
        ) : conversations.length === 0 ? (
          <EmptyState
            text="What you ask is kept here, for this workspace and on this machine only."
            action={{ title: "Ask a question", run: () => controller.toggle() }}
          />
        ) : (
          conversationGroups(conversations, now).map((group) => (
            <section key={group.title}>
              <h3 className="conversations-heading">{group.title}</h3>
              <ul aria-label={group.title}>{group.conversations.map((one) => row(one))}</ul>
            </section>
          ))
        )}
        {more && hits === undefined && (
          <button type="button" className="button conversations-more" onClick={() => controller.loadMore()}>
            Load older ones
          </button>
        )}
      </div>
    </div>
  );
}

interface RowProps {
  readonly conversation: ConversationSummary;
  readonly hit: ConversationHit | undefined;
  readonly now: number;
  readonly isCurrent: boolean;
  readonly controller: ConversationsController;
}

function ConversationRow({ conversation, hit, now, isCurrent, controller }: RowProps) {
  const { id, title, turnCount, updatedAt, pinned, forkedFrom } = conversation;
  const name = title || "Untitled conversation";
  const count = turnCount === 1 ? "1 question" : `${turnCount} questions`;
  const inText = hit?.turnId !== undefined;
  const menu = (place: { readonly x: number; readonly y: number }): void =>
    showMenu({ label: `Actions for ${name}`, ...place, entries: rowEntries(conversation, controller) });
  return (
    <li
      className="conversation-row"
      data-testid="conversation"
      data-current={isCurrent}
      onContextMenu={(event) => {
        event.preventDefault();
        menu({ x: event.clientX, y: event.clientY });
      }}
    >
      <button
        type="button"
        className="conversation-open"
        aria-current={isCurrent}
        onClick={() => void controller.open(id)}
        onKeyDown={(event) => {
          if (event.key === "F2") void controller.rename(conversation);
          else if (event.key === "Delete") void controller.remove(conversation);
          else return;
          event.preventDefault();
        }}
      >
        <span className="conversation-title" title={name}>
          {forkedFrom && <Icon name="repo-forked" />}
          {hit && !inText ? <Marked hit={hit} /> : name}
        </span>
        <span className="conversation-facts">
          {whenWords(updatedAt, now)} · {count}
          {forkedFrom && " · fork"}
          {isCurrent && " · open"}
        </span>
        {hit && inText && (
          <span className="conversation-snippet">
            <Marked hit={hit} />
          </span>
        )}
      </button>
      <span className="conversation-actions" data-pinned={pinned}>
        <IconButton
          icon={pinned ? "pinned" : "pin"}
          label={pinned ? `Unpin ${name}` : `Pin ${name}`}
          tooltip={pinned ? "Unpin" : "Pin"}
          aria-pressed={pinned}
          onClick={() => void controller.pin(conversation)}
        />
        <IconButton
          icon="ellipsis"
          label={`More actions for ${name}`}
          tooltip="More actions"
          aria-haspopup="menu"
          onClick={(event) => menu(menuPlace(event.currentTarget))}
        />
      </span>
    </li>
  );
}

function rowEntries(
  conversation: ConversationSummary,
  controller: ConversationsController,
): readonly MenuEntry[] {
  return [
    { title: "Open", run: () => controller.open(conversation.id) },
    { title: "Rename…", keys: "F2", run: () => controller.rename(conversation) },
    { title: conversation.pinned ? "Unpin" : "Pin", run: () => controller.pin(conversation) },
    "separator",
    { title: "Export as Markdown…", run: () => controller.exportMarkdown(conversation) },
    "separator",
    { title: "Delete…", keys: "Del", run: () => controller.remove(conversation) },
  ];
}

/** The text around a match, with what matched set off. */
function Marked({ hit: { snippet, spans } }: { readonly hit: ConversationHit }) {
  const ends = [0, ...spans.map(([, end]) => end)];
  return (
    <>
      {spans.map(([start, end], index) => (
        <span key={start}>
          {snippet.slice(ends[index], start)}
          <mark>{snippet.slice(start, end)}</mark>
        </span>
      ))}
      {snippet.slice(ends.at(-1))}
    </>
  );
}

function moveBetweenRows(event: KeyboardEvent<HTMLElement>): void {
  const by = event.key === "ArrowDown" ? 1 : event.key === "ArrowUp" ? -1 : 0;
  if (by === 0 || !(event.target instanceof HTMLElement)) return;
  const rows = [...event.currentTarget.querySelectorAll<HTMLElement>(".conversation-open")];
  const own = event.target.closest("li")?.querySelector<HTMLElement>(".conversation-open");
  const index = own ? rows.indexOf(own) : -1;
  const search = event.currentTarget.parentElement?.querySelector<HTMLElement>("input");
  (index + by < 0 ? search : rows[index + by])?.focus();
  event.preventDefault();
}
